package dev.directrix.bgp.exabgp.event;

/** Attributes by the names that ExaBGP gives them. */
final class AttributeName {

    private AttributeName() {
    }

    static String of(final int type) {
        return switch (type) {
            case 1 -> "origin";
            case 2 -> "as-path";
            case 3 -> "next-hop";
            case 4 -> "med";
            case 5 -> "local-preference";
            case 6 -> "atomic-aggregate";
            case 7 -> "aggregator";
            case 8 -> "community";
            case 9 -> "originator-id";
            case 10 -> "cluster-list";
            case 14 -> "mp-reach-nlri";
            case 15 -> "mp-unreach-nlri";
            case 16 -> "extended-community";
            case 17 -> "as4-path";
            case 18 -> "as4-aggregator";
            case 25 -> "extended-community-ipv6";
            case 26 -> "aigp";
            case 32 -> "large-community";
            case 0 -> "its attributes";
            default -> "attribute " + type;
        };
    }
}
