package dev.directrix.bgp.capability;

/** Marks begin and end of a route refresh (RFC 7313). */
public record EnhancedRouteRefresh() implements Capability {

    /** Code. */
    public static final int CODE = 70;
    /** How it is read and written. */
    public static final CapabilityCodec<EnhancedRouteRefresh> CODEC =
        new FlagCodec<>(CODE, EnhancedRouteRefresh.class, EnhancedRouteRefresh::new);

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "enhanced-route-refresh";
    }
}
