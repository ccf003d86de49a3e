package dev.directrix.forwarder.service;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Objects;

/**
 * The source address of a tunnel's outer header: one address, or a prefix whose host bits tell the flows apart, so that
 * the server's receive-side scaling spreads them. Immutable; the lookups allocate nothing.
 */
public final class OuterSource {
    private final InetAddress address;
    private final int length;
    private final long high;
    private final long low;
    private final long hostHigh;
    private final long hostLow;

    private OuterSource(final InetAddress address, final int length) {
        final int bits = address instanceof Inet4Address ? 128 - 32 + length : length;
        this.address = address;
        this.length = length;
        this.hostHigh = bits >= 64 ? 0 : -1L >>> bits;
        this.hostLow = bits >= 128 ? 0 : bits <= 64 ? -1L : -1L >>> (bits - 64);
        this.high = Addresses.high(address);
        this.low = Addresses.low(address);
    }

    /** This address for every packet. */
    public static OuterSource of(final InetAddress address) {
        return new OuterSource(address, address.getAddress().length * Byte.SIZE);
    }

    /**
     * Addresses of a prefix.
     *
     * @param length bits of the prefix
     * @throws IllegalArgumentException if a host bit is set, or the length does not suit the family
     */
    public static OuterSource of(final InetAddress prefix, final int length) {
        if (length < 0 || length > prefix.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException(length + " is no prefix length of " + prefix.getHostAddress());
        }
        final OuterSource result = new OuterSource(prefix, length);
        if ((result.high & result.hostHigh) != 0 || (result.low & result.hostLow) != 0) {
            throw new IllegalArgumentException(prefix.getHostAddress() + "/" + length + " has bits behind its length");
        }
        return result;
    }

    /** The address, or the first of the prefix. */
    public InetAddress address() {
        return address;
    }

    /** Bits of the prefix; 32 or 128 when it is one address. */
    public int length() {
        return length;
    }

    /** Whether it is one address for all. */
    public boolean isFixed() {
        return hostHigh == 0 && hostLow == 0;
    }

    /** The IPv4 address for a packet whose flow has this entropy. */
    public int address4(final int entropy) {
        return (int) low | (entropy & (int) hostLow);
    }

    /** First half of the IPv6 address for a packet whose flow has this entropy. */
    public long high(final long entropy) {
        return high | (entropy & hostHigh);
    }

    /** Second half of the IPv6 address for a packet whose flow has this entropy. */
    public long low(final long entropy) {
        return low | (entropy & hostLow);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof OuterSource that && length == that.length && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, length);
    }

    /** As in the configuration: an address, or a prefix with its length. */
    @Override
    public String toString() {
        return address.getHostAddress() + (isFixed() ? "" : "/" + length);
    }
}
