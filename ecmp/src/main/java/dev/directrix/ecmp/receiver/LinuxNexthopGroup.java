package dev.directrix.ecmp.receiver;

import dev.directrix.ecmp.LinkBandwidth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A Linux router whose routing daemon gives the kernel the weights that the paths say, as they are: from the large
 * community, or else from link bandwidth. Only where the largest is more than the kernel holds all are scaled down so
 * that it fits, rounded down and 1 at least. A path that says neither makes all weights 1. Immutable.
 *
 * @param rules how the daemon chooses paths
 * @param form  what the kernel is given
 */
public record LinuxNexthopGroup(MultipathRules rules, Form form) implements Receiver {

    /** How next hops and weights get into the kernel; on the wire of netlink each weight is one less. */
    public enum Form {
        /** A route with several next hops (RTA_MULTIPATH, rtnh_hops of 8 bits): weights 1 to 256. */
        ROUTE(256),
        /** A nexthop group before Linux 6.12 (weights of 8 bits; 256 is refused): 1 to 255. */
        GROUP_8_BIT(255),
        /** A nexthop group from Linux 6.12 on (16 bits; tried on 6.18: 65536 is refused): 1 to 65535. */
        GROUP_16_BIT(65_535);

        private final int maxWeight;

        Form(final int maxWeight) {
            this.maxWeight = maxWeight;
        }

        /** The largest weight that the kernel takes. */
        public int maxWeight() {
            return maxWeight;
        }
    }

    /** Checks that nothing is missing. */
    public LinuxNexthopGroup {
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(form, "form");
    }

    @Override
    public String name() {
        return switch (form) {
            case ROUTE -> "Linux multipath route";
            case GROUP_8_BIT -> "Linux nexthop group, 8-bit weights";
            case GROUP_16_BIT -> "Linux nexthop group, 16-bit weights";
        };
    }

    @Override
    public EcmpSet receive(final List<Path> paths) {
        final Multipath multipath = Multipath.of(paths, rules);
        final List<String> unweighted = new ArrayList<>();
        final List<Long> weights = new ArrayList<>();
        for (final Path path : multipath.members()) {
            final OptionalLong weight = weight(path.weight());
            weights.add(weight.orElse(1));
            if (weight.isEmpty() && !unweighted.contains(path.director())) {
                unweighted.add(path.director());
            }
        }
        if (weights.size() < 2 || !unweighted.isEmpty()) {
            return new EcmpSet(EcmpSet.nextHops(multipath.directors(), Collections.nCopies(weights.size(), 1L)),
                multipath.leftOut(), false, unweighted);
        }
        final long largest = Collections.max(weights);
        return new EcmpSet(EcmpSet.nextHops(multipath.directors(), weights.stream()
            .map(weight -> largest <= form.maxWeight() ? weight
                : Math.max(1, weight * form.maxWeight() / largest)).toList()), multipath.leftOut(), true, unweighted);
    }

    /**
     * The weight that a path says, 1 or more: the community's, or its bandwidth in units of our weights, rounded; where
     * the two forms differ the lower one (RFC 10005 §4).
     */
    static OptionalLong weight(final AnnouncedWeight weight) {
        if (weight.community().isPresent()) {
            return OptionalLong.of(Math.max(1, weight.community().getAsInt()));
        }
        return Stream.of(weight.transitive(), weight.nonTransitive()).flatMap(Optional::stream).min(Float::compare)
            .map(bytesPerSecond -> OptionalLong.of(Math.clamp(
                Math.round((double) bytesPerSecond / LinkBandwidth.BYTES_PER_SECOND_PER_WEIGHT), 1L,
                (long) Integer.MAX_VALUE)))
            .orElseGet(OptionalLong::empty);
    }
}
