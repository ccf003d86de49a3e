package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import java.util.ArrayList;
import java.util.List;

/** CLUSTER_LIST (RFC 4456 §8): the reflection clusters that the route came through, unsigned 32 bits each. */
public record ClusterList(List<Long> values) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 10;
    /** How it is read and written. */
    public static final AttributeCodec<ClusterList> CODEC = new Codec();

    /** Freezes the list. */
    public ClusterList {
        values = List.copyOf(values);
    }

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<ClusterList> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL;
        }

        @Override
        public Class<ClusterList> valueType() {
            return ClusterList.class;
        }

        @Override
        public ClusterList decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireMultiple(value, 4);
            final List<Long> ids = new ArrayList<>(value.remaining() / 4);
            while (value.hasRemaining()) {
                ids.add(value.u32());
            }
            return new ClusterList(ids);
        }

        @Override
        public void encode(final ClusterList attribute, final ByteWriter out, final CodecContext context) {
            attribute.values.forEach(out::u32);
        }

        @Override
        public boolean unexpected(final CodecContext context) {
            return context.external();
        }
    }
}
