package dev.directrix.bgp;

import dev.directrix.bgp.bfd.BfdSettings;
import dev.directrix.bgp.rib.LinkBandwidthMode;
import dev.directrix.bgp.session.CapabilityOffer;
import dev.directrix.bgp.session.SessionSettings;
import dev.directrix.bgp.transport.LinkOptions;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.ecmp.RoutePolicy;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;

/**
 * One router to speak to. Start from {@link #of} or {@link #builder} and change what differs. Immutable.
 *
 * @param id           the key of the neighbour, unique in a speaker; its address unless told otherwise
 * @param address      the router's address
 * @param asn          its AS number, 1 to 4294967295; equal to ours makes the session internal; {@link #ANY_ASN}: the
 *                     one that it says
 * @param description  words of the operator, perhaps none
 * @param localAsn     our AS number towards it; empty: the speaker's
 * @param routerId     our BGP identifier towards it; empty: the speaker's
 * @param timers       timers
 * @param transport    how connections are made
 * @param capabilities what to offer
 * @param updates      how it is told routes
 * @param inbound      what it may send
 * @param bfd          how to watch it by BFD; empty: not at all
 */
public record NeighborConfig(
    String id,
    InetAddress address,
    long asn,
    String description,
    OptionalLong localAsn,
    Optional<Inet4Address> routerId,
    NeighborTimers timers,
    NeighborTransport transport,
    CapabilityOffer capabilities,
    NeighborUpdates updates,
    NeighborInbound inbound,
    Optional<BfdSettings> bfd) {

    /** The port of BGP. */
    public static final int DEFAULT_PORT = NeighborTransport.DEFAULT.port();
    /** Hold time offered unless told otherwise. */
    public static final Duration DEFAULT_HOLD_TIME = NeighborTimers.DEFAULT.holdTime();
    /** Pause between connection attempts unless told otherwise. */
    public static final Duration DEFAULT_CONNECT_RETRY = NeighborTimers.DEFAULT.connectRetry();
    /** Stands for whatever AS number the router says that it has. */
    public static final long ANY_ASN = 0;

    private static final long MAX_ASN = 0xffff_ffffL;

    /** Stands for an address that is only found on the interface. */
    public static final InetAddress UNKNOWN_ADDRESS = Addresses.of(new byte[16]);

    /** Checks every value. */
    public NeighborConfig {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(routerId, "routerId");
        Objects.requireNonNull(timers, "timers");
        Objects.requireNonNull(capabilities, "capabilities");
        Objects.requireNonNull(updates, "updates");
        Objects.requireNonNull(inbound, "inbound");
        Objects.requireNonNull(bfd, "bfd");
        require(!address.isAnyLocalAddress() || transport.device().isPresent(), address,
            "an address or an interface is needed");
        require(!id.isBlank(), address, "its id is empty");
        require(asn == ANY_ASN || isAsn(asn), address, "asn " + asn + " is not within 1.." + MAX_ASN);
        localAsn.ifPresent(own -> require(isAsn(own), address, "local asn " + own + " is not within 1.." + MAX_ASN));
        routerId.ifPresent(own -> require(!own.isAnyLocalAddress(), address, "router id 0.0.0.0 is not allowed"));
        transport.sourceAddress().ifPresent(source -> require(source.getClass() == address.getClass(), address,
            "source address " + source.getHostAddress() + " is of the other IP version"));
    }

    /** A neighbour with the default port and timers, no password, both link-bandwidth forms, IPv4 and IPv6. */
    public static NeighborConfig of(final InetAddress address, final long asn) {
        return builder(address, asn).build();
    }

    /**
     * The router at the other end of a link, found by its link-local address; its id is the interface's name.
     *
     * @param device the interface
     */
    public static NeighborConfig unnumbered(final String device, final long asn) {
        return builder(UNKNOWN_ADDRESS, asn).id(device).device(Optional.of(device)).build();
    }

    /** Begins with what {@link #of} gives. */
    public static NeighborConfigBuilder builder(final InetAddress address, final long asn) {
        return new NeighborConfigBuilder(address, asn);
    }

    /** Begins with these values. */
    public NeighborConfigBuilder toBuilder() {
        return new NeighborConfigBuilder(this);
    }

    /** Hold time to offer. */
    public Duration holdTime() {
        return timers.holdTime();
    }

    /** Pause between connection attempts. */
    public Duration connectRetry() {
        return timers.connectRetry();
    }

    /** The TCP port it listens on. */
    public int port() {
        return transport.port();
    }

    /** Whether we wait for it to connect. */
    public boolean passive() {
        return transport.passive();
    }

    /** TCP-MD5 key. */
    public Optional<Password> password() {
        return transport.password();
    }

    /** Local address to speak from. */
    public Optional<InetAddress> sourceAddress() {
        return transport.sourceAddress();
    }

    /** Address families to offer. */
    public SortedSet<Family> families() {
        return capabilities.families();
    }

    /** Form in which weights are told. */
    public LinkBandwidthMode linkBandwidth() {
        return updates.linkBandwidth();
    }

    /** The most prefixes it may send. */
    public OptionalInt prefixLimit() {
        return inbound.prefixLimit();
    }

    /** The same with another port. */
    public NeighborConfig withPort(final int newPort) {
        return toBuilder().port(newPort).build();
    }

    /** The same with other timers. */
    public NeighborConfig withTimers(final Duration newHoldTime, final Duration newConnectRetry) {
        return toBuilder().holdTime(newHoldTime).connectRetry(newConnectRetry).build();
    }

    /** The same with another password, or none. */
    public NeighborConfig withPassword(final Optional<Password> newPassword) {
        return toBuilder().password(newPassword).build();
    }

    /** The same with weights told in another form. */
    public NeighborConfig withLinkBandwidth(final LinkBandwidthMode mode) {
        return toBuilder().linkBandwidth(mode).build();
    }

    /** The same, speaking from another local address, or from the one that the kernel chooses. */
    public NeighborConfig withSourceAddress(final Optional<InetAddress> newSource) {
        return toBuilder().sourceAddress(newSource).build();
    }

    /** The same, waiting for the router to connect or not. */
    public NeighborConfig withPassive(final boolean newPassive) {
        return toBuilder().passive(newPassive).build();
    }

    /** The same with other address families. */
    public NeighborConfig withFamilies(final Set<Family> newFamilies) {
        return toBuilder().families(newFamilies).build();
    }

    /** The same with a limit on the prefixes that the router may send, or none. */
    public NeighborConfig withPrefixLimit(final OptionalInt limit) {
        return toBuilder().prefixLimit(limit).build();
    }

    /** The same watched by BFD, or not. */
    public NeighborConfig withBfd(final Optional<BfdSettings> newBfd) {
        return toBuilder().bfd(newBfd).build();
    }

    /** What it is called in messages: its address, with its id where that says more. */
    String name() {
        final String text = address.getHostAddress();
        return isUnnumbered() || id.contains(text) ? id : text + " (" + id + ")";
    }

    /** Whether only the interface is known, and the router is the one at its other end. */
    public boolean isUnnumbered() {
        return address.isAnyLocalAddress();
    }

    /** What its sockets are set to; RFC 4271 knows no hops to another AS but the one, which is the default here. */
    LinkOptions linkOptions(final long ownAsn) {
        final OptionalInt ttl = transport.outgoingTtl().isEmpty() && asn != ANY_ASN && asn != ownAsn
            ? OptionalInt.of(1) : transport.outgoingTtl();
        return new LinkOptions(password().map(key -> Octets.of(key.octets())), transport.aoKeys(), ttl,
            transport.minimumTtl(), transport.device());
    }

    /** Whether every segment carries a signature. */
    boolean isProtected() {
        return password().isPresent() || !transport.aoKeys().isEmpty();
    }

    /** Whether a session of this configuration can go on under the other one. */
    public boolean sameSession(final NeighborConfig other) {
        return other.fixed().equals(fixed());
    }

    /** Without all that may change under a session. */
    private NeighborConfig fixed() {
        return toBuilder().password(Optional.empty()).aoKeys(List.of()).linkBandwidth(LinkBandwidthMode.BOTH)
            .policy(RoutePolicy.NONE).replication(Optional.empty()).inbound(NeighborInbound.DEFAULT)
            .listenOnly(inbound.listenOnly()).description("")
            .bfd(Optional.empty()).build();
    }

    SessionSettings toSettings(final SpeakerConfig speaker) {
        return new SessionSettings(name(), port(), localAsn.orElse(speaker.asn()), asn,
            routerId.orElse(speaker.routerId()), (int) holdTime().toSeconds(), connectRetry().toMillis(),
            timers.sendHold().toMillis(), passive(), isProtected(), capabilities);
    }

    private static boolean isAsn(final long number) {
        return number >= 1 && number <= MAX_ASN;
    }

    private static void require(final boolean condition, final InetAddress neighbor, final String message) {
        if (!condition) {
            throw new IllegalArgumentException("neighbor " + neighbor.getHostAddress() + ": " + message);
        }
    }
}
