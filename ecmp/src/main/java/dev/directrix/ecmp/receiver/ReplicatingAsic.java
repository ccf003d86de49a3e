package dev.directrix.ecmp.receiver;

import dev.directrix.ecmp.wcmp.Reduction;
import dev.directrix.ecmp.wcmp.WeightReduction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A switch whose hardware knows no weights: a group is a table in which each next hop stands as often as its weight
 * says, and the hash picks an entry. The weights of next hops are their numbers of entries.
 *
 * <p>Where link bandwidth is read, and every path says it (RFC 10005), the entries are the fairest that the table of a
 * group has room for ({@link WeightReduction#withinEntries}): what the best firmware can do, for each vendor rounds in
 * its own way. Where it is not read, each path has one entry, so a director's copies (add-path) are its weight.
 * Immutable.
 *
 * @param rules          how the switch chooses paths
 * @param tableEntries   the most entries of one group
 * @param readsBandwidth whether link bandwidth is read
 */
public record ReplicatingAsic(MultipathRules rules, int tableEntries, boolean readsBandwidth) implements Receiver {

    /** Checks the number of entries. */
    public ReplicatingAsic {
        Objects.requireNonNull(rules, "rules");
        if (tableEntries < 1) {
            throw new IllegalArgumentException("a table of " + tableEntries + " entries");
        }
    }

    @Override
    public String name() {
        return "ASIC of " + tableEntries + " entries a group" + (readsBandwidth ? "" : ", without link bandwidth");
    }

    @Override
    public EcmpSet receive(final List<Path> paths) {
        final Multipath multipath = Multipath.of(paths, new MultipathRules(
            Math.min(rules.maximumPaths(), tableEntries), rules.relaxAsPath(), rules.alwaysCompareMed()));
        final List<String> unweighted = new ArrayList<>();
        final List<Integer> weights = new ArrayList<>();
        for (final Path path : multipath.members()) {
            // Link bandwidth only: the large community means nothing to a switch.
            final OptionalLong weight = LinuxNexthopGroup.weight(new AnnouncedWeight(
                path.weight().transitive(), path.weight().nonTransitive(), OptionalInt.empty()));
            weights.add(Math.toIntExact(weight.orElse(1)));
            if (weight.isEmpty() && !unweighted.contains(path.director())) {
                unweighted.add(path.director());
            }
        }
        final boolean weighted = readsBandwidth && unweighted.isEmpty() && weights.size() > 1;
        final List<Long> entries = weighted ? entries(weights) : Collections.nCopies(weights.size(), 1L);
        return new EcmpSet(EcmpSet.nextHops(multipath.directors(), entries), multipath.leftOut(), weighted, unweighted);
    }

    private List<Long> entries(final List<Integer> weights) {
        final Reduction reduction = WeightReduction.withinEntries(weights, tableEntries);
        return reduction.weights().stream().map(Integer::longValue).toList();
    }
}
