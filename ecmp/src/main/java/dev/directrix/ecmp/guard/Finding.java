package dev.directrix.ecmp.guard;

import java.util.List;
import java.util.Locale;

/** Something that flattens or breaks the ECMP set of a VIP. Implementations are immutable. */
public sealed interface Finding {

    /** How bad it is, worst first. */
    enum Severity {
        /** The directors named get no traffic, or not all that they should. */
        BREAKS,
        /** Weights are lost: routers share equally, or give a wrong weight. */
        FLATTENS,
        /** So on some routers, or if some other path happens to be best. */
        DEPENDS
    }

    /** An attribute that routers compare before they share traffic, in their order. */
    enum Attribute {
        /** LOCAL_PREF. */
        LOCAL_PREF("local-pref", "give it the local-pref of the others, in the router's import policy for it or "
            + "under local-pref of its VIP or neighbor"),
        /** Length of AS_PATH. */
        AS_PATH_LENGTH("AS path length",
            "remove prepend of its VIP or neighbor, or what adds to the path on its way"),
        /** ORIGIN. */
        ORIGIN("ORIGIN",
            "announce it as the others do: Directrix says IGP, GoBGP says INCOMPLETE unless told otherwise"),
        /** MULTI_EXIT_DISC. */
        MED("MED", "give it the MED of the others, under med of its VIP or neighbor, or none at all"),
        /** The neighbour AS, on routers that want it to be the same. */
        NEIGHBOR_AS("AS number",
            "say bgp bestpath as-path multipath-relax on the router, or use one AS number for all");

        private final String text;
        private final String remedy;

        Attribute(final String text, final String remedy) {
            this.text = text;
            this.remedy = remedy;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** How bad it is. */
    Severity severity();

    /** The directors that are the cause, in the order of their paths. */
    List<String> directors();

    /** What it is, in one word with dashes, for machines: {@code no-link-bandwidth}, {@code local-pref}. */
    String kind();

    /** For people: who, what, what follows, and what to do. */
    String text();

    /** One that has one cause. */
    sealed interface OfOne extends Finding {

        /** The director whose path it is. */
        String director();

        @Override
        default List<String> directors() {
            return List.of(director());
        }
    }

    /**
     * A path that differs from the best one in what routers compare: it gets no traffic.
     *
     * @param severity  {@link Severity#BREAKS}, or {@link Severity#DEPENDS} where it counts against some paths only
     * @param director  whose path it is
     * @param attribute what differs
     * @param value     its value
     * @param expected  the value of the paths that share the traffic
     * @param others    the directors that have that value
     */
    record OtherPreference(
        Severity severity, String director, Attribute attribute, String value, String expected, List<String> others)
        implements OfOne {

        /** Freezes the list. */
        public OtherPreference {
            others = List.copyOf(others);
        }

        @Override
        public String kind() {
            return attribute.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public String text() {
            return director + " has " + attribute + " " + value + ", " + names(others, "has", "have") + " " + expected
                + ": " + (severity == Severity.BREAKS ? director + " gets no traffic while one of those is there"
                    : "whether " + director + " gets traffic depends on which path is best")
                + "; " + attribute.remedy;
        }
    }

    /**
     * A path without link bandwidth among paths with it: routers share equally among all (RFC 10005).
     *
     * @param director whose path it is
     * @param others   the directors that say a bandwidth
     */
    record NoLinkBandwidth(String director, List<String> others) implements OfOne {

        /** Freezes the list. */
        public NoLinkBandwidth {
            others = List.copyOf(others);
        }

        @Override
        public Severity severity() {
            return Severity.FLATTENS;
        }

        @Override
        public String kind() {
            return "no-link-bandwidth";
        }

        @Override
        public String text() {
            return director + " says no link bandwidth, " + names(others, "does", "do")
                + ": routers give all of them the same share; set link-bandwidth of its neighbors to both, and see "
                + "that no router on the way drops extended communities";
        }
    }

    /**
     * A path without the large community that carries the weight, among paths with it: BIRD gives it weight 1.
     *
     * @param director whose path it is
     * @param others   the directors that say it
     */
    record NoWeightCommunity(String director, List<String> others) implements OfOne {

        /** Freezes the list. */
        public NoWeightCommunity {
            others = List.copyOf(others);
        }

        @Override
        public Severity severity() {
            return Severity.DEPENDS;
        }

        @Override
        public String kind() {
            return "no-weight-community";
        }

        @Override
        public String text() {
            return director + " says no weight in a large community, " + names(others, "does", "do")
                + ": BIRD gives it weight 1 and leaves the others theirs; see that no router on the way drops large "
                + "communities";
        }
    }

    /**
     * A path that says link bandwidth in the non-transitive form only, among paths that say the transitive one: some
     * routers read the one, some the other.
     *
     * @param director whose path it is
     * @param others   the directors that say the transitive form
     */
    record OtherBandwidthForm(String director, List<String> others) implements OfOne {

        /** Freezes the list. */
        public OtherBandwidthForm {
            others = List.copyOf(others);
        }

        @Override
        public Severity severity() {
            return Severity.DEPENDS;
        }

        @Override
        public String kind() {
            return "non-transitive-only";
        }

        @Override
        public String text() {
            return director + " says link bandwidth in the non-transitive form only, "
                + names(others, "says", "say") + " the transitive one: FRR 10.3.0 to 10.3.3, 10.4.0 to 10.4.2, 10.5.0 "
                + "and 10.5.1 read the transitive form only and give all the same share; set link-bandwidth of its "
                + "neighbors to both";
        }
    }

    /**
     * A link bandwidth that FRR cannot hold: 0, or 2^32 bytes per second and more.
     *
     * @param director       whose path it is
     * @param bytesPerSecond what it says
     */
    record BandwidthOutOfRange(String director, float bytesPerSecond) implements OfOne {

        @Override
        public Severity severity() {
            return Severity.FLATTENS;
        }

        @Override
        public String kind() {
            return "bandwidth-out-of-range";
        }

        @Override
        public String text() {
            return director + " says a link bandwidth of " + (long) bytesPerSecond + " bytes per second: "
                + (bytesPerSecond < 1 ? "FRR gives it weight 1, not nothing; drain it instead"
                    : "FRR counts them in 32 bits and takes the rest after 4294967296 for the whole; give it a smaller "
                        + "weight, 3435 at most, and the others in proportion");
        }
    }

    /**
     * More paths than the router takes.
     *
     * @param directors    those whose paths are beyond the number, if the router prefers the paths in their order
     * @param paths        how many paths could share the traffic
     * @param maximumPaths how many the router takes
     */
    record TooManyPaths(List<String> directors, int paths, int maximumPaths) implements Finding {

        /** Freezes the list. */
        public TooManyPaths {
            directors = List.copyOf(directors);
        }

        @Override
        public Severity severity() {
            return Severity.BREAKS;
        }

        @Override
        public String kind() {
            return "too-many-paths";
        }

        @Override
        public String text() {
            return paths + " paths could share the traffic and the router takes " + maximumPaths
                + ": some are left out, " + names(directors, "is", "are")
                + " the last; raise maximum-paths on the router to " + paths + " or more, or announce fewer copies";
        }
    }

    private static String names(final List<String> directors, final String one, final String more) {
        final int last = directors.size() - 1;
        return last == 0 ? directors.getFirst() + " " + one
            : String.join(", ", directors.subList(0, last)) + " and " + directors.get(last) + " " + more;
    }
}
