package dev.directrix.bgp.capability;

/** Takes a link-local address alone as IPv6 next hop (draft-ietf-idr-linklocal-capability). */
public record LinkLocalNextHop() implements Capability {

    /** Code. */
    public static final int CODE = 77;
    /** How it is read and written. */
    public static final CapabilityCodec<LinkLocalNextHop> CODEC =
        new FlagCodec<>(CODE, LinkLocalNextHop.class, LinkLocalNextHop::new);

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "link-local-next-hop";
    }
}
