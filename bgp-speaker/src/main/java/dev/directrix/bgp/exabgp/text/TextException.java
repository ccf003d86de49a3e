package dev.directrix.bgp.exabgp.text;

/** A text that is not in ExaBGP's grammar; the message says what is wrong and what to write instead. */
public final class TextException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Position position;

    /** For a problem at this place. */
    public TextException(final Position position, final String message) {
        super(message);
        this.position = position;
    }

    /** Where the problem is. */
    public Position position() {
        return position;
    }
}
