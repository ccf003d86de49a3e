package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;

/** ORIGIN (RFC 4271 §5.1.1): how the route came into BGP. */
public record Origin(Value value) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 1;
    /** How it is read and written. */
    public static final AttributeCodec<Origin> CODEC = new Codec();

    /** The values. */
    public enum Value {
        IGP(0),
        EGP(1),
        INCOMPLETE(2);

        private final int code;

        Value(final int code) {
            this.code = code;
        }
    }

    /** What we always send: receivers drop paths of a worse origin from an ECMP set. */
    public static final Origin IGP = new Origin(Value.IGP);

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<Origin> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.WELL_KNOWN;
        }

        @Override
        public Class<Origin> valueType() {
            return Origin.class;
        }

        @Override
        public Origin decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireLength(value, 1);
            final int code = value.u8();
            return switch (code) {
                case 0 -> IGP;
                case 1 -> new Origin(Value.EGP);
                case 2 -> new Origin(Value.INCOMPLETE);
                default -> throw new MalformedAttributeException(UpdateError.INVALID_ORIGIN, "value " + code);
            };
        }

        @Override
        public void encode(final Origin attribute, final ByteWriter out, final CodecContext context) {
            out.u8(attribute.value.code);
        }
    }
}
