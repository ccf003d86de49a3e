package dev.directrix.forwarder.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Offsets in an Ethernet II frame and its IPv4 packet, and access to them in network byte order. */
public final class Frame {
    /** Bytes of the Ethernet header. */
    public static final int ETHERNET_BYTES = 14;
    /** EtherType of IPv4. */
    public static final int ETHERTYPE_IPV4 = 0x0800;
    /** EtherType of IPv6. */
    public static final int ETHERTYPE_IPV6 = 0x86dd;
    /** Bytes of an IPv4 header without options. */
    public static final int IPV4_BYTES = 20;
    /** IP protocol number of ICMP. */
    public static final int PROTOCOL_ICMP = 1;
    /** IP protocol number of TCP. */
    public static final int PROTOCOL_TCP = 6;
    /** IP protocol number of UDP. */
    public static final int PROTOCOL_UDP = 17;

    static final int SOURCE_MAC = 6;
    static final int IPV4_LENGTHS = ETHERNET_BYTES;
    static final int IPV4_FRAGMENT = ETHERNET_BYTES + 6;
    static final int IPV4_TTL = ETHERNET_BYTES + 8;
    static final int IPV4_PROTOCOL = ETHERNET_BYTES + 9;
    static final int IPV4_CHECKSUM = ETHERNET_BYTES + 10;
    static final int IPV4_ADDRESSES = ETHERNET_BYTES + 12;
    static final int IPV4_DESTINATION = ETHERNET_BYTES + 16;
    static final int IPV6_DESTINATION = ETHERNET_BYTES + 24;
    static final int IPV6_BYTES = 40;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Frame() {
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

    static int unsignedByte(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    static void setByte(final MemorySegment memory, final long at, final int value) {
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    static int unsignedShort(final MemorySegment memory, final long at) {
        return memory.get(SHORT, at) & 0xffff;
    }

    static void setShort(final MemorySegment memory, final long at, final int value) {
        memory.set(SHORT, at, (short) value);
    }

    static int integer(final MemorySegment memory, final long at) {
        return memory.get(INT, at);
    }

    static long word(final MemorySegment memory, final long at) {
        return memory.get(LONG, at);
    }

    static void setWord(final MemorySegment memory, final long at, final long value) {
        memory.set(LONG, at, value);
    }
}
