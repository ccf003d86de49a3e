package dev.directrix.linux.socket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Internet addresses as the kernel has them (struct sockaddr_in, sockaddr_in6), and as two 64-bit numbers: the octets
 * of an IPv6 address, an IPv4 one being mapped into it (::ffff:a.b.c.d).
 */
public final class SocketAddress {

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int INET_BYTES = 16;
    static final int INET6_BYTES = 28;
    static final int INET_ADDRESS_OFFSET = 4;
    static final int INET6_ADDRESS_OFFSET = 8;
    static final int INET6_SCOPE_OFFSET = 24;
    static final ValueLayout.OfLong BIG_ENDIAN_LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt BIG_ENDIAN_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final ValueLayout.OfShort BIG_ENDIAN_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int PORT_OFFSET = 2;
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final long LOW_32 = 0xffff_ffffL;

    private SocketAddress() {
    }

    /** The structure of this address and port, a link-local one with its interface. */
    static MemorySegment of(final SegmentAllocator memory, final InetAddress address, final int port) {
        final boolean four = address instanceof Inet4Address;
        final MemorySegment result = memory.allocate(four ? INET_BYTES : INET6_BYTES, Integer.BYTES);
        result.set(ValueLayout.JAVA_SHORT, 0, (short) (four ? AF_INET : AF_INET6));
        result.set(BIG_ENDIAN_SHORT, PORT_OFFSET, (short) port);
        MemorySegment.copy(MemorySegment.ofArray(address.getAddress()), 0, result,
                four ? INET_ADDRESS_OFFSET : INET6_ADDRESS_OFFSET, four ? 4 : 16);
        if (address instanceof Inet6Address six && six.isLinkLocalAddress()) {
            result.set(ValueLayout.JAVA_INT, INET6_SCOPE_OFFSET, six.getScopeId());
        }
        return result;
    }

    /** The address in such a structure. */
    static InetAddress read(final MemorySegment structure) {
        final boolean four = structure.get(ValueLayout.JAVA_SHORT, 0) == AF_INET;
        final byte[] octets = structure.asSlice(four ? INET_ADDRESS_OFFSET : INET6_ADDRESS_OFFSET, four ? 4 : 16)
                .toArray(ValueLayout.JAVA_BYTE);
        try {
            final InetAddress address = InetAddress.getByAddress(octets);
            return address.isLinkLocalAddress() && !four
                    ? Inet6Address.getByAddress("", octets, structure.get(ValueLayout.JAVA_INT, INET6_SCOPE_OFFSET))
                    : address;
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are an address", e);
        }
    }

    /** The first eight octets; 0 for IPv4. */
    public static long high(final InetAddress address) {
        return address instanceof Inet4Address ? 0
                : MemorySegment.ofArray(address.getAddress()).get(BIG_ENDIAN_LONG, 0);
    }

    /** The last eight octets. */
    public static long low(final InetAddress address) {
        final byte[] octets = address.getAddress();
        return octets.length == 4 ? mapped(MemorySegment.ofArray(octets).get(BIG_ENDIAN_INT, 0))
                : MemorySegment.ofArray(Arrays.copyOfRange(octets, 8, 16)).get(BIG_ENDIAN_LONG, 0);
    }

    /** The address of these two numbers. */
    public static InetAddress address(final long high, final long low) {
        final byte[] octets = new byte[16];
        final MemorySegment segment = MemorySegment.ofArray(octets);
        segment.set(BIG_ENDIAN_LONG, 0, high);
        segment.set(BIG_ENDIAN_LONG, Long.BYTES, low);
        try {
            return InetAddress.getByAddress(octets); // Makes an IPv4 address of a mapped one.
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("16 octets are an address", e);
        }
    }

    static long mapped(final int address) {
        return MAPPED | (address & LOW_32);
    }
}
