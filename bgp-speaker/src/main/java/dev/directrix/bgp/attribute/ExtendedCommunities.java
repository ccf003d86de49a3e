package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import java.util.ArrayList;
import java.util.List;

/** EXTENDED_COMMUNITIES (RFC 4360). */
public record ExtendedCommunities(List<ExtendedCommunity> values) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 16;
    /** How it is read and written. */
    public static final AttributeCodec<ExtendedCommunities> CODEC = new Codec();

    /** Freezes the list. */
    public ExtendedCommunities {
        values = List.copyOf(values);
    }

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<ExtendedCommunities> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL_TRANSITIVE;
        }

        @Override
        public Class<ExtendedCommunities> valueType() {
            return ExtendedCommunities.class;
        }

        @Override
        public ExtendedCommunities decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireMultiple(value, 8);
            final List<ExtendedCommunity> values = new ArrayList<>(value.remaining() / 8);
            while (value.hasRemaining()) {
                values.add(new ExtendedCommunity(value.u64()));
            }
            return new ExtendedCommunities(values);
        }

        @Override
        public void encode(final ExtendedCommunities attribute, final ByteWriter out, final CodecContext context) {
            attribute.values.forEach(community -> out.u64(community.value()));
        }
    }
}
