package dev.directrix.forwarder.decap;

import dev.directrix.forwarder.service.AddressRange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a decapsulator takes.
 *
 * @param kinds    tunnels to undo; may be empty when there are code points
 * @param locals   this server's addresses that directors send to
 * @param vips     what the clients' packets may be addressed to, inside a tunnel
 * @param sources  where tunnel packets may come from; anywhere when empty
 * @param greKey   the key that GRE must carry; must not carry any when empty
 * @param guePorts UDP ports of GUE
 * @param codes    DSCP code point (1 to 63) to the VIPs, at most one of each family, that it stands for
 */
public record DecapSettings(
    Set<TunnelKind> kinds, List<InetAddress> locals, List<AddressRange> vips, List<AddressRange> sources,
    OptionalLong greKey, List<Integer> guePorts, Map<Integer, List<InetAddress>> codes) {

    /** The UDP port that IANA assigned to GUE. */
    public static final int GUE_PORT = 6080;

    /** The most UDP ports of GUE. */
    public static final int MAX_GUE_PORTS = 4;

    /** The most local addresses. */
    public static final int MAX_LOCALS = 1024;

    /** The most ranges of VIPs, and of sources. */
    public static final int MAX_RANGES = 4096;

    private static final long MAX_KEY = 0xffff_ffffL;
    private static final int MAX_CODE = 63;
    private static final int MAX_PORT = 65_535;

    /**
     * Checks that it makes sense as a whole.
     *
     * @throws IllegalArgumentException with what is wrong, in words
     */
    public DecapSettings {
        kinds = Set.copyOf(kinds);
        locals = List.copyOf(locals);
        vips = List.copyOf(vips);
        sources = List.copyOf(sources);
        guePorts = List.copyOf(guePorts);
        codes = Map.copyOf(codes);
        require(!kinds.isEmpty() || !codes.isEmpty(), "there is nothing to undo: name a tunnel or a DSCP code point");
        requireTunnels(kinds, vips, sources, greKey, guePorts);
        requireLocals(kinds, locals, vips, codes);
        codes.forEach(DecapSettings::requireCode);
    }

    private static void requireTunnels(
        final Set<TunnelKind> kinds, final List<AddressRange> vips, final List<AddressRange> sources,
        final OptionalLong greKey, final List<Integer> guePorts) {
        require(kinds.isEmpty() || !vips.isEmpty(), "no VIP is named: tunnel packets to anything else are dropped");
        require(!kinds.isEmpty() || vips.isEmpty(), "VIPs are named but no tunnel; a code point names its own VIP");
        require(!kinds.isEmpty() || sources.isEmpty(), "sources are named but no tunnel; DSCP leaves the client's");
        require(vips.size() <= MAX_RANGES && sources.size() <= MAX_RANGES,
            "there are more than " + MAX_RANGES + " VIPs or sources");
        require(greKey.isEmpty() || kinds.contains(TunnelKind.GRE), "a GRE key is given but GRE is not accepted");
        greKey.ifPresent(key -> require(key >= 0 && key <= MAX_KEY, "GRE key " + key + " is not within 0.." + MAX_KEY));
        require(guePorts.isEmpty() != kinds.contains(TunnelKind.GUE), guePorts.isEmpty()
            ? "GUE is accepted on no UDP port" : "a UDP port is given but GUE is not accepted");
        require(guePorts.size() <= MAX_GUE_PORTS, "there are more than " + MAX_GUE_PORTS + " UDP ports for GUE");
        guePorts.forEach(port -> require(port > 0 && port <= MAX_PORT, "UDP port " + port + " is not within 1..65535"));
    }

    private static void requireLocals(
        final Set<TunnelKind> kinds, final List<InetAddress> locals, final List<AddressRange> vips,
        final Map<Integer, List<InetAddress>> codes) {
        require(!locals.isEmpty(), "there is no local address that directors send to");
        require(locals.size() <= MAX_LOCALS, "there are more than " + MAX_LOCALS + " local addresses");
        for (final InetAddress local : locals) {
            require(Stream.concat(vips.stream(), codes.values().stream().flatMap(List::stream).map(AddressRange::of))
                .noneMatch(vip -> vip.contains(local)), local.getHostAddress()
                + " is a VIP and a local address: directors reach a server by an address of its own");
        }
        require(!kinds.contains(TunnelKind.MINIMAL) || locals.stream().anyMatch(Inet4Address.class::isInstance),
            "minimal encapsulation is for IPv4, and no local address is");
    }

    private static void requireCode(final int code, final List<InetAddress> vips) {
        require(code > 0 && code <= MAX_CODE, "DSCP code point " + code + " is not within 1..63");
        final long ipv4 = vips.stream().filter(Inet4Address.class::isInstance).count();
        require(!vips.isEmpty() && ipv4 <= 1 && vips.size() - ipv4 <= 1,
            "DSCP code point " + code + " stands for more than one VIP of a family");
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
