package dev.directrix.director.control;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The directors' shares of each VIP, as announced, modelled and measured.
 *
 * @param receiver what kind of router was modelled; empty: none
 * @param sets     one for each VIP and router
 * @param unheard  directors of the cluster that did not say theirs
 * @param warnings what routers are known to misunderstand
 * @param findings what the director's guard holds against the sets, worst first
 */
public record SharesReport(
    Optional<String> receiver, List<RouterSet> sets, List<Unheard> unheard, List<String> warnings,
    List<FindingReport> findings) {

    /** Freezes the lists. */
    public SharesReport {
        sets = List.copyOf(sets);
        unheard = List.copyOf(unheard);
        warnings = List.copyOf(warnings);
        findings = List.copyOf(findings);
    }

    /** The same with what the guard has found; what the warnings say already is not said twice. */
    public SharesReport withFindings(final List<FindingReport> found) {
        final Set<String> lines = new LinkedHashSet<>(warnings);
        found.forEach(finding -> lines.add(finding.line()));
        return new SharesReport(receiver, sets, unheard, List.copyOf(lines), found);
    }

    /**
     * A director that did not answer.
     *
     * @param director its name
     * @param why      what was tried, in words
     */
    public record Unheard(String director, String why) {
    }

    /**
     * What shares a VIP at a router.
     *
     * @param vip       the VIP
     * @param router    BGP identifier of the router; empty: no router has the VIP
     * @param directors each director that has the VIP in its file
     */
    public record RouterSet(InetAddress vip, Optional<String> router, List<Share> directors) {

        /** Freezes the list. */
        public RouterSet {
            directors = List.copyOf(directors);
        }
    }

    /**
     * One director's share.
     *
     * @param director         its name
     * @param weight           in force
     * @param state            how the VIP stands there
     * @param path             what it said to the router; empty: nothing
     * @param routerWeight     what the router would make of it; empty: not modelled, or not in the set
     * @param share            the part of the traffic that this gives, 0 to 1; empty: not modelled
     * @param leftOut          why the router would leave it out; empty: not modelled, or in the set
     * @param packets          forwarded since the director started
     * @param packetsPerSecond of late, or since an earlier report
     * @param measured         the part of the packets of all these directors, 0 to 1; empty: there were none
     */
    public record Share(
        String director, int weight, VipState state, Optional<AnnouncedPath> path, OptionalLong routerWeight,
        Optional<Double> share, Optional<String> leftOut, long packets, double packetsPerSecond,
        Optional<Double> measured) {
    }

    /**
     * The same, measured between an earlier report and this one. A director whose counters went back has begun anew.
     *
     * @param seconds that passed between them
     */
    public SharesReport measuredSince(final SharesReport earlier, final double seconds) {
        final Map<List<Object>, Long> before = new HashMap<>();
        earlier.sets.forEach(set -> set.directors.forEach(
            it -> before.put(List.of(set.vip, it.director), it.packets)));
        return new SharesReport(receiver, sets.stream().map(set -> {
            final List<Share> rated = set.directors.stream().map(it -> {
                final long from = before.getOrDefault(List.of(set.vip, it.director), it.packets);
                final long passed = it.packets >= from ? it.packets - from : it.packets;
                return new Share(it.director, it.weight, it.state, it.path, it.routerWeight, it.share, it.leftOut,
                    it.packets, passed / seconds, Optional.empty());
            }).toList();
            return new RouterSet(set.vip, set.router, measured(rated));
        }).toList(), unheard, warnings, findings);
    }

    /** Each with its part of the packets of all. */
    public static List<Share> measured(final List<Share> shares) {
        final double sum = shares.stream().mapToDouble(Share::packetsPerSecond).sum();
        return shares.stream().map(it -> new Share(it.director, it.weight, it.state, it.path, it.routerWeight,
            it.share, it.leftOut, it.packets, it.packetsPerSecond,
            sum > 0 ? Optional.of(it.packetsPerSecond / sum) : Optional.empty())).toList();
    }
}
