package dev.directrix.bgp.attribute;

import java.util.List;

/** LARGE_COMMUNITY (RFC 8092). Of equal ones only the first stays, sent and received (§3). */
public record LargeCommunities(List<LargeCommunity> values) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 32;
    /** How it is read and written. */
    public static final AttributeCodec<LargeCommunities> CODEC = ListCodec.transitive(TYPE, LargeCommunities.class,
        new ListCodec.Element<>(12, in -> new LargeCommunity(in.u32(), in.u32(), in.u32()),
            (community, out) -> out.u32(community.global()).u32(community.local1()).u32(community.local2())),
        LargeCommunities::new, LargeCommunities::values);

    /** Freezes the list and drops repetitions. */
    public LargeCommunities {
        values = values.size() < 2 ? List.copyOf(values) : values.stream().distinct().toList();
    }

    @Override
    public int type() {
        return TYPE;
    }
}
