package dev.directrix.director.reconcile;

import dev.directrix.bgp.ListenRange;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.rib.PathReplication;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.ClusterConfig;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.ConfigSource;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.DurationText;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.config.ServiceConfig;
import dev.directrix.director.config.VipConfig;
import dev.directrix.ecmp.RoutePolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a reload changes, in lines for people, and what it may not change. A pure function of both configurations.
 *
 * @param refused settings that need a restart, each at its place in the new file; when there is one nothing is applied
 * @param changes what the reload does, one line each; empty: the file says what was already so
 */
public record ReloadPlan(List<ConfigError> refused, List<String> changes) {

    /** Freezes the lists. */
    public ReloadPlan {
        refused = List.copyOf(refused);
        changes = List.copyOf(changes);
    }

    /** Compares what runs with what the file says now. */
    public static ReloadPlan of(final DirectorConfig old, final DirectorConfig now, final ConfigSource source) {
        return new ReloadPlan(refused(old, now, source), new Lines(old, now).all());
    }

    private static List<ConfigError> refused(
        final DirectorConfig old, final DirectorConfig now, final ConfigSource source) {
        final List<ConfigError> refused = new ArrayList<>();
        final Fixed fixed = new Fixed(source, refused);
        fixed.same("node.name", old.node().name(), now.node().name());
        fixed.same("node.interfaces", old.node().interfaces(), now.node().interfaces());
        fixed.same("node.control-socket", old.node().controlSocket(), now.node().controlSocket());
        fixed.same("node.admin", old.node().admin(), now.node().admin());
        fixed.same("node.state-file", old.node().stateFile(), now.node().stateFile());
        fixed.same("datapath", old.datapath(), now.datapath());
        fixed.same("flows", old.flows(), now.flows());
        if (!old.maglev().seed().equals(now.maglev().seed())) {
            refused.add(source.error("maglev.seed-file", "the seed in force is another: it keys the flow hash, and a "
                + "change would move every flow; " + Fixed.REMEDY));
        }
        if (old.bgp().isPresent() != now.bgp().isPresent()) {
            refused.add(source.error("bgp", "the section was " + (now.bgp().isPresent() ? "added" : "removed")
                + ": " + Fixed.REMEDY));
        }
        if (old.cluster().isPresent() && now.cluster().isPresent()) {
            fixed.same("maglev.table-size", old.maglev().tableSize(), now.maglev().tableSize());
            cluster(fixed, old.cluster().get(), now.cluster().get());
        } else if (old.cluster().isPresent() || now.cluster().isPresent()) {
            refused.add(source.error("cluster", "the section was " + (now.cluster().isPresent() ? "added" : "removed")
                + ": " + Fixed.REMEDY));
        }
        return refused.stream().sorted().toList();
    }

    /** A member is known to the others by all of these, or has them in common with them. */
    private static void cluster(final Fixed fixed, final ClusterConfig old, final ClusterConfig now) {
        fixed.same("cluster.name", old.name(), now.name());
        fixed.same("cluster.etcd", old.etcd().endpoints(), now.etcd().endpoints());
        fixed.same("cluster.etcd-ca", old.etcd().authority(), now.etcd().authority());
        fixed.same("cluster.etcd-cert", old.etcd().certificate(), now.etcd().certificate());
        fixed.same("cluster.etcd-key", old.etcd().key(), now.etcd().key());
        fixed.sameSecret("cluster.etcd-password-file", old.etcd().login(), now.etcd().login());
        fixed.same("cluster.listen", AddressText.format(old.listen()), AddressText.format(now.listen()));
        fixed.sameSecret("cluster.key-file", old.key(), now.key());
        fixed.same("cluster.validity", old.times().validity(), now.times().validity());
        fixed.same("cluster.lease", old.times().lease(), now.times().lease());
        fixed.same("cluster.syn-ack", old.times().synAck(), now.times().synAck());
        fixed.same("cluster.hold", old.times().hold(), now.times().hold());
        fixed.same("cluster.exceptions", old.exceptions(), now.exceptions());
        fixed.same("cluster.multicast", old.multicast(), now.multicast());
        fixed.same("cluster.partly-dead", old.partlyDead(), now.partlyDead());
    }

    /** Settings that hold for the life of the process. */
    private record Fixed(ConfigSource source, List<ConfigError> refused) {

        private static final String REMEDY = "restart the director to take it, or put the old value back";

        void same(final String path, final Object old, final Object now) {
            if (!old.equals(now)) {
                refused.add(source.error(path, "changed from " + text(old) + ": " + REMEDY));
            }
        }

        void sameSecret(final String path, final Object old, final Object now) {
            if (!old.equals(now)) {
                refused.add(source.error(path, "the secret in force is another: " + REMEDY));
            }
        }
    }

    /** Writes the changes down. */
    private record Lines(DirectorConfig old, DirectorConfig now) {

        List<String> all() {
            final List<String> lines = new ArrayList<>();
            changed(lines, "weight", old.weight(), now.weight());
            if (!old.auto().equals(now.auto())) {
                lines.add("weight-auto: " + (now.auto().isEmpty() ? "off" : old.auto().isEmpty() ? "on" : "changed"));
            }
            changed(lines, "router-model", old.router().map(RouterModel::kind), now.router().map(RouterModel::kind));
            changed(lines, "node: site", old.node().site(), now.node().site());
            if (!old.sites().sites().equals(now.sites().sites())) {
                lines.add("sites: changed");
            }
            changed(lines, "guard: bmp: listen", station(old), station(now));
            if (!old.guard().equals(now.guard()) && station(old).equals(station(now))) {
                lines.add("guard: changed");
            }
            changed(lines, "maglev: table-size", old.maglev().tableSize(), now.maglev().tableSize());
            if (old.bgp().isPresent() && now.bgp().isPresent()) {
                bgp(lines, old.bgp().get(), now.bgp().get());
            }
            vips(lines);
            pools(lines);
            return lines;
        }

        private static Optional<String> station(final DirectorConfig config) {
            return config.guard().bmp().map(bmp -> AddressText.format(bmp.listen()));
        }

        private static void bgp(final List<String> lines, final SpeakerConfig before, final SpeakerConfig after) {
            if (before.asn() != after.asn() || !before.routerId().equals(after.routerId())) {
                lines.add("bgp: asn " + before.asn() + ", router-id " + before.routerId().getHostAddress() + " -> asn "
                    + after.asn() + ", router-id " + after.routerId().getHostAddress() + ": every session restarts");
            }
            changed(lines, "bgp: listen", before.listen(), after.listen());
            diff(before.neighbors(), after.neighbors(), NeighborConfig::id, new Sink<>() {
                @Override
                public void added(final NeighborConfig it) {
                    lines.add("neighbor " + it.id() + ": added, AS " + it.asn());
                }

                @Override
                public void removed(final NeighborConfig it) {
                    lines.add("neighbor " + it.id() + ": removed");
                }

                @Override
                public void changed(final NeighborConfig from, final NeighborConfig to) {
                    neighbor(lines, "neighbor " + to.id(), from, to);
                }
            });
            diff(before.listenRanges(), after.listenRanges(), ListenRange::prefix, new Sink<>() {
                @Override
                public void added(final ListenRange it) {
                    lines.add("listen range " + it.prefix() + ": added");
                }

                @Override
                public void removed(final ListenRange it) {
                    lines.add("listen range " + it.prefix() + ": removed");
                }

                @Override
                public void changed(final ListenRange from, final ListenRange to) {
                    lines.add("listen range " + to.prefix() + ": changed");
                }
            });
        }

        /** What a router does not notice, and what ends its session. */
        private static void neighbor(
            final List<String> lines, final String name, final NeighborConfig from, final NeighborConfig to) {
            if (!from.sameSession(to)) {
                lines.add(name + ": changed, its session restarts");
                return;
            }
            final List<String> live = new ArrayList<>();
            changed(live, name + ": description", from.description(), to.description());
            if (!from.password().equals(to.password())) {
                live.add(name + ": password changed");
            }
            if (!from.transport().aoKeys().equals(to.transport().aoKeys())) {
                live.add(name + ": TCP-AO keys changed");
            }
            changed(live, name + ": link-bandwidth", from.linkBandwidth(), to.linkBandwidth());
            changed(live, name + ": copies", copies(from), copies(to));
            changed(live, name + ": max-prefixes", from.prefixLimit(), to.prefixLimit());
            policy(live, name, from.updates().policy(), to.updates().policy());
            if (live.isEmpty()) {
                live.add(name + ": changed");
            }
            live.forEach(line -> lines.add(line + ", the session stays"));
        }

        /** How weights become numbers of paths, in words. */
        private static Optional<String> copies(final NeighborConfig neighbor) {
            return neighbor.updates().replication().map(it -> switch (it) {
                case final PathReplication.ByAddPath all -> all.nextHops().stream().map(AddressText::format)
                    .collect(Collectors.joining(" "));
                case final PathReplication.BySession one -> "session " + (one.index() + 1) + " of " + one.sessions();
            } + ", a path for each " + it.unit().weight() + " of weight");
        }

        private static void policy(
            final List<String> lines, final String whose, final RoutePolicy from, final RoutePolicy to) {
            changed(lines, whose + ": communities", from.communities(), to.communities());
            changed(lines, whose + ": large-communities", from.largeCommunities(), to.largeCommunities());
            changed(lines, whose + ": med", from.med(), to.med());
            changed(lines, whose + ": prepend", from.prepend(), to.prepend());
            changed(lines, whose + ": local-pref", from.localPref(), to.localPref());
            changed(lines, whose + ": as-override", from.asOverride(), to.asOverride());
        }

        private void vips(final List<String> lines) {
            diff(old.vips(), now.vips(), VipConfig::address, new Sink<>() {
                @Override
                public void added(final VipConfig it) {
                    lines.add("vip " + host(it.address()) + ": added with " + it.services().size() + " service(s)");
                }

                @Override
                public void removed(final VipConfig it) {
                    lines.add("vip " + host(it.address()) + ": removed");
                }

                @Override
                public void changed(final VipConfig from, final VipConfig to) {
                    final String vip = "vip " + host(to.address());
                    Lines.changed(lines, vip + ": weight", from.weight(), to.weight());
                    policy(lines, vip, from.policy(), to.policy());
                    services(lines, vip, from, to);
                }
            });
        }

        private static void services(
            final List<String> lines, final String vip, final VipConfig from, final VipConfig to) {
            diff(from.services(), to.services(), s -> s.protocol() + "/" + s.ports(), new Sink<>() {
                @Override
                public void added(final ServiceConfig it) {
                    lines.add(vip + ": service " + it.protocol() + "/" + it.ports() + " added, pool " + it.pool());
                }

                @Override
                public void removed(final ServiceConfig it) {
                    lines.add(vip + ": service " + it.protocol() + "/" + it.ports() + " removed");
                }

                @Override
                public void changed(final ServiceConfig before, final ServiceConfig after) {
                    final String service = vip + ": service " + after.protocol() + "/" + after.ports();
                    Lines.changed(lines, service + " pool", before.pool(), after.pool());
                    compare(lines, service + " ",
                        SettingsText.of(before.settings()), SettingsText.of(after.settings()));
                }
            });
        }

        /** What was set, and to what it is set now, by key. */
        private static void compare(
            final List<String> lines, final String whose, final Map<String, String> from,
            final Map<String, String> to) {
            to.forEach((key, value) -> changed(lines, whose + key, from.get(key), value));
        }

        private void pools(final List<String> lines) {
            diff(old.pools().values(), now.pools().values(), PoolConfig::name, new Sink<>() {
                @Override
                public void added(final PoolConfig it) {
                    lines.add("pool " + it.name() + ": added with " + it.servers().size() + " server(s)");
                }

                @Override
                public void removed(final PoolConfig it) {
                    lines.add("pool " + it.name() + ": removed");
                }

                @Override
                public void changed(final PoolConfig from, final PoolConfig to) {
                    final String pool = "pool " + to.name();
                    compare(lines, pool + ": ", SettingsText.of(from.forwarding()), SettingsText.of(to.forwarding()));
                    compare(lines, pool + ": ", SettingsText.of(from.scheduling()), SettingsText.of(to.scheduling()));
                    if (!from.check().equals(to.check())) {
                        lines.add(pool + ": check changed");
                    }
                    servers(lines, pool, from, to);
                }
            });
        }

        private static void servers(
            final List<String> lines, final String pool, final PoolConfig from, final PoolConfig to) {
            diff(from.servers(), to.servers(), ServerConfig::address, new Sink<>() {
                @Override
                public void added(final ServerConfig it) {
                    lines.add(pool + ": server " + it.name() + " (" + host(it.address()) + ") added, weight "
                        + it.weight());
                }

                @Override
                public void removed(final ServerConfig it) {
                    lines.add(pool + ": server " + it.name() + " (" + host(it.address()) + ") removed");
                }

                @Override
                public void changed(final ServerConfig before, final ServerConfig after) {
                    final String server = pool + ": server " + before.name();
                    Lines.changed(lines, server + " name", before.name(), after.name());
                    Lines.changed(lines, server + " weight", before.weight(), after.weight());
                    compare(lines, server + " ",
                        SettingsText.of(before.settings()), SettingsText.of(after.settings()));
                }
            });
        }

        private static void changed(
            final List<String> lines, final String what, final Object from, final Object to) {
            if (!Objects.equals(from, to)) {
                lines.add(what + " " + text(from) + " -> " + text(to));
            }
        }

        private static String host(final InetAddress address) {
            return address.getHostAddress();
        }

        private static <T, K> void diff(
            final Collection<T> old, final Collection<T> now, final Function<T, K> key, final Sink<T> sink) {
            final Map<K, T> before = new LinkedHashMap<>();
            old.forEach(it -> before.put(key.apply(it), it));
            for (final T it : now) {
                final T was = before.remove(key.apply(it));
                if (was == null) {
                    sink.added(it);
                } else if (!was.equals(it)) {
                    sink.changed(was, it);
                }
            }
            before.values().forEach(sink::removed);
        }
    }

    private static String text(final Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(Object::toString).orElse("unset");
            case OptionalLong number -> number.isPresent() ? Long.toString(number.getAsLong()) : "unset";
            case OptionalInt number -> number.isPresent() ? Integer.toString(number.getAsInt()) : "unset";
            case Duration duration -> DurationText.format(duration);
            default -> value.toString();
        };
    }

    private interface Sink<T> {

        void added(T it);

        void removed(T it);

        void changed(T from, T to);
    }
}
