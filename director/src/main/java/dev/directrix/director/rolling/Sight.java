package dev.directrix.director.rolling;

import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ClusterReport.Standing;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.NeighborReport;
import dev.directrix.director.control.SessionsAfterDrain;
import dev.directrix.director.control.SharesReport;
import dev.directrix.director.control.StatusReport;
import dev.directrix.director.control.VipReport;
import dev.directrix.director.control.VipState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A director as it was seen at one moment. Immutable.
 *
 * @param answers   whether it answered; if not, nothing else is known
 * @param uptime    since it started
 * @param state     what it is doing
 * @param lacks     what keeps it from being a member in sync with a router that listens, or that it has ended the
 *                  session with to drain; empty: nothing
 * @param drain     its drains
 * @param announced the VIPs that it announces without draining
 * @param shares    the part of each VIP's packets that it gets, 0 to 1; those of which it is known
 */
public record Sight(
    boolean answers, Duration uptime, DirectorState state, Optional<String> lacks, DrainReport drain,
    Set<InetAddress> announced, Map<InetAddress, Double> shares) {

    /** It does not answer. */
    public static final Sight NONE = new Sight(false, Duration.ZERO, DirectorState.STOPPING,
        Optional.of("it does not answer"), new DrainReport("", List.of(), List.of(),
        SessionsAfterDrain.STAY, Optional.empty()), Set.of(), Map.of());

    /** Freezes the collections. */
    public Sight {
        announced = Set.copyOf(announced);
        shares = Map.copyOf(shares);
    }

    /** From what it says. */
    public static Sight of(final StatusReport status, final DrainReport drain, final SharesReport shares) {
        final Map<InetAddress, Double> parts = new HashMap<>();
        shares.sets().forEach(set -> set.directors().stream().filter(it -> it.director().equals(status.name()))
            .forEach(it -> it.measured().ifPresent(part -> parts.put(set.vip(), part))));
        return new Sight(true, status.uptime(), status.state(), lacks(status, drain), drain,
            status.vips().stream().filter(vip -> vip.state() == VipState.ANNOUNCED).map(VipReport::address)
                .collect(Collectors.toSet()), parts);
    }

    private static Optional<String> lacks(final StatusReport status, final DrainReport drain) {
        if (status.cluster().isEmpty()) {
            return Optional.of("it stands alone: its configuration has no section 'cluster'");
        }
        final boolean heard = status.neighbors().stream().anyMatch(NeighborReport::isEstablished)
            || drain.sessions() == SessionsAfterDrain.ENDED;
        return unsettled(status.cluster().get())
            .or(() -> heard ? Optional.empty() : Optional.of("no BGP session is established"));
    }

    /** Why a cluster is not at rest with every member in it, as one of them sees it; empty: it is. */
    public static Optional<String> unsettled(final ClusterReport cluster) {
        if (!cluster.etcd().answers()) {
            return Optional.of("etcd does not answer: " + cluster.etcd().detail());
        }
        if (!cluster.missed().isEmpty()) {
            return Optional.of(String.join(", ", cluster.missed()) + " are gone, and changes wait");
        }
        if (cluster.standing() != Standing.SERVING) {
            return Optional.of("it does not serve in the cluster" + cluster.why().map(why -> ": " + why).orElse(""));
        }
        final Optional<ClusterReport.Tables> tables = cluster.tables();
        if (tables.isEmpty() || !tables.get().phase().equals("stable")) {
            return Optional.of("the cluster is changing its tables");
        }
        final long version = tables.get().version();
        return cluster.members().stream()
            .filter(member -> member.standing() != Standing.SERVING || member.entered() < version).findFirst()
            .map(member -> "member " + member.name() + " is not in sync");
    }
}
