package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;

/** ATOMIC_AGGREGATE (RFC 4271 §5.1.6): a flag, without value. */
public record AtomicAggregate() implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 6;
    /** How it is read and written. */
    public static final AttributeCodec<AtomicAggregate> CODEC = new Codec();

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<AtomicAggregate> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.WELL_KNOWN;
        }

        @Override
        public Class<AtomicAggregate> valueType() {
            return AtomicAggregate.class;
        }

        @Override
        public AtomicAggregate decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireLength(value, 0);
            return new AtomicAggregate();
        }

        @Override
        public void encode(final AtomicAggregate attribute, final ByteWriter out, final CodecContext context) {
            // RFC 4271 §5.1.6: no value.
        }

        @Override
        public Treatment whenMalformed() {
            return Treatment.ATTRIBUTE_DISCARD;
        }
    }
}
