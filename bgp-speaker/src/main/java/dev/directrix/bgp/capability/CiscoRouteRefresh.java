package dev.directrix.bgp.capability;

/** Answers ROUTE-REFRESH, as it was said before RFC 2918; some routers still say both. */
public record CiscoRouteRefresh() implements Capability {

    /** Code. */
    public static final int CODE = 128;
    /** How it is read and written. */
    public static final CapabilityCodec<CiscoRouteRefresh> CODEC =
        new FlagCodec<>(CODE, CiscoRouteRefresh.class, CiscoRouteRefresh::new);

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return "route-refresh-cisco";
    }
}
