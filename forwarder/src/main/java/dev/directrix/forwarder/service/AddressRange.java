package dev.directrix.forwarder.service;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Addresses that begin alike.
 *
 * @param address the first of them
 * @param bits    how many bits they have in common: 0 to 32 for IPv4, to 128 for IPv6
 */
public record AddressRange(InetAddress address, int bits) {

    private static final int MAPPED_BITS = 96;

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException when it is longer than the address
     */
    public AddressRange {
        if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException(address.getHostAddress() + " has no first " + bits + " bits");
        }
    }

    /** One address. */
    public static AddressRange of(final InetAddress address) {
        return new AddressRange(address, address.getAddress().length * Byte.SIZE);
    }

    /** Whether it is one address only. */
    public boolean single() {
        return bits == address.getAddress().length * Byte.SIZE;
    }

    /** Whether an address is one of these. */
    public boolean contains(final InetAddress other) {
        return (other instanceof Inet4Address) == (address instanceof Inet4Address)
            && startsAlike(Addresses.high(address), Addresses.high(other), Math.min(mappedBits(), Long.SIZE))
            && startsAlike(Addresses.low(address), Addresses.low(other), mappedBits() - Long.SIZE);
    }

    /** Bits in common when an IPv4 address is written as an IPv4-mapped one. */
    public int mappedBits() {
        return address instanceof Inet4Address ? MAPPED_BITS + bits : bits;
    }

    private static boolean startsAlike(final long one, final long other, final int bits) {
        return bits <= 0 || (one ^ other) >>> (Long.SIZE - bits) == 0;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + (single() ? "" : "/" + bits);
    }
}
