package dev.directrix.director.plan;

import java.io.Serial;

/** A change that cannot be read, or that there is nothing to make it of. The message is for the user. */
public final class PlanException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** With what is wrong, and what to do. */
    public PlanException(final String message) {
        super(message);
    }
}
