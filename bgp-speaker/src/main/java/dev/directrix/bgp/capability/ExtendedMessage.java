package dev.directrix.bgp.capability;

/** Takes messages of up to 65,535 octets (RFC 8654). */
public record ExtendedMessage() implements Capability {

    /** Code. */
    public static final int CODE = 6;
    /** How it is read and written. */
    public static final CapabilityCodec<ExtendedMessage> CODEC =
        new FlagCodec<>(CODE, ExtendedMessage.class, ExtendedMessage::new);

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "extended-message";
    }
}
