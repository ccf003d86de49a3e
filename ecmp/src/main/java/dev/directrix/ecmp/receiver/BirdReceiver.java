package dev.directrix.ecmp.receiver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * BIRD with the import filter that {@code directrix weight router-config} writes. BIRD does not look at link bandwidth
 * and not at GRACEFUL_SHUTDOWN; the filter sets {@code weight} from the large community {@code ASN:1:weight}, and local
 * preference 0. BIRD's weights are 1 to 256 and reach the kernel as they are (filter/f-inst.c and
 * sysdep/linux/netlink.c of v2.0.12). A path without the community has weight 1, and the others keep theirs. Immutable.
 *
 * @param rules         how it chooses paths; BIRD relaxes AS paths in any case
 * @param largestWeight the largest weight that the filter is written for: up to 256 weights are taken as they are,
 *                      beyond it as {@code weight * 256 / largestWeight}, rounded down; 1 at least, 256 at most
 */
public record BirdReceiver(MultipathRules rules, int largestWeight) implements Receiver {

    /** The largest weight that BIRD knows. */
    public static final int MAX_WEIGHT = 256;

    /** Checks the weight. */
    public BirdReceiver {
        Objects.requireNonNull(rules, "rules");
        if (largestWeight < 1) {
            throw new IllegalArgumentException("largest weight " + largestWeight);
        }
    }

    @Override
    public String name() {
        return "BIRD 2.0";
    }

    @Override
    public EcmpSet receive(final List<Path> paths) {
        final Multipath multipath =
            Multipath.of(paths, new MultipathRules(rules.maximumPaths(), true, rules.alwaysCompareMed()));
        final List<Long> weights = new ArrayList<>();
        final Set<String> unweighted = new LinkedHashSet<>();
        boolean weighted = false;
        for (final Path path : multipath.members()) {
            final OptionalInt community = path.weight().community();
            weights.add(community.isPresent() ? scaled(community.getAsInt()) : 1L);
            if (community.isPresent()) {
                weighted = true;
            } else {
                unweighted.add(path.director());
            }
        }
        return new EcmpSet(EcmpSet.nextHops(multipath.directors(), weights), multipath.leftOut(),
            weighted && weights.size() > 1, List.copyOf(unweighted));
    }

    private long scaled(final int weight) {
        final long held = largestWeight <= MAX_WEIGHT ? weight : (long) weight * MAX_WEIGHT / largestWeight;
        return Math.clamp(held, 1L, (long) MAX_WEIGHT);
    }
}
