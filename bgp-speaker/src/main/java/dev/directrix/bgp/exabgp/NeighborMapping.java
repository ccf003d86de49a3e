package dev.directrix.bgp.exabgp;

import dev.directrix.bgp.ListenRange;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborConfigBuilder;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.Hostname;
import dev.directrix.bgp.capability.SoftwareVersion;
import dev.directrix.bgp.exabgp.config.CapabilityOptions;
import dev.directrix.bgp.exabgp.config.ConnectionOptions;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import dev.directrix.bgp.rib.UpdatePacking;
import dev.directrix.bgp.session.AddPathMode;
import dev.directrix.bgp.transport.TcpAoKey;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.Family;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Turns neighbours of an ExaBGP configuration into those of the speaker. Pure.
 *
 * @param settings how to run
 */
record NeighborMapping(RunSettings settings) {

    /** ExaBGP tries again almost at once; so a peer that was restarted is not without us for long. */
    private static final Duration CONNECT_RETRY = Duration.ofSeconds(1);
    /** What the kernel does unless told otherwise: ExaBGP never limits how far away a peer of another AS is. */
    private static final int DEFAULT_TTL = 64;
    /** Every neighbour has an AS number and a router id of its own; these stand where the speaker wants them. */
    private static final long NO_ASN = 1;
    private static final Inet4Address NO_ROUTER_ID = (Inet4Address) Addresses.of(new byte[] {127, 0, 0, 1});

    /** The speaker of these neighbours. */
    SpeakerConfig speaker(final List<ExabgpNeighbor> neighbors) {
        final List<NeighborConfig> single = new ArrayList<>();
        final List<ListenRange> ranges = new ArrayList<>();
        for (final ExabgpNeighbor neighbor : neighbors) {
            if (neighbor.isRange()) {
                ranges.add(new ListenRange(neighbor.peer(), neighbor(neighbor), ListenRange.DEFAULT_LIMIT));
            } else {
                single.add(neighbor(neighbor));
            }
        }
        return new SpeakerConfig(NO_ASN, NO_ROUTER_ID, listen(), single, ranges);
    }

    /** The neighbour; its long name is its id. */
    NeighborConfig neighbor(final ExabgpNeighbor neighbor) {
        final long peerAs = neighbor.peerAs().orElse(neighbor.localAs().orElse(NeighborConfig.ANY_ASN));
        final NeighborConfigBuilder builder = NeighborConfig.builder(neighbor.peerAddress(), peerAs)
            .id(neighbor.name())
            .description(neighbor.description())
            .localAsn(neighbor.localAs().isPresent() ? neighbor.localAs() : OptionalLong.of(peerAs))
            .routerId(Optional.of(neighbor.routerId()))
            .holdTime(neighbor.holdTime())
            .connectRetry(CONNECT_RETRY)
            .sourceAddress(neighbor.localAddress())
            .packing(neighbor.updates().groupUpdates() ? UpdatePacking.IPV4_ANNOUNCEMENTS : UpdatePacking.NONE)
            .autoEndOfRib(!neighbor.updates().manualEor());
        connection(neighbor.connection(), builder);
        capabilities(neighbor.capabilities(), builder);
        return builder.build();
    }

    private void connection(final ConnectionOptions options, final NeighborConfigBuilder builder) {
        builder.port(options.connectPort().orElse(settings.environment().port()))
            .listenPort(options.listenPort())
            .passive(options.passive() || settings.environment().passive())
            .device(options.sourceInterface())
            .password(options.md5())
            .aoKeys(options.tcpAo().map(NeighborMapping::key).stream().toList())
            .outgoingTtl(OptionalInt.of(positive(options.outgoingTtl()).orElse(DEFAULT_TTL)))
            .minimumTtl(positive(options.incomingTtl()));
    }

    private static OptionalInt positive(final OptionalInt ttl) {
        return ttl.orElse(0) > 0 ? ttl : OptionalInt.empty();
    }

    private static TcpAoKey key(final ConnectionOptions.TcpAo ao) {
        return new TcpAoKey(ao.keyId(), ao.keyId(), switch (ao.algorithm()) {
            case HMAC_SHA_1_96 -> TcpAoKey.Algorithm.HMAC_SHA1;
            case AES_128_CMAC_96 -> TcpAoKey.Algorithm.AES_128_CMAC;
            case HMAC_SHA_256 -> TcpAoKey.Algorithm.HMAC_SHA256;
        }, ao.key().octets());
    }

    private void capabilities(final CapabilityOptions options, final NeighborConfigBuilder builder) {
        final Map<Family, AddPathMode> addPath = new HashMap<>();
        mode(options.addPathMode()).ifPresent(mode -> options.addPath().forEach(family -> addPath.put(family, mode)));
        builder.families(options.families())
            .fourOctetAsn(options.asn4())
            .routeRefresh(options.routeRefresh())
            .enhancedRouteRefresh(options.routeRefresh())
            .extendedMessage(options.extendedMessage())
            .gracefulRestart(options.gracefulRestart().isPresent()
                ? Optional.of(Duration.ofSeconds(options.gracefulRestart().getAsInt())) : Optional.empty())
            .addPath(addPath)
            .pathsLimit(options.pathsLimit())
            .extendedNextHop(options.nextHops().stream()
                .map(pair -> new ExtendedNextHop.Entry(pair.family(), pair.nextHopAfi())).toList())
            .linkLocalNextHop(options.linkLocalNextHop())
            .multiSession(options.multiSession())
            .operational(options.operational())
            .softwareVersion(options.softwareVersion()
                ? Optional.of(new SoftwareVersion(settings.softwareVersion())) : Optional.empty())
            .hostname(options.hostName().isEmpty() ? Optional.empty()
                : Optional.of(new Hostname(options.hostName(), options.domainName())));
    }

    private static Optional<AddPathMode> mode(final CapabilityOptions.AddPathMode mode) {
        return switch (mode) {
            case DISABLED -> Optional.empty();
            case RECEIVE -> Optional.of(AddPathMode.RECEIVE);
            case SEND -> Optional.of(AddPathMode.SEND);
            case SEND_RECEIVE -> Optional.of(AddPathMode.BOTH);
        };
    }

    /** One address is listened on; of several, the wildcard, which sees them all. */
    private Optional<InetSocketAddress> listen() {
        final List<InetAddress> bind = settings.environment().bind();
        if (bind.isEmpty()) {
            return Optional.empty();
        }
        final InetAddress address = bind.size() == 1 ? bind.getFirst() : Addresses.of(new byte[16]);
        return Optional.of(new InetSocketAddress(address, settings.environment().port()));
    }
}
