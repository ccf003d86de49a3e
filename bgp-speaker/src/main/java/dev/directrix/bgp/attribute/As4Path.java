package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import java.util.List;

/** AS4_PATH (RFC 6793 §3): the true AS_PATH on its way through speakers of two-octet AS numbers. */
public record As4Path(List<AsPathSegment> segments) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 17;
    /** How it is read and written. */
    public static final AttributeCodec<As4Path> CODEC = new Codec();

    /** Freezes the list. */
    public As4Path {
        segments = List.copyOf(segments);
    }

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<As4Path> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL_TRANSITIVE;
        }

        @Override
        public Class<As4Path> valueType() {
            return As4Path.class;
        }

        @Override
        public As4Path decode(final ByteReader value, final CodecContext context) {
            return new As4Path(AsPathSegment.readAll(value, 4));
        }

        @Override
        public void encode(final As4Path attribute, final ByteWriter out, final CodecContext context) {
            AsPathSegment.writeAll(attribute.segments, out, 4);
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
