package dev.directrix.director.membership;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.PoolInputs;
import dev.directrix.cluster.member.ServerName;
import dev.directrix.cluster.runtime.ClusterView;
import dev.directrix.director.config.ClusterConfig;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a director's standing in its cluster means for its routes. Pure functions. */
final class Standing {

    private Standing() {
    }

    /**
     * Why this director must not announce anything; empty: it may.
     *
     * @param difference in what its file has differed for too long from those of most members
     */
    static Optional<String> obstacle(
        final ClusterView view, final DirectorConfig config, final Set<ServerKey> kept,
        final Optional<String> difference) {
        if (!view.serving()) {
            return Optional.of("not in the cluster: " + why(view));
        }
        final Set<ServerKey> unknown = new HashSet<>(used(view));
        unknown.removeAll(kept);
        config.pools().values().forEach(pool -> pool.servers().forEach(
            server -> unknown.remove(new ServerKey(pool.name(), server.address()))));
        if (!unknown.isEmpty()) {
            return Optional.of("the cluster sends flows to servers that this director's file does not have: "
                + unknown.stream().map(ServerKey::toString).sorted().toList());
        }
        return difference.or(() -> minority(view, config));
    }

    private static String why(final ClusterView view) {
        if (!view.ended().isEmpty()) {
            return view.ended();
        }
        if (!view.storeAnswers()) {
            return "etcd does not answer: " + view.store();
        }
        return view.node().map(node -> "waiting for " + node.waits()).orElse("starting");
    }

    /** In what this director's file differs from those of most members. */
    static Optional<String> difference(final ClusterView view, final DirectorConfig config) {
        final Optional<String> services = odd(view, MemberState.Digests::config, Fingerprint.ofServices(config))
            .map(others -> "its VIPs, services or pools are configured otherwise than those of " + others);
        return services.isPresent() ? services
            : odd(view, MemberState.Digests::announced, Fingerprint.ofAnnouncements(config))
                .map(others -> "its VIPs are announced with other attributes than those of " + others);
    }

    private static Optional<List<String>> odd(
        final ClusterView view, final Function<MemberState.Digests, String> digest, final String own) {
        final List<String> others = new ArrayList<>();
        int same = 1;
        for (final Map.Entry<String, MemberState> each : view.states().entrySet()) {
            final boolean isSelf = view.node().filter(node -> node.self().name().equals(each.getKey())).isPresent();
            final String theirs = digest.apply(each.getValue().digests());
            if (!isSelf && !theirs.isEmpty()) {
                same += theirs.equals(own) ? 1 : 0;
                if (!theirs.equals(own)) {
                    others.add(each.getKey());
                }
            }
        }
        others.sort(null);
        return others.size() > same ? Optional.of(others) : Optional.empty();
    }

    /** Servers that this director alone, or with few others, holds dead. */
    private static Optional<String> minority(final ClusterView view, final DirectorConfig config) {
        final boolean withdraws = config.cluster().map(ClusterConfig::partlyDead)
            .filter(partly -> partly.minority() == ClusterConfig.Minority.WITHDRAW).isPresent();
        final int members = view.record().map(record -> record.members().size()).orElse(0);
        if (!withdraws || view.node().isEmpty()) {
            return Optional.empty();
        }
        final String self = view.node().get().self().name();
        return view.node().get().disputed().entrySet().stream()
            .filter(each -> each.getValue().contains(self) && 2 * each.getValue().size() < members)
            .map(each -> "it does not reach server " + each.getKey() + ", and most members do").findFirst();
    }

    /** The servers that tables or exceptions send flows to. */
    static Set<ServerKey> used(final ClusterView view) {
        final Optional<ClusterRecord> record = view.record();
        if (record.isEmpty() || view.node().isEmpty()) {
            return Set.of();
        }
        final Set<Integer> numbers = new HashSet<>(view.node().get().exceptionServers());
        for (final Map<Integer, PoolInputs> tables : List.of(record.get().tables(), record.get().target())) {
            tables.values().forEach(inputs -> numbers.addAll(inputs.aliveNumbers()));
        }
        return numbers.stream().map(record.get().registry().servers()::get).map(Standing::key)
            .filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** By server, how many slots of the cluster's tables are its own; those without are left out. */
    static Map<ServerKey, Integer> slots(final ClusterView view) {
        final Map<ServerKey, Integer> slots = new HashMap<>();
        view.node().ifPresent(node -> node.record().ifPresent(record -> node.slots().forEach(
            (server, count) -> slots.put(key(record.registry().servers().get(server)), count))));
        return slots;
    }

    static ServerKey key(final ServerName name) {
        return new ServerKey(name.pool(), InetAddress.ofLiteral(name.address()));
    }
}
