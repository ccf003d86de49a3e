package dev.directrix.lab.run;

/** A lab that cannot be brought up, used or taken down; the message says which node and what to do. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
