package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import java.util.Optional;

/**
 * One thing wrong with an UPDATE.
 *
 * @param kind      what kind of mistake
 * @param type      type code of the attribute, 0 if it is about the whole message
 * @param error     the NOTIFICATION subcode that RFC 4271 gives it
 * @param text      what is wrong, for the log
 * @param family    the family that it concerns, where it concerns one
 * @param suggested what the attribute's own specification asks for
 * @param data      what a NOTIFICATION about it carries: as a rule the attribute (RFC 4271 §6.3)
 */
public record Problem(
    Kind kind, int type, UpdateError error, String text, Optional<Family> family, Treatment suggested, Octets data) {

    /** Kinds of mistakes. */
    public enum Kind {
        /** The value of an attribute is wrong. */
        MALFORMED,
        /** Optional and Transitive bits do not fit the type. */
        FLAGS,
        /** The attribute is there twice. */
        DUPLICATE,
        /** A well-known attribute that nobody knows. */
        UNRECOGNIZED,
        /** A mandatory attribute is missing. */
        MISSING,
        /** The attributes do not add up to the length given for them. */
        FRAMING,
        /** The attribute has no business on this kind of session. */
        UNEXPECTED,
        /** The routes themselves cannot be read. */
        ROUTES
    }

    @Override
    public String toString() {
        return error.text() + (type == 0 ? "" : ", attribute " + type) + ": " + text;
    }
}
