package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;

/** LOCAL_PREF (RFC 4271 §5.1.5), unsigned 32 bits; only inside an AS. */
public record LocalPref(long value) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 5;
    /** How it is read and written. */
    public static final AttributeCodec<LocalPref> CODEC = new Codec();

    /** The value that everybody takes where none is given. */
    public static final LocalPref DEFAULT = new LocalPref(100);

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<LocalPref> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.WELL_KNOWN;
        }

        @Override
        public Class<LocalPref> valueType() {
            return LocalPref.class;
        }

        @Override
        public LocalPref decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireLength(value, 4);
            return new LocalPref(value.u32());
        }

        @Override
        public void encode(final LocalPref attribute, final ByteWriter out, final CodecContext context) {
            out.u32(attribute.value);
        }

        @Override
        public boolean unexpected(final CodecContext context) {
            return context.external();
        }
    }
}
