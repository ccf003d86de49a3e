package dev.directrix.director.config;

import dev.directrix.cluster.link.ClusterKey;
import dev.directrix.director.config.ClusterConfig.Minority;
import dev.directrix.director.config.ClusterConfig.Multicast;
import dev.directrix.director.config.ClusterConfig.PartlyDead;
import dev.directrix.director.config.ClusterConfig.Times;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code cluster}. */
final class ClusterSection {

    private static final Duration MIN_VALIDITY = Duration.ofMillis(500);
    private static final Duration MAX_VALIDITY = Duration.ofSeconds(30);
    /** What etcd grants at least with its usual election timeout of 1 s. */
    private static final Duration MIN_LEASE = Duration.ofSeconds(2);
    private static final Duration MAX_LEASE = Duration.ofSeconds(60);
    private static final Duration MIN_SYN_ACK = Duration.ofSeconds(1);
    private static final Duration MAX_SYN_ACK = Duration.ofMinutes(10);
    private static final Duration MIN_HOLD = Duration.ofMillis(1);
    private static final Duration MAX_HOLD = Duration.ofSeconds(1);
    private static final Duration MIN_PARTLY_DEAD = Duration.ofSeconds(1);
    private static final Duration MAX_PARTLY_DEAD = Duration.ofHours(1);
    private static final int MIN_EXCEPTIONS = 1024;
    private static final int MAX_EXCEPTIONS = 1 << 24;
    private static final Map<String, Minority> MINORITIES =
        Map.of("report", Minority.REPORT, "withdraw", Minority.WITHDRAW);
    private static final String MAKE_KEY =
        "make one with 'openssl rand -hex 32' and give every director of the cluster the same";

    private final SecretFile secrets;

    ClusterSection(final SecretFile secrets) {
        this.secrets = secrets;
    }

    Optional<ClusterConfig> read(final Value value) {
        return value.section().flatMap(section -> {
            final Optional<String> name = section.required("name").flatMap(Value::name);
            final Optional<EtcdConfig> etcd = new EtcdSection(secrets).read(section);
            final Optional<InetSocketAddress> listen = section.required("listen").flatMap(ClusterSection::listen);
            final Optional<ClusterKey> key = section.required("key-file").flatMap(it -> secrets.readOctets(
                it, MAKE_KEY, ClusterKey::parse));
            final Times times = times(section);
            final int exceptions = section.get("exceptions").flatMap(it -> it.size(MIN_EXCEPTIONS, MAX_EXCEPTIONS))
                .orElse(ClusterConfig.DEFAULT_EXCEPTIONS);
            final Optional<Multicast> multicast = section.get("multicast").flatMap(it -> multicast(it, listen));
            final PartlyDead partlyDead = section.get("partly-dead").flatMap(ClusterSection::partlyDead)
                .orElse(PartlyDead.DEFAULT);
            return name.flatMap(cluster -> etcd.flatMap(store -> listen.map(endpoint -> new ClusterConfig(
                cluster, store, endpoint, key, times, exceptions, multicast, partlyDead))));
        });
    }

    /** An address that the others can be told. */
    private static Optional<InetSocketAddress> listen(final Value value) {
        return value.parsed(AddressText::parseEndpoint).flatMap(endpoint -> {
            final InetAddress address = endpoint.getAddress();
            if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()) {
                return value.error(AddressText.format(address) + " is not an address that the other directors could"
                    + " send to; use one of this machine's own");
            }
            return Optional.of(endpoint);
        });
    }

    private static Times times(final Section section) {
        final Duration validity = section.get("validity").flatMap(it -> it.duration(MIN_VALIDITY, MAX_VALIDITY))
            .orElse(Times.DEFAULT.validity());
        final Duration least = leastLease(validity);
        final Duration usual = least.compareTo(Times.DEFAULT.lease()) > 0 ? least : Times.DEFAULT.lease();
        final Duration lease = section.get("lease").flatMap(it -> lease(it, validity, least)).orElse(usual);
        final Duration synAck = section.get("syn-ack").flatMap(it -> it.duration(MIN_SYN_ACK, MAX_SYN_ACK))
            .orElse(Times.DEFAULT.synAck());
        final Duration hold = section.get("hold").flatMap(it -> it.duration(MIN_HOLD, MAX_HOLD))
            .orElse(Times.DEFAULT.hold());
        return new Times(validity, lease, synAck, hold);
    }

    /** The shortest lease that surely outlives the validity: 1.1 times as long, in whole seconds. */
    private static Duration leastLease(final Duration validity) {
        final long seconds = Math.ceilDiv(validity.toMillis() * 11, 10_000L);
        return Duration.ofSeconds(Math.max(MIN_LEASE.toSeconds(), seconds));
    }

    private static Optional<Duration> lease(final Value value, final Duration validity, final Duration least) {
        return value.duration(MIN_LEASE, MAX_LEASE).flatMap(lease -> {
            if (lease.toMillis() % 1000 != 0) {
                return value.error("etcd counts whole seconds; use " + DurationText.format(
                    Duration.ofSeconds(lease.toSeconds() + 1)));
            }
            return lease.compareTo(least) >= 0
                ? Optional.of(lease)
                : value.error(DurationText.format(lease) + " is shorter than 1.1 times the validity of "
                    + DurationText.format(validity) + ", so others could remove a director that still forwards; use "
                    + DurationText.format(least) + " or more");
        });
    }

    private static Optional<Multicast> multicast(final Value value, final Optional<InetSocketAddress> listen) {
        return value.section().flatMap(section -> {
            final Optional<InetSocketAddress> group = section.required("group").flatMap(it -> group(it, listen));
            final Optional<String> device = section.required("interface").flatMap(NodeSection::interfaceName);
            return group.flatMap(endpoint -> device.map(name -> new Multicast(endpoint, name)));
        });
    }

    private static Optional<InetSocketAddress> group(final Value value, final Optional<InetSocketAddress> listen) {
        return value.parsed(AddressText::parseEndpoint).flatMap(group -> {
            if (!group.getAddress().isMulticastAddress()) {
                return value.error(AddressText.format(group.getAddress()) + " is not a multicast address; use one of"
                    + " 239.0.0.0/8 or ff05::/16");
            }
            final boolean otherVersion = listen.filter(it ->
                it.getAddress() instanceof Inet4Address != group.getAddress() instanceof Inet4Address).isPresent();
            return otherVersion
                ? value.error("the group is not of the IP version of 'listen'; use the same")
                : Optional.of(group);
        });
    }

    private static Optional<PartlyDead> partlyDead(final Value value) {
        return value.section().map(section -> new PartlyDead(
            section.get("after").flatMap(it -> it.duration(MIN_PARTLY_DEAD, MAX_PARTLY_DEAD))
                .orElse(PartlyDead.DEFAULT.after()),
            section.get("minority").flatMap(it -> it.oneOf(MINORITIES, Set.of()))
                .orElse(PartlyDead.DEFAULT.minority())));
    }
}
