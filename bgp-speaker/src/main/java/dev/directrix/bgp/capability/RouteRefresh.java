package dev.directrix.bgp.capability;

/** Answers ROUTE-REFRESH (RFC 2918). */
public record RouteRefresh() implements Capability {

    /** Code. */
    public static final int CODE = 2;
    /** How it is read and written. */
    public static final CapabilityCodec<RouteRefresh> CODEC =
        new FlagCodec<>(CODE, RouteRefresh.class, RouteRefresh::new);

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "route-refresh";
    }
}
