package dev.directrix.bgp.attribute;

import dev.directrix.ecmp.Community;
import java.util.List;

/** COMMUNITIES (RFC 1997). */
public record Communities(List<Community> values) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 8;
    /** How it is read and written. */
    public static final AttributeCodec<Communities> CODEC = ListCodec.transitive(TYPE, Communities.class,
        new ListCodec.Element<>(
            4, in -> new Community((int) in.u32()), (community, out) -> out.u32(community.value())),
        Communities::new, Communities::values);

    /** Freezes the list. */
    public Communities {
        values = List.copyOf(values);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
