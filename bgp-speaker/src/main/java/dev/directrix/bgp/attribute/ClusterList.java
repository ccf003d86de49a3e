package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import java.util.List;

/** CLUSTER_LIST (RFC 4456 §8): the reflection clusters that the route came through, unsigned 32 bits each. */
public record ClusterList(List<Long> values) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 10;
    /** How it is read and written. */
    public static final AttributeCodec<ClusterList> CODEC = new ListCodec<>(
        TYPE, AttributeFlags.OPTIONAL, ClusterList.class,
        new ListCodec.Element<>(4, ByteReader::u32, (id, out) -> out.u32(id)), ClusterList::new, ClusterList::values,
        true);

    /** Freezes the list. */
    public ClusterList {
        values = List.copyOf(values);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
