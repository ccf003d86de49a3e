package dev.directrix.bgp.interop;

import java.util.Optional;

/** The routers of the interoperability matrix, in the versions that Debian 12 has, and what each of them lacks. */
enum RouterKind {

    /** FRR 8.4.4. */
    FRR,
    /** BIRD 2.0.12. */
    BIRD,
    /** GoBGP 3.10.0. */
    GOBGP,
    /** ExaBGP 4.2.21. */
    EXABGP;

    /** A router of this make in the lab, not started yet. */
    Router in(final RouterLab lab) {
        return switch (this) {
            case FRR -> new FrrRouter(lab);
            case BIRD -> new BirdRouter(lab);
            case GOBGP -> new GobgpRouter(lab);
            case EXABGP -> new ExabgpRouter(lab);
        };
    }

    /** Why there is nothing to test; empty if it has the feature. */
    Optional<String> lacks(final Feature feature) {
        return switch (this) {
            case FRR, BIRD -> Optional.empty();
            case GOBGP -> switch (feature) {
                case ASKS_FOR_REFRESH -> Optional.of("GoBGP 3.10 never sends ROUTE-REFRESH: softresetin is local");
                case BFD -> Optional.of("GoBGP 3.10 has no BFD");
                case OWN_SHUTDOWN_TEXT, EXTENDED_NEXT_HOP -> Optional.empty();
            };
            case EXABGP -> switch (feature) {
                case OWN_SHUTDOWN_TEXT -> Optional.of("ExaBGP 4.2 cannot give its teardown a text");
                case BFD -> Optional.of("ExaBGP 4.2 has no BFD");
                case ASKS_FOR_REFRESH, EXTENDED_NEXT_HOP -> Optional.empty();
            };
        };
    }

    /** What not every router has. */
    enum Feature {
        /** It sends ROUTE-REFRESH. */
        ASKS_FOR_REFRESH,
        /** It sends a text of its operator's with Cease. */
        OWN_SHUTDOWN_TEXT,
        /** It takes IPv4 prefixes with IPv6 next hops. */
        EXTENDED_NEXT_HOP,
        /** It has BFD. */
        BFD
    }
}
