package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import java.net.Inet4Address;

/** AS4_AGGREGATOR (RFC 6793 §3): AGGREGATOR on its way through speakers of two-octet AS numbers. */
public record As4Aggregator(long asn, Inet4Address address) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 18;
    /** How it is read and written. */
    public static final AttributeCodec<As4Aggregator> CODEC = new Codec();

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<As4Aggregator> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL_TRANSITIVE;
        }

        @Override
        public Class<As4Aggregator> valueType() {
            return As4Aggregator.class;
        }

        @Override
        public As4Aggregator decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireLength(value, 8);
            return new As4Aggregator(value.u32(), Addresses.readIpv4(value));
        }

        @Override
        public void encode(final As4Aggregator attribute, final ByteWriter out, final CodecContext context) {
            out.u32(attribute.asn).bytes(attribute.address.getAddress());
        }

        @Override
        public Treatment whenMalformed() {
            return Treatment.ATTRIBUTE_DISCARD;
        }

        @Override
        public boolean unexpected(final CodecContext context) {
            return context.fourOctetAsn();
        }
    }
}
