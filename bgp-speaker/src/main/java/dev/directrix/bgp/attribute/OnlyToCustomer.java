package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;

/** ONLY_TO_CUSTOMER (RFC 9234 §5): from this AS on the route goes to customers only; unsigned 32 bits. */
public record OnlyToCustomer(long asn) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 35;
    /** How it is read and written. */
    public static final AttributeCodec<OnlyToCustomer> CODEC = new Codec();

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<OnlyToCustomer> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL_TRANSITIVE;
        }

        @Override
        public Class<OnlyToCustomer> valueType() {
            return OnlyToCustomer.class;
        }

        @Override
        public OnlyToCustomer decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireLength(value, 4);
            return new OnlyToCustomer(value.u32());
        }

        @Override
        public void encode(final OnlyToCustomer attribute, final ByteWriter out, final CodecContext context) {
            out.u32(attribute.asn);
        }
    }
}
