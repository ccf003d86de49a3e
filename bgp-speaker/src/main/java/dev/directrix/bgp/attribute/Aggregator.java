package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import java.net.Inet4Address;

/** AGGREGATOR (RFC 4271 §5.1.7): who aggregated the route. */
public record Aggregator(long asn, Inet4Address address) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 7;
    /** How it is read and written. */
    public static final AttributeCodec<Aggregator> CODEC = new Codec();

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<Aggregator> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL_TRANSITIVE;
        }

        @Override
        public Class<Aggregator> valueType() {
            return Aggregator.class;
        }

        @Override
        public Aggregator decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireLength(value, context.asnLength() + 4);
            return new Aggregator(context.fourOctetAsn() ? value.u32() : value.u16(), Addresses.readIpv4(value));
        }

        @Override
        public void encode(final Aggregator attribute, final ByteWriter out, final CodecContext context) {
            if (context.fourOctetAsn()) {
                out.u32(attribute.asn);
            } else {
                out.u16(AsPath.toTwoOctets(attribute.asn));
            }
            out.bytes(attribute.address.getAddress());
        }

        @Override
        public Treatment whenMalformed() {
            return Treatment.ATTRIBUTE_DISCARD;
        }
    }
}
