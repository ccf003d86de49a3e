package dev.directrix.bgp;

import dev.directrix.bgp.rib.LinkBandwidthMode;
import dev.directrix.bgp.session.SessionSettings;
import dev.directrix.bgp.wire.Family;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One router to speak to. Start from {@link #of} and change what differs with the {@code with} methods. Immutable.
 *
 * @param address       the router's address, the key of the neighbour
 * @param asn           its AS number, 1 to 4294967295; equal to ours makes the session internal
 * @param port          the TCP port it listens on
 * @param holdTime      hold time to offer, whole seconds: 0 (no keepalives) or at least 3 s (RFC 4271 §4.2)
 * @param connectRetry  pause between connection attempts, and how long one attempt may take; before jitter
 * @param password      TCP-MD5 key, if the router asks for one
 * @param linkBandwidth form in which weights are told
 * @param sourceAddress local address to speak from; empty: the kernel chooses
 * @param passive       true: wait for the router to connect, never connect ourselves
 * @param families      address families to offer
 * @param prefixLimit   reset the session when the router sends more prefixes than this; empty: count only
 */
public record NeighborConfig(
    InetAddress address,
    long asn,
    int port,
    Duration holdTime,
    Duration connectRetry,
    Optional<Password> password,
    LinkBandwidthMode linkBandwidth,
    Optional<InetAddress> sourceAddress,
    boolean passive,
    SortedSet<Family> families,
    OptionalInt prefixLimit) {

    /** The port of BGP. */
    public static final int DEFAULT_PORT = 179;
    /** Hold time offered unless told otherwise. */
    public static final Duration DEFAULT_HOLD_TIME = Duration.ofSeconds(9);
    /** Pause between connection attempts unless told otherwise. */
    public static final Duration DEFAULT_CONNECT_RETRY = Duration.ofSeconds(5);

    private static final long MAX_ASN = 0xffff_ffffL;

    /** Checks every value. */
    public NeighborConfig {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(linkBandwidth, "linkBandwidth");
        require(asn >= 1 && asn <= MAX_ASN, address, "asn " + asn + " is not within 1.." + MAX_ASN);
        require(port >= 1 && port <= 65_535, address, "port " + port + " is not within 1..65535");
        require(isHoldTime(holdTime), address,
            "hold time " + holdTime.toMillis() + " ms is neither 0 nor whole seconds within 3..65535");
        require(connectRetry.toMillis() >= 10, address, "connect retry is shorter than 10 ms");
        sourceAddress.ifPresent(source -> require(source.getClass() == address.getClass(), address,
            "source address " + source.getHostAddress() + " is of the other IP version"));
        require(!families.isEmpty(), address, "no address family");
        require(families.stream().allMatch(Family::isUnicast), address, "an address family is not unicast");
        prefixLimit.ifPresent(limit -> require(limit >= 1, address, "prefix limit " + limit + " is below 1"));
        families = Collections.unmodifiableSortedSet(new TreeSet<>(families));
    }

    /** A neighbour with the default port and timers, no password, both link-bandwidth forms, IPv4 and IPv6. */
    public static NeighborConfig of(final InetAddress address, final long asn) {
        return new NeighborConfig(address, asn, DEFAULT_PORT, DEFAULT_HOLD_TIME, DEFAULT_CONNECT_RETRY,
            Optional.empty(), LinkBandwidthMode.BOTH, Optional.empty(), false,
            new TreeSet<>(Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST)), OptionalInt.empty());
    }

    /** The same with another port. */
    public NeighborConfig withPort(final int newPort) {
        return new NeighborConfig(address, asn, newPort, holdTime, connectRetry, password, linkBandwidth,
            sourceAddress, passive, families, prefixLimit);
    }

    /** The same with other timers. */
    public NeighborConfig withTimers(final Duration newHoldTime, final Duration newConnectRetry) {
        return new NeighborConfig(address, asn, port, newHoldTime, newConnectRetry, password, linkBandwidth,
            sourceAddress, passive, families, prefixLimit);
    }

    /** The same with another password, or none. */
    public NeighborConfig withPassword(final Optional<Password> newPassword) {
        return new NeighborConfig(address, asn, port, holdTime, connectRetry, newPassword, linkBandwidth,
            sourceAddress, passive, families, prefixLimit);
    }

    /** The same with weights told in another form. */
    public NeighborConfig withLinkBandwidth(final LinkBandwidthMode mode) {
        return new NeighborConfig(address, asn, port, holdTime, connectRetry, password, mode,
            sourceAddress, passive, families, prefixLimit);
    }

    /** The same, speaking from another local address, or from the one that the kernel chooses. */
    public NeighborConfig withSourceAddress(final Optional<InetAddress> newSource) {
        return new NeighborConfig(address, asn, port, holdTime, connectRetry, password, linkBandwidth,
            newSource, passive, families, prefixLimit);
    }

    /** The same, waiting for the router to connect or not. */
    public NeighborConfig withPassive(final boolean newPassive) {
        return new NeighborConfig(address, asn, port, holdTime, connectRetry, password, linkBandwidth,
            sourceAddress, newPassive, families, prefixLimit);
    }

    /** The same with other address families. */
    public NeighborConfig withFamilies(final Set<Family> newFamilies) {
        return new NeighborConfig(address, asn, port, holdTime, connectRetry, password, linkBandwidth,
            sourceAddress, passive, new TreeSet<>(newFamilies), prefixLimit);
    }

    /** The same with a limit on the prefixes that the router may send, or none. */
    public NeighborConfig withPrefixLimit(final OptionalInt limit) {
        return new NeighborConfig(address, asn, port, holdTime, connectRetry, password, linkBandwidth,
            sourceAddress, passive, families, limit);
    }

    /** Whether a session of this configuration can go on under the other one. */
    boolean sameSession(final NeighborConfig other) {
        return other.withPassword(password).withLinkBandwidth(linkBandwidth).withPrefixLimit(prefixLimit).equals(this);
    }

    SessionSettings toSettings(final SpeakerConfig speaker) {
        return new SessionSettings(address, port, speaker.asn(), asn, speaker.routerId(), (int) holdTime.toSeconds(),
            connectRetry.toMillis(), passive, password.isPresent(), families);
    }

    private static boolean isHoldTime(final Duration time) {
        final long seconds = time.toSeconds();
        return time.equals(Duration.ofSeconds(seconds)) && (seconds == 0 || (seconds >= 3 && seconds <= 65_535));
    }

    private static void require(final boolean condition, final InetAddress neighbor, final String message) {
        if (!condition) {
            throw new IllegalArgumentException("neighbor " + neighbor.getHostAddress() + ": " + message);
        }
    }
}
