package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.Family;
import java.util.Optional;

/** Thrown by an attribute's codec when the value is wrong; never leaves the package. */
final class MalformedAttributeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient UpdateError error;
    private final transient Problem.Kind kind;
    private final transient Optional<Family> family;

    MalformedAttributeException(final UpdateError error, final String message) {
        this(error, message, Problem.Kind.MALFORMED, Optional.empty());
    }

    MalformedAttributeException(
        final UpdateError error, final String message, final Problem.Kind kind, final Optional<Family> family) {
        super(message, null, false, false);
        this.error = error;
        this.kind = kind;
        this.family = family;
    }

    UpdateError error() {
        return error;
    }

    Problem.Kind kind() {
        return kind;
    }

    Optional<Family> family() {
        return family;
    }
}
