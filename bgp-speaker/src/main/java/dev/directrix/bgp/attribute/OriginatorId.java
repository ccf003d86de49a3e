package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import java.net.Inet4Address;

/** ORIGINATOR_ID (RFC 4456 §8): the router that brought the route into the AS. */
public record OriginatorId(Inet4Address routerId) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 9;
    /** How it is read and written. */
    public static final AttributeCodec<OriginatorId> CODEC = new Codec();

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<OriginatorId> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL;
        }

        @Override
        public Class<OriginatorId> valueType() {
            return OriginatorId.class;
        }

        @Override
        public OriginatorId decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireLength(value, 4);
            return new OriginatorId(Addresses.readIpv4(value));
        }

        @Override
        public void encode(final OriginatorId attribute, final ByteWriter out, final CodecContext context) {
            out.bytes(attribute.routerId.getAddress());
        }

        @Override
        public boolean unexpected(final CodecContext context) {
            return context.external();
        }
    }
}
