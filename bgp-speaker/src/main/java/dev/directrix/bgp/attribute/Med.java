package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;

/** MULTI_EXIT_DISC (RFC 4271 §5.1.4), unsigned 32 bits. */
public record Med(long value) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 4;
    /** How it is read and written. */
    public static final AttributeCodec<Med> CODEC = new Codec();

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<Med> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL;
        }

        @Override
        public Class<Med> valueType() {
            return Med.class;
        }

        @Override
        public Med decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireLength(value, 4);
            return new Med(value.u32());
        }

        @Override
        public void encode(final Med attribute, final ByteWriter out, final CodecContext context) {
            out.u32(attribute.value);
        }
    }
}
