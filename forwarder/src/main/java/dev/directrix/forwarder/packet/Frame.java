package dev.directrix.forwarder.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Offsets in an Ethernet II frame and in IP headers, and access to them in network byte order. */
public final class Frame {
    /** Bytes of the Ethernet header. */
    public static final int ETHERNET_BYTES = 14;
    /** EtherType of IPv4. */
    public static final int ETHERTYPE_IPV4 = 0x0800;
    /** EtherType of IPv6. */
    public static final int ETHERTYPE_IPV6 = 0x86dd;
    /** Bytes of an IPv4 header without options. */
    public static final int IPV4_BYTES = 20;
    /** Bytes of an IPv6 header without extensions. */
    public static final int IPV6_BYTES = 40;
    /** Bytes of a VLAN tag (IEEE 802.1Q). */
    public static final int TAG_BYTES = 4;

    /** Offset of the source MAC address in a frame. */
    public static final int SOURCE_MAC = 6;
    /** Offset of the EtherType in a frame without VLAN tags. */
    public static final int ETHERTYPE = 12;
    /** Offset of the total length in an IPv4 header. */
    public static final int IPV4_TOTAL_LENGTH = 2;
    /** Offset of the identification in an IPv4 header. */
    public static final int IPV4_ID = 4;
    /** Offset of fragment flags and offset in an IPv4 header. */
    public static final int IPV4_FRAGMENT = 6;
    /** Offset of the TTL in an IPv4 header. */
    public static final int IPV4_TTL = 8;
    /** Offset of the protocol in an IPv4 header. */
    public static final int IPV4_PROTOCOL = 9;
    /** Offset of the checksum in an IPv4 header. */
    public static final int IPV4_CHECKSUM = 10;
    /** Offset of the source address in an IPv4 header; the destination follows. */
    public static final int IPV4_ADDRESSES = 12;
    /** Offset of the destination address in an IPv4 header. */
    public static final int IPV4_DESTINATION = 16;
    /** Offset of the payload length in an IPv6 header. */
    public static final int IPV6_PAYLOAD_LENGTH = 4;
    /** Offset of the next header in an IPv6 header. */
    public static final int IPV6_NEXT_HEADER = 6;
    /** Offset of the hop limit in an IPv6 header. */
    public static final int IPV6_HOP_LIMIT = 7;
    /** Offset of the source address in an IPv6 header. */
    public static final int IPV6_SOURCE = 8;
    /** Offset of the destination address in an IPv6 header. */
    public static final int IPV6_DESTINATION = 24;

    private static final int TAG_CUSTOMER = 0x8100;
    private static final int TAG_SERVICE = 0x88a8;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Frame() {
    }

    /** Whether an EtherType says that a VLAN tag follows: IEEE 802.1Q, 802.1ad. */
    static boolean isTag(final int type) {
        return type == TAG_CUSTOMER || type == TAG_SERVICE;
    }

    /** The destination MAC address, of a frame of at least 8 bytes. */
    public static long destinationMac(final MemorySegment memory, final long frame) {
        return memory.get(LONG, frame) >>> 16;
    }

    /** The source MAC address, of a frame of at least 14 bytes. */
    public static long sourceMac(final MemorySegment memory, final long frame) {
        return memory.get(LONG, frame + SOURCE_MAC) >>> 16;
    }

    /** Writes both MAC addresses. */
    public static void setMacs(
            final MemorySegment memory, final long frame, final long destination, final long source) {
        memory.set(LONG, frame, (destination << 16) | ((source >>> 32) & 0xffff));
        memory.set(INT, frame + Long.BYTES, (int) source);
    }

    /** An octet. */
    public static int unsignedByte(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    /** Writes an octet: the low 8 bits. */
    public static void setByte(final MemorySegment memory, final long at, final int value) {
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    /** 16 bits. */
    public static int unsignedShort(final MemorySegment memory, final long at) {
        return memory.get(SHORT, at) & 0xffff;
    }

    /** Writes the low 16 bits. */
    public static void setShort(final MemorySegment memory, final long at, final int value) {
        memory.set(SHORT, at, (short) value);
    }

    /** 32 bits. */
    public static int integer(final MemorySegment memory, final long at) {
        return memory.get(INT, at);
    }

    /** Writes 32 bits. */
    public static void setInteger(final MemorySegment memory, final long at, final int value) {
        memory.set(INT, at, value);
    }

    /** 64 bits. */
    public static long word(final MemorySegment memory, final long at) {
        return memory.get(LONG, at);
    }

    /** Writes 64 bits. */
    public static void setWord(final MemorySegment memory, final long at, final long value) {
        memory.set(LONG, at, value);
    }
}
