package dev.directrix.ecmp.receiver;

import dev.directrix.ecmp.receiver.LeftOut.Cause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * FRR: bgpd turns link bandwidth into next-hop weights, zebra gives them to the kernel.
 *
 * <p>Bandwidth is cut to whole bytes per second. To 9.1 a weight is the percentage of the sum, rounded down
 * ({@code bgp_zebra_use_nhop_weighted}, frr-8.4.4 and frr-9.1.3); from 10.0 on it is scaled so that the largest of the
 * set is {@link FrrRelease#scale()}, rounded down ({@code zapi_read_nexthops} and its scaling, frr-10.0 to 10.7.0). A
 * weight that comes out as 0 is 1. A set of one path has weight 1. Immutable.
 *
 * @param release     the release
 * @param rules       how it chooses paths
 * @param missing     what it does with paths without link bandwidth
 * @param wideWeights whether zebra runs with {@code --nexthop-weight-16-bit}: weights scaled to 65535
 */
public record FrrReceiver(FrrRelease release, MultipathRules rules, MissingBandwidth missing, boolean wideWeights)
    implements Receiver {

    private static final int WIDE_SCALE = 0xffff;

    /** {@code bgp bestpath bandwidth}: what happens when paths of the set carry no link bandwidth, or 0. */
    public enum MissingBandwidth {
        /** Not configured: one path without it makes all weights equal; one that says 0 gets weight 1. */
        EQUAL,
        /** {@code skip-missing}: paths without it, or with 0, take no part if any has it. */
        SKIP,
        /** {@code default-weight-for-missing}: paths without it, or with 0, get weight 1 if any has it. */
        DEFAULT_WEIGHT,
        /** {@code ignore}: link bandwidth is not looked at. */
        IGNORE
    }

    /** Checks that the release can do what is asked of it. */
    public FrrReceiver {
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(missing, "missing");
        if (wideWeights && !release.has16BitWeights()) {
            throw new IllegalArgumentException("FRR " + release + " has no weights of 16 bits: they came with 10.5");
        }
    }

    /** A release with its defaults for link bandwidth. */
    public static FrrReceiver of(final String release, final MultipathRules rules) {
        return new FrrReceiver(FrrRelease.parse(release), rules, MissingBandwidth.EQUAL, false);
    }

    @Override
    public String name() {
        return "FRR " + release + (wideWeights ? " with 16-bit weights" : "")
            + (missing == MissingBandwidth.IGNORE ? ", without link bandwidth" : "");
    }

    @Override
    public EcmpSet receive(final List<Path> paths) {
        final Multipath multipath = Multipath.of(paths, rules);
        final List<Path> members = multipath.members();
        final List<OptionalLong> bandwidths = members.stream().map(this::bandwidth).toList();
        final List<String> unweighted = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            if (bandwidths.get(i).isEmpty() && !unweighted.contains(members.get(i).director())) {
                unweighted.add(members.get(i).director());
            }
        }
        if (!isWeighted(bandwidths)) {
            return new EcmpSet(
                EcmpSet.nextHops(multipath.directors(), Collections.nCopies(members.size(), 1L)),
                multipath.leftOut(), false, unweighted);
        }
        return weighted(multipath, bandwidths.stream().map(bandwidth -> bandwidth.orElse(0)).toList(), unweighted);
    }

    private EcmpSet weighted(
        final Multipath multipath, final List<Long> bandwidths, final List<String> unweighted) {
        final List<String> directors = new ArrayList<>();
        final List<Long> kept = new ArrayList<>();
        final List<LeftOut> leftOut = new ArrayList<>(multipath.leftOut());
        for (int i = 0; i < bandwidths.size(); i++) {
            final String director = multipath.directors().get(i);
            if (bandwidths.get(i) == 0 && missing == MissingBandwidth.SKIP) {
                leftOut.add(new LeftOut(director, Cause.NO_WEIGHT,
                    "no link bandwidth that " + name() + " reads, and it skips such paths"));
            } else {
                directors.add(director);
                kept.add(bandwidths.get(i));
            }
        }
        return new EcmpSet(
            EcmpSet.nextHops(directors, release.scale() == 0 ? percent(kept) : scaled(kept)), leftOut, true,
            unweighted);
    }

    /** bgp_path_info_mpath_chkwtd: never for a single path. */
    private boolean isWeighted(final List<OptionalLong> bandwidths) {
        if (bandwidths.size() < 2) {
            return false;
        }
        return switch (missing) {
            case IGNORE -> false;
            case EQUAL -> bandwidths.stream().allMatch(OptionalLong::isPresent);
            case SKIP, DEFAULT_WEIGHT -> bandwidths.stream().anyMatch(bandwidth -> bandwidth.orElse(0) > 0);
        };
    }

    private static List<Long> percent(final List<Long> bandwidths) {
        final long sum = bandwidths.stream().mapToLong(Long::longValue).sum();
        return bandwidths.stream().map(bandwidth -> bandwidth == 0 ? 1 : Math.max(1, bandwidth * 100 / sum)).toList();
    }

    private List<Long> scaled(final List<Long> bandwidths) {
        final long scale = wideWeights ? WIDE_SCALE : release.scale();
        final long largest = Collections.max(bandwidths);
        // Nothing above 1: bgpd gives each 1, and zebra scales nothing then.
        return bandwidths.stream().map(bandwidth -> largest <= 1 ? 1
            : Math.max(1, Math.max(1, bandwidth) * scale / largest)).toList();
    }

    /**
     * What ecommunity_linkbw_present finds: the transitive form stands first, for the communities are sorted. A number
     * beyond 32 bits loses its upper ones, as the conversion of gcc's code for x86-64 has it.
     */
    private OptionalLong bandwidth(final Path path) {
        final Optional<Float> bytesPerSecond = path.weight().transitive()
            .or(() -> release.readsNonTransitive() ? path.weight().nonTransitive() : Optional.empty());
        return bytesPerSecond.isEmpty() ? OptionalLong.empty()
            : OptionalLong.of((long) bytesPerSecond.get().floatValue() & 0xffff_ffffL);
    }
}
