package dev.directrix.lab.routes;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The routes of a measurement: /24 prefixes from 20.0.0.0 on, each with MED and one community.
 *
 * @param count how many, 1 to 1,000,000
 * @param sets  how many different sets of attributes, taking turns from route to route
 */
record RouteSet(int count, int sets) {

    static final int MED = 100;
    static final int COMMUNITY_ASN = 65_101;

    private static final int FIRST = 20 << 24;

    /** Checks the numbers. */
    RouteSet {
        if (count < 1 || count > 1_000_000 || sets < 1 || sets > 65_000) {
            throw new IllegalArgumentException(count + " routes with " + sets + " sets of attributes");
        }
    }

    /** The network address of a route, as a number. */
    int network(final int index) {
        return FIRST + (index << 8);
    }

    /** Which set of attributes a route has, from 1 on. */
    int set(final int index) {
        return index % sets + 1;
    }

    /** The body of ExaBGP's {@code static} section: a line for each route. */
    String staticRoutes(final String nextHop) {
        return lines(nextHop, "  ", ";\n");
    }

    /** ExaBGP's API commands: a line for each route. */
    String commands(final String nextHop) {
        return lines(nextHop, "announce ", "\n");
    }

    private String lines(final String nextHop, final String before, final String after) {
        return IntStream.range(0, count).mapToObj(i -> before + "route " + text(network(i)) + "/24 next-hop " + nextHop
            + " med " + (MED + set(i)) + " community [ " + COMMUNITY_ASN + ":" + set(i) + " ]" + after)
            .collect(Collectors.joining());
    }

    /** In words. */
    String describe() {
        return String.format("%,d routes, %s", count,
            sets == 1 ? "all attributes equal" : String.format("%,d different sets of attributes", sets));
    }

    private static String text(final int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }
}
