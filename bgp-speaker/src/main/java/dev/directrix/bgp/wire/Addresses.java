package dev.directrix.bgp.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses from octets of a known length. */
public final class Addresses {

    private Addresses() {
    }

    /** The address with these 4 or 16 octets. */
    public static InetAddress of(final byte[] octets) {
        try {
            // Never through the generic factory: it would turn ::ffff:a.b.c.d into an IPv4 address.
            return octets.length == 16
                ? Inet6Address.getByAddress(null, octets, -1) : InetAddress.getByAddress(octets);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 octets, not " + octets.length, e);
        }
    }

    /** The IPv4 address that the next four octets are. */
    public static Inet4Address readIpv4(final ByteReader in) {
        if (of(in.bytes(4)) instanceof Inet4Address address) {
            return address;
        }
        throw new IllegalStateException("four octets are an IPv4 address");
    }

    /** The IPv6 address that the next sixteen octets are. */
    public static Inet6Address readIpv6(final ByteReader in) {
        if (of(in.bytes(16)) instanceof Inet6Address address) {
            return address;
        }
        throw new IllegalStateException("sixteen octets are an IPv6 address");
    }

    /** The IPv4 address of the lower 32 bits. */
    public static Inet4Address ipv4(final long bits) {
        return readIpv4(ByteReader.of(new ByteWriter(4).u32(bits).toBytes()));
    }

    /** The address as 32 unsigned bits. */
    public static long toU32(final Inet4Address address) {
        return ByteReader.of(address.getAddress()).u32();
    }
}
