package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;

/** Takes messages of up to 65535 octets (RFC 8654). */
public record ExtendedMessage() implements Capability {

    /** Code. */
    public static final int CODE = 6;
    /** How it is read and written. */
    public static final CapabilityCodec<ExtendedMessage> CODEC = new Codec();

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "extended-message";
    }

    private static final class Codec implements CapabilityCodec<ExtendedMessage> {

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public Class<ExtendedMessage> valueType() {
            return ExtendedMessage.class;
        }

        @Override
        public int length() {
            return 0;
        }

        @Override
        public ExtendedMessage decode(final ByteReader value) {
            return new ExtendedMessage();
        }

        @Override
        public void encode(final ExtendedMessage capability, final ByteWriter out) {
            // RFC 8654 §3: no value.
        }
    }
}
