package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.config.CapabilityOptions.AddPathMode;
import dev.directrix.bgp.exabgp.config.CapabilityOptions.NextHopFamily;
import dev.directrix.bgp.exabgp.text.Statement;
import dev.directrix.bgp.wire.Family;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes the capabilities of a neighbour of the sections of its draft. */
final class CapabilityAssembly {

    private final NeighborDraft draft;

    CapabilityAssembly(final NeighborDraft draft) {
        this.draft = draft;
    }

    CapabilityOptions build(
        final Set<Family> families, final Duration holdTime, final String hostName, final String domainName) {
        final AddPathMode mode = leaf("add-path").map(statement -> CapabilityGrammar.addPath(statement.arguments()))
            .orElse(AddPathMode.DISABLED);
        final Map<Family, Integer> limits = new HashMap<>();
        final Set<Family> addPath = mode == AddPathMode.DISABLED ? Set.of() : addPath(families, limits);
        return new CapabilityOptions(families, flag("asn4", true),
            flag("route-refresh", false) || flag("refresh", false), flag("extended-message", true),
            gracefulRestart(holdTime), addPath, mode, limits, nextHops(families), flag("multi-session", false),
            flag("operational", false), flag("aigp", false), flag("software-version", false),
            flag("link-local-nexthop", false), flag("link-local-prefer", false), hostName, domainName);
    }

    private OptionalInt gracefulRestart(final Duration holdTime) {
        final OptionalInt time = leaf("graceful-restart")
            .map(statement -> CapabilityGrammar.gracefulRestart(statement.arguments())).orElse(OptionalInt.empty());
        // Without a time of its own it is the hold time, as far as the field goes.
        return time.isPresent() && time.getAsInt() == 0
            ? OptionalInt.of((int) Math.min(holdTime.toSeconds(), CapabilityGrammar.MAX_RESTART_TIME)) : time;
    }

    /** Families of add-path that are offered at all; all of them if the file names none. */
    private Set<Family> addPath(final Set<Family> families, final Map<Family, Integer> limits) {
        final Set<Family> named = new HashSet<>();
        boolean all = draft.addPaths().isEmpty();
        for (final Statement statement : draft.addPaths()) {
            final FamilyGrammar.AddPath entry = FamilyGrammar.addPath(statement);
            all |= entry.family().isEmpty();
            entry.family().filter(families::contains).ifPresent(family -> {
                named.add(family);
                entry.limit().ifPresent(limit -> limits.put(family, limit));
            });
        }
        return all ? families : named;
    }

    /** Pairs of which both families are offered, unless the capability is switched off. */
    private Set<NextHopFamily> nextHops(final Set<Family> families) {
        final Set<NextHopFamily> pairs = new HashSet<>();
        if (flag("nexthop", true)) {
            draft.nextHops().stream().map(FamilyGrammar::nextHop)
                .filter(pair -> families.contains(pair.family())
                    && families.contains(new Family(pair.nextHopAfi(), pair.family().safi())))
                .forEach(pairs::add);
        }
        return pairs;
    }

    private boolean flag(final String keyword, final boolean standard) {
        return leaf(keyword).map(statement -> NeighborGrammar.flag(statement.arguments())).orElse(standard);
    }

    private Optional<Statement> leaf(final String keyword) {
        return Optional.ofNullable(draft.capabilities().get(keyword));
    }
}
