package dev.directrix.bgp.attribute;

import java.util.List;

/** EXTENDED_COMMUNITIES (RFC 4360). */
public record ExtendedCommunities(List<ExtendedCommunity> values) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 16;
    /** How it is read and written. */
    public static final AttributeCodec<ExtendedCommunities> CODEC = ListCodec.transitive(
        TYPE, ExtendedCommunities.class,
        new ListCodec.Element<>(
            8, in -> new ExtendedCommunity(in.u64()), (community, out) -> out.u64(community.value())),
        ExtendedCommunities::new, ExtendedCommunities::values);

    /** Freezes the list. */
    public ExtendedCommunities {
        values = List.copyOf(values);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
