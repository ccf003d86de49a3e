package dev.directrix.director.config;

import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.rib.PathReplication;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.LinuxException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Whether this machine has what a configuration asks for. Changes nothing. */
public final class EnvironmentCheck {

    private final Predicate<String> interfaceExists;
    private final Predicate<InetAddress> addressExists;

    /** Of the machine, in the network namespace of the calling thread. */
    public EnvironmentCheck() {
        this(EnvironmentCheck::exists, EnvironmentCheck::exists);
    }

    EnvironmentCheck(final Predicate<String> interfaceExists, final Predicate<InetAddress> addressExists) {
        this.interfaceExists = interfaceExists;
        this.addressExists = addressExists;
    }

    /** Every difference between what is asked for and what is there, sorted by place; empty when all is well. */
    public List<ConfigError> check(final LoadedConfig loaded) {
        final List<ConfigError> errors = new ArrayList<>();
        final List<String> interfaces = loaded.config().node().interfaces();
        for (int i = 0; i < interfaces.size(); i++) {
            if (!interfaceExists.test(interfaces.get(i))) {
                errors.add(missing(loaded, "node.interfaces[" + i + "]", interfaces.get(i)));
            }
        }
        loaded.config().bgp().ifPresent(bgp -> {
            int routers = 0;
            for (final NeighborConfig neighbor : bgp.neighbors()) {
                final int before = sessionsBefore(neighbor);
                routers += before == 0 ? 1 : 0;
                final String path = "bgp.neighbors[" + (routers - 1) + "]";
                if (before == 0) {
                    neighbor.transport().device().filter(name -> !interfaceExists.test(name))
                        .ifPresent(name -> errors.add(missing(loaded, path + ".interface", name)));
                }
                ownAddresses(loaded, path, neighbor, errors);
            }
            for (int i = 0; i < bgp.listenRanges().size(); i++) {
                ownAddresses(loaded, "bgp.listen-ranges[" + i + "]", bgp.listenRanges().get(i).template(), errors);
            }
        });
        loaded.config().cluster().flatMap(ClusterConfig::multicast).map(ClusterConfig.Multicast::device)
            .filter(name -> !interfaceExists.test(name))
            .ifPresent(name -> errors.add(missing(loaded, "cluster.multicast.interface", name)));
        return errors.stream().sorted().toList();
    }

    /** How many sessions with the same router stand before this one. */
    private static int sessionsBefore(final NeighborConfig config) {
        return config.updates().replication().orElse(null) instanceof final PathReplication.BySession one
            ? one.index() : 0;
    }

    /** A next hop that nobody answers for would cost its share of the flows. */
    private void ownAddresses(
        final LoadedConfig loaded, final String neighbor, final NeighborConfig config,
        final List<ConfigError> errors) {
        config.updates().replication().ifPresent(replication -> {
            switch (replication) {
                case final PathReplication.ByAddPath copies -> {
                    for (int i = 0; i < copies.nextHops().size(); i++) {
                        own(loaded, neighbor + ".next-hops[" + i + "]", copies.nextHops().get(i), errors);
                    }
                }
                case final PathReplication.BySession one -> config.sourceAddress().ifPresent(source ->
                    own(loaded, neighbor + ".source-addresses[" + one.index() + "]", source, errors));
            }
        });
    }

    private void own(
        final LoadedConfig loaded, final String path, final InetAddress address, final List<ConfigError> errors) {
        if (!addressExists.test(address)) {
            errors.add(unanswered(loaded, path, address));
        }
    }

    private static ConfigError unanswered(final LoadedConfig loaded, final String path, final InetAddress address) {
        final String text = AddressText.format(address);
        return loaded.source().error(path, path + ": this machine does not have " + text + ", so nobody would answer"
            + " the router for it; add it to the interface on the router's link: 'ip address add " + text + "/"
            + (address instanceof Inet4Address ? "32" : "128") + " dev NAME'");
    }

    private static ConfigError missing(final LoadedConfig loaded, final String path, final String name) {
        return loaded.source().error(path, path + ": there is no interface '" + name
            + "' on this machine; see 'ip -br link' for the names there are");
    }

    private static boolean exists(final InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (final SocketException e) {
            return false;
        }
    }

    private static boolean exists(final String name) {
        try {
            return Interfaces.index(name) > 0;
        } catch (final LinuxException e) {
            return false;
        }
    }
}
