package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.ecmp.Community;
import java.util.ArrayList;
import java.util.List;

/** COMMUNITIES (RFC 1997). */
public record Communities(List<Community> values) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 8;
    /** How it is read and written. */
    public static final AttributeCodec<Communities> CODEC = new Codec();

    /** Freezes the list. */
    public Communities {
        values = List.copyOf(values);
    }

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<Communities> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL_TRANSITIVE;
        }

        @Override
        public Class<Communities> valueType() {
            return Communities.class;
        }

        @Override
        public Communities decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireMultiple(value, 4);
            final List<Community> values = new ArrayList<>(value.remaining() / 4);
            while (value.hasRemaining()) {
                values.add(new Community((int) value.u32()));
            }
            return new Communities(values);
        }

        @Override
        public void encode(final Communities attribute, final ByteWriter out, final CodecContext context) {
            attribute.values.forEach(community -> out.u32(community.value()));
        }
    }
}
