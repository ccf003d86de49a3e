package dev.directrix.ecmp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * An IPv4 or IPv6 prefix with no host bits set. Immutable.
 *
 * @param address network address, 4 or 16 octets
 * @param length  prefix length in bits, 0 to 32 or 0 to 128
 */
public record Prefix(InetAddress address, int length) {

    /** Checks the length and that every bit behind it is zero. */
    public Prefix {
        Objects.requireNonNull(address, "address");
        final byte[] octets = address.getAddress();
        if (length < 0 || length > octets.length * 8) {
            throw new IllegalArgumentException("prefix length " + length + " is not within 0.." + octets.length * 8);
        }
        if (hasHostBits(octets, length)) {
            throw new IllegalArgumentException(address.getHostAddress() + "/" + length + " has host bits set");
        }
    }

    /** The prefix that covers this one address: /32 or /128. */
    public static Prefix host(final InetAddress address) {
        return new Prefix(address, address.getAddress().length * 8);
    }

    /**
     * Builds a prefix from network octets, clearing the bits behind the length.
     *
     * @throws IllegalArgumentException if there are not 4 or 16 octets or the length does not fit
     */
    public static Prefix of(final byte[] octets, final int length) {
        try {
            final byte[] network = masked(octets, length);
            // Not through the generic factory for 16 octets: it would turn ::ffff:0:0/96 into an IPv4 prefix.
            return new Prefix(network.length == 16
                ? Inet6Address.getByAddress(null, network, -1) : InetAddress.getByAddress(network), length);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 octets, not " + octets.length, e);
        }
    }

    /** Whether this is an IPv4 prefix. */
    public boolean isIpv4() {
        return address instanceof Inet4Address;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + length;
    }

    private static boolean hasHostBits(final byte[] octets, final int length) {
        for (int i = length / 8; i < octets.length; i++) {
            final int kept = i == length / 8 ? length % 8 : 0;
            if ((octets[i] & 0xff >>> kept) != 0) {
                return true;
            }
        }
        return false;
    }

    private static byte[] masked(final byte[] octets, final int length) {
        final byte[] result = octets.clone();
        for (int i = 0; i < result.length; i++) {
            final int kept = Math.clamp(length - 8L * i, 0, 8);
            result[i] &= (byte) (0xff << (8 - kept));
        }
        return result;
    }
}
