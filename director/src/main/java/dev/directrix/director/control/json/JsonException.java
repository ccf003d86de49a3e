package dev.directrix.director.control.json;

/** Text that is not JSON, or JSON that is not what was expected. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public JsonException(final String message) {
        super(message);
    }
}
