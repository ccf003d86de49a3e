package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;

/** AS numbers have four octets; carries the speaker's own (RFC 6793 §3). */
public record FourOctetAsn(long asn) implements Capability {

    /** Code. */
    public static final int CODE = 65;
    /** How it is read and written. */
    public static final CapabilityCodec<FourOctetAsn> CODEC = new Codec();

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "four-octet-asn " + asn;
    }

    private static final class Codec implements CapabilityCodec<FourOctetAsn> {

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public Class<FourOctetAsn> valueType() {
            return FourOctetAsn.class;
        }

        @Override
        public FourOctetAsn decode(final ByteReader value) {
            return new FourOctetAsn(value.u32());
        }

        @Override
        public void encode(final FourOctetAsn capability, final ByteWriter out) {
            out.u32(capability.asn);
        }
    }
}
