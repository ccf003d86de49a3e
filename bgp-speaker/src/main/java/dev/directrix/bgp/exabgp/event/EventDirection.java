package dev.directrix.bgp.exabgp.event;

/** Which way a message went, in the words of the format. */
public enum EventDirection {

    /** From the peer, on a session. */
    RECEIVE("receive"),
    /** To the peer, on a session. */
    SEND("send"),
    /** Given to a decoder, as if it had come from the peer. */
    IN("in");

    private final String text;

    EventDirection(final String text) {
        this.text = text;
    }

    /** As it stands in an event. */
    public String text() {
        return text;
    }
}
