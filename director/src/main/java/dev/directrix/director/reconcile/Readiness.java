package dev.directrix.director.reconcile;

import dev.directrix.director.config.DurationText;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.control.VipState;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Prefix;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which VIPs are announced: when, and only when, packets for them would be served. A pure function.
 *
 * <p>A VIP with several services stays as long as one of them can be served. Its route covers all ports, and the usual
 * cause of an empty pool is the pool itself: every director would withdraw at once and take the healthy services along.
 *
 * <p>A VIP is announced for the first time when every server behind it has a verdict. Before, the table of this
 * director would lack servers that the other directors have, and established flows would arrive at the wrong ones.
 */
public final class Readiness {

    private Readiness() {
    }

    /** One decision for each configured VIP, in the order of the file. */
    public static List<VipDecision> decide(final Situation situation) {
        return situation.config().vips().stream().map(vip -> decide(vip, situation)).toList();
    }

    private static VipDecision decide(final VipConfig vip, final Situation situation) {
        final int weight = situation.weights().of(vip.address()).weight();
        final Optional<Drain> drain = Optional.ofNullable(situation.drains().get(vip.address()));
        if (drain.isPresent() && drain.get().over()) {
            return silent(vip, VipState.DRAINED, "drained: directrix undrain brings it back", weight);
        }
        final Optional<String> obstacle = obstacle(vip, situation);
        if (obstacle.isPresent()) {
            return drain.isPresent()
                ? silent(vip, VipState.DRAINED, "drained, and " + obstacle.get(), weight)
                : silent(vip, VipState.WITHDRAWN, obstacle.get(), weight);
        }
        final Announcement announcement = new Announcement(
            Prefix.host(vip.address()), Optional.empty(), weight, drain.isPresent(), vip.policy());
        return drain.isPresent()
            ? new VipDecision(vip.address(), VipState.DRAINING, Optional.of(why(drain.get())), weight,
                Optional.of(announcement))
            : new VipDecision(vip.address(), VipState.ANNOUNCED, Optional.empty(), weight, Optional.of(announcement));
    }

    private static String why(final Drain drain) {
        return switch (drain.stage()) {
            case HELD -> "draining is held: packets still come after " + DurationText.format(drain.limits().atMost())
                + " and no other director takes them; directrix drain --force, or undrain";
            case LAST_RESORT -> "announced with GRACEFUL_SHUTDOWN, as last resort: what was commanded before the"
                + " restart could not be read; directrix undrain, or drain";
            default -> "draining: announced with GRACEFUL_SHUTDOWN until its flows have moved";
        };
    }

    /** What keeps a VIP from being announced, the cause before its consequences. */
    private static Optional<String> obstacle(final VipConfig vip, final Situation situation) {
        if (situation.config().bgp().isEmpty()) {
            return Optional.of("no bgp section in the configuration: nobody to announce it to");
        }
        final List<PoolView> pools = vip.services().stream()
            .map(service -> situation.pools().get(service.pool())).filter(Objects::nonNull).distinct().toList();
        if (pools.isEmpty()) {
            return Optional.of("no service configured");
        }
        final boolean firstTime = !situation.announced().contains(vip.address());
        final int unjudged = pools.stream().mapToInt(PoolView::unjudged).sum();
        if (firstTime && unjudged > 0) {
            return Optional.of("waiting for the first health checks of " + unjudged
                + (unjudged == 1 ? " server" : " servers"));
        }
        if (pools.stream().allMatch(pool -> pool.active() == 0)) {
            return Optional.of(pools.stream().map(PoolView::whyNone).collect(Collectors.joining("; ")));
        }
        if (situation.unready().isPresent()) {
            return situation.unready();
        }
        if (!situation.applied().contains(vip.address())) {
            return Optional.of("its table is not in place yet");
        }
        return Optional.empty();
    }

    private static VipDecision silent(
        final VipConfig vip, final VipState state, final String reason, final int weight) {
        return new VipDecision(vip.address(), state, Optional.of(reason), weight, Optional.empty());
    }
}
