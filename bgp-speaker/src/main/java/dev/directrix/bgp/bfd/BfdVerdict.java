package dev.directrix.bgp.bfd;

/** What becomes of a packet that came: taken, or why not (RFC 5880 §6.8.6, RFC 5881 §5, RFC 5883 §4). */
public enum BfdVerdict {

    ACCEPTED("accepted"),
    VERSION("version other than 1"),
    LENGTH("length field too small or beyond the datagram"),
    MULTIPLIER("multiplier 0"),
    MULTIPOINT("multipoint bit set"),
    MY_DISCRIMINATOR("my discriminator 0"),
    STATE("your discriminator 0 in state Init or Up"),
    UNKNOWN_SESSION("your discriminator is of no session"),
    UNKNOWN_PEER("no session with the sender"),
    WRONG_SENDER("address or interface is not the session's"),
    TTL("TTL too low: it came further than allowed"),
    AUTHENTICATION_UNEXPECTED("authenticated, but no key is set here"),
    AUTHENTICATION_MISSING("not authenticated, but a key is set here"),
    AUTHENTICATION_TYPE("authentication of another type or length"),
    AUTHENTICATION_KEY_ID("key id differs"),
    AUTHENTICATION_SEQUENCE("sequence number outside the window"),
    AUTHENTICATION_KEY("password or digest wrong: the keys differ"),
    ADMIN_DOWN("the session is administratively down");

    private final String text;

    BfdVerdict(final String text) {
        this.text = text;
    }

    /** The reason in words. */
    public String text() {
        return text;
    }
}
