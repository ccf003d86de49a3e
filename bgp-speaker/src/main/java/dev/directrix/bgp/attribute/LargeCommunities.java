package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import java.util.ArrayList;
import java.util.List;

/** LARGE_COMMUNITY (RFC 8092). */
public record LargeCommunities(List<LargeCommunity> values) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 32;
    /** How it is read and written. */
    public static final AttributeCodec<LargeCommunities> CODEC = new Codec();

    /** Freezes the list. */
    public LargeCommunities {
        values = List.copyOf(values);
    }

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<LargeCommunities> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL_TRANSITIVE;
        }

        @Override
        public Class<LargeCommunities> valueType() {
            return LargeCommunities.class;
        }

        @Override
        public LargeCommunities decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireMultiple(value, 12);
            final List<LargeCommunity> values = new ArrayList<>(value.remaining() / 12);
            while (value.hasRemaining()) {
                values.add(new LargeCommunity(value.u32(), value.u32(), value.u32()));
            }
            return new LargeCommunities(values);
        }

        @Override
        public void encode(final LargeCommunities attribute, final ByteWriter out, final CodecContext context) {
            for (final LargeCommunity community : attribute.values) {
                out.u32(community.global()).u32(community.local1()).u32(community.local2());
            }
        }
    }
}
