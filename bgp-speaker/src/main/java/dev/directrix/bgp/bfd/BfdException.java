package dev.directrix.bgp.bfd;

import java.io.Serial;

/** BFD cannot do what was asked: says what, and what to do about it. */
public final class BfdException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    BfdException(final String message, final Throwable cause) {
        super(message, cause);
    }

    BfdException(final String message) {
        super(message);
    }
}
