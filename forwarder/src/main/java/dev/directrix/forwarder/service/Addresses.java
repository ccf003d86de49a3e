package dev.directrix.forwarder.service;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** IP addresses as numbers. Where 128 bits are due, an IPv4 address is the IPv4-mapped one (RFC 4291 §2.5.5.2). */
public final class Addresses {
    private static final long MAPPED = 0xffff_0000_0000L;

    private Addresses() {
    }

    /** The first 64 bits. */
    public static long high(final InetAddress address) {
        return address instanceof Inet4Address ? 0 : ByteBuffer.wrap(address.getAddress()).getLong(0);
    }

    /** The last 64 bits. */
    public static long low(final InetAddress address) {
        return address instanceof Inet4Address ? mapped(toInt(address))
                : ByteBuffer.wrap(address.getAddress()).getLong(8);
    }

    /** The last 64 bits of an IPv4 address, mapped. */
    public static long mapped(final int address) {
        return MAPPED | (address & 0xffff_ffffL);
    }

    /** Whether 128 bits are a mapped IPv4 address. */
    public static boolean isMapped(final long high, final long low) {
        return high == 0 && low >>> 32 == MAPPED >>> 32;
    }

    /**
     * An IPv4 address as a big-endian number.
     *
     * @throws IllegalArgumentException if it is an IPv6 address
     */
    public static int toInt(final InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            throw new IllegalArgumentException(address.getHostAddress() + " is not an IPv4 address");
        }
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    /** The IPv4 address of a big-endian number. */
    public static InetAddress ofInt(final int address) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(address).array());
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    /** The address of 128 bits; an IPv4 address if it is a mapped one. */
    public static InetAddress ofLongs(final long high, final long low) {
        if (isMapped(high, low)) {
            return ofInt((int) low);
        }
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("sixteen octets are an address", e);
        }
    }
}
