package dev.directrix.bgp.rib;

/** In which form a weight is told to one neighbour as link bandwidth (RFC 10005); routers differ in what they read. */
public enum LinkBandwidthMode {

    /** Type 0x00: kept when the route crosses an AS border. */
    TRANSITIVE(true, false),
    /** Type 0x40: the form of the old draft, which most routers honour from a direct neighbour. */
    NON_TRANSITIVE(false, true),
    /** Both extended communities in one route. */
    BOTH(true, true),
    /** No link bandwidth; the weight still goes out as large community, for routers that read it by a filter. */
    OFF(false, false);

    private final boolean transitive;
    private final boolean nonTransitive;

    LinkBandwidthMode(final boolean transitive, final boolean nonTransitive) {
        this.transitive = transitive;
        this.nonTransitive = nonTransitive;
    }

    /** Whether the transitive form is sent. */
    public boolean transitive() {
        return transitive;
    }

    /** Whether the non-transitive form is sent. */
    public boolean nonTransitive() {
        return nonTransitive;
    }
}
