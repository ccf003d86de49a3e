package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.Addresses;
import java.util.List;

/** IPV6_EXTENDED_COMMUNITIES (RFC 5701): extended communities with room for an IPv6 address. */
public record Ipv6ExtendedCommunities(List<Ipv6ExtendedCommunity> values) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 25;
    /** How it is read and written. */
    public static final AttributeCodec<Ipv6ExtendedCommunities> CODEC = ListCodec.transitive(
        TYPE, Ipv6ExtendedCommunities.class,
        new ListCodec.Element<>(20,
            in -> new Ipv6ExtendedCommunity(in.u8(), in.u8(), Addresses.readIpv6(in), in.u16()),
            (community, out) -> out.u8(community.type()).u8(community.subtype())
                .bytes(community.address().getAddress()).u16(community.number())),
        Ipv6ExtendedCommunities::new, Ipv6ExtendedCommunities::values);

    /** Freezes the list. */
    public Ipv6ExtendedCommunities {
        values = List.copyOf(values);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
