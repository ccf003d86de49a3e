package dev.directrix.ecmp.config;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a router's configuration for weighted ECMP over directors depends on. Immutable.
 *
 * @param routerAs     the router's AS number, 1 to 4294967295
 * @param directors    its neighbours, one at least
 * @param maximumPaths the most next hops of a VIP, at least as many as there are directors
 * @param hash         what the router hashes
 */
public record WeightedEcmp(long routerAs, List<DirectorNeighbor> directors, int maximumPaths, FlowHash hash) {

    private static final int USUAL_PATHS = 8;

    /** Freezes the list and checks the numbers. */
    public WeightedEcmp {
        directors = List.copyOf(directors);
        Objects.requireNonNull(hash, "hash");
        if (routerAs < 1 || routerAs > 0xffff_ffffL) {
            throw new IllegalArgumentException("AS number " + routerAs);
        }
        if (directors.isEmpty() || maximumPaths < directors.size()) {
            throw new IllegalArgumentException(maximumPaths + " paths for " + directors.size() + " directors");
        }
    }

    /** With room for as many paths as there are directors, eight at least. */
    public static WeightedEcmp of(final long routerAs, final List<DirectorNeighbor> directors, final FlowHash hash) {
        return new WeightedEcmp(routerAs, directors, Math.max(USUAL_PATHS, directors.size()), hash);
    }

    /** The largest weight of a director. */
    public int largestWeight() {
        return directors.stream().mapToInt(DirectorNeighbor::weight).max().orElseThrow();
    }

    /** Whether any director is in another AS than the router. */
    boolean hasExternal() {
        return directors.stream().anyMatch(this::isExternal);
    }

    /** Whether any director is in the router's AS. */
    boolean hasInternal() {
        return !directors.stream().allMatch(this::isExternal);
    }

    /** Whether a director is in another AS than the router. */
    boolean isExternal(final DirectorNeighbor director) {
        return director.asn() != routerAs;
    }

    /** A line or more for each director, one after the other. */
    String forEachDirector(final Function<DirectorNeighbor, String> lines) {
        return directors.stream().map(lines).collect(Collectors.joining());
    }
}
