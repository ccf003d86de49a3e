package dev.directrix.director.reconcile;

import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.VipConfig;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an operator commanded. It wins over the file, also over a reloaded one, until it is taken back; what it says of
 * VIPs and servers that the file has no more at a reload or restart is forgotten. Immutable.
 *
 * @param weight         the director's ECMP weight
 * @param vipWeights     ECMP weights of single VIPs; each wins over the director's
 * @param drained        whether every VIP is drained, those of later reloads too
 * @param farewell       words with which a drained director ends its sessions to the routers; empty: they stay
 * @param drainedVips    VIPs that are drained one by one
 * @param serverWeights  weights of real servers
 * @param drainedServers real servers that get no new flows
 */
public record Overrides(
    Optional<WeightCommand> weight, Map<InetAddress, WeightCommand> vipWeights, boolean drained,
    Optional<String> farewell, Set<InetAddress> drainedVips,
    Map<ServerKey, Integer> serverWeights, Set<ServerKey> drainedServers) {

    /** Nothing commanded. */
    public static final Overrides NONE =
        new Overrides(Optional.empty(), Map.of(), false, Optional.empty(), Set.of(), Map.of(), Set.of());

    /** Freezes the collections; a director that is not drained has no farewell to say. */
    public Overrides {
        farewell = drained ? farewell : Optional.empty();
        vipWeights = Map.copyOf(vipWeights);
        drainedVips = Set.copyOf(drainedVips);
        serverWeights = Map.copyOf(serverWeights);
        drainedServers = Set.copyOf(drainedServers);
    }

    /** Whether a VIP shall leave the routers. */
    public boolean isDrained(final InetAddress vip) {
        return drained || drainedVips.contains(vip);
    }

    /** With a weight for the director, or for one VIP. */
    public Overrides withWeight(final int newWeight, final Optional<InetAddress> vip) {
        return withWeight(WeightCommand.of(newWeight), vip);
    }

    /** With a weight, or a way to one, for the director, or for one VIP. */
    public Overrides withWeight(final WeightCommand command, final Optional<InetAddress> vip) {
        if (vip.isEmpty()) {
            return withWeights(Optional.of(command), vipWeights);
        }
        final Map<InetAddress, WeightCommand> weights = new HashMap<>(vipWeights);
        weights.put(vip.get(), command);
        return withWeights(weight, weights);
    }

    /** Without the weight of one VIP; empty: without any weight. */
    public Overrides withoutWeight(final Optional<InetAddress> vip) {
        if (vip.isEmpty()) {
            return withWeights(Optional.empty(), Map.of());
        }
        final Map<InetAddress, WeightCommand> weights = new HashMap<>(vipWeights);
        weights.remove(vip.get());
        return withWeights(weight, weights);
    }

    /** With one VIP drained; empty: the director, whose sessions stay. */
    public Overrides withDrain(final Optional<InetAddress> vip) {
        return withDrain(vip, Optional.empty());
    }

    /**
     * With one VIP drained; empty: the director.
     *
     * @param words of a director: with which its sessions end; empty: they stay
     */
    public Overrides withDrain(final Optional<InetAddress> vip, final Optional<String> words) {
        if (vip.isEmpty()) {
            return withDrains(true, words, drainedVips);
        }
        final Set<InetAddress> vips = new HashSet<>(drainedVips);
        vips.add(vip.get());
        return withDrains(drained, farewell, vips);
    }

    /** With one VIP back, the others of a drained director stay drained; empty: all back. */
    public Overrides withoutDrain(final Optional<InetAddress> vip, final DirectorConfig config) {
        if (vip.isEmpty()) {
            return withDrains(false, Optional.empty(), Set.of());
        }
        final Set<InetAddress> vips = new HashSet<>(drainedVips);
        if (drained) {
            config.vips().stream().map(VipConfig::address).forEach(vips::add);
        }
        vips.remove(vip.get());
        return withDrains(false, Optional.empty(), vips);
    }

    /** With a weight for a server. */
    public Overrides withServerWeight(final ServerKey server, final int newWeight) {
        final Map<ServerKey, Integer> weights = new HashMap<>(serverWeights);
        weights.put(server, newWeight);
        return withServers(weights, drainedServers);
    }

    /** With a server drained. */
    public Overrides withServerDrain(final ServerKey server) {
        final Set<ServerKey> servers = new HashSet<>(drainedServers);
        servers.add(server);
        return withServers(serverWeights, servers);
    }

    /** Without anything about a server. */
    public Overrides withoutServer(final ServerKey server) {
        final Map<ServerKey, Integer> weights = new HashMap<>(serverWeights);
        weights.remove(server);
        final Set<ServerKey> servers = new HashSet<>(drainedServers);
        servers.remove(server);
        return withServers(weights, servers);
    }

    /** With these commands about servers, and no others: the cluster's. */
    public Overrides withCluster(final Map<ServerKey, ServerOverride> commands) {
        final Map<ServerKey, Integer> weights = new HashMap<>();
        final Set<ServerKey> servers = new HashSet<>();
        commands.forEach((key, command) -> {
            if (command.weight() != ServerOverride.AS_CONFIGURED) {
                weights.put(key, command.weight());
            }
            if (command.drained()) {
                servers.add(key);
            }
        });
        return withServers(weights, servers);
    }

    /** Only what concerns this configuration. */
    public Overrides within(final DirectorConfig config) {
        final Set<InetAddress> vips = config.vips().stream().map(VipConfig::address).collect(Collectors.toSet());
        final Set<ServerKey> servers = config.pools().values().stream()
            .flatMap(pool -> pool.servers().stream().map(s -> new ServerKey(pool.name(), s.address())))
            .collect(Collectors.toSet());
        final Map<InetAddress, WeightCommand> keptVips = new HashMap<>(vipWeights);
        keptVips.keySet().retainAll(vips);
        final Map<ServerKey, Integer> keptServers = new HashMap<>(serverWeights);
        keptServers.keySet().retainAll(servers);
        return withWeights(weight.map(it -> it.within(vips)), keptVips)
            .withDrains(drained, farewell, drainedVips.stream().filter(vips::contains).collect(Collectors.toSet()))
            .withServers(keptServers, drainedServers.stream().filter(servers::contains).collect(Collectors.toSet()));
    }

    private Overrides withWeights(
        final Optional<WeightCommand> ofDirector, final Map<InetAddress, WeightCommand> ofVips) {
        return new Overrides(ofDirector, ofVips, drained, farewell, drainedVips, serverWeights, drainedServers);
    }

    private Overrides withDrains(
        final boolean ofDirector, final Optional<String> words, final Set<InetAddress> ofVips) {
        return new Overrides(weight, vipWeights, ofDirector, words, ofVips, serverWeights, drainedServers);
    }

    private Overrides withServers(final Map<ServerKey, Integer> weights, final Set<ServerKey> drains) {
        return new Overrides(weight, vipWeights, drained, farewell, drainedVips, weights, drains);
    }
}
