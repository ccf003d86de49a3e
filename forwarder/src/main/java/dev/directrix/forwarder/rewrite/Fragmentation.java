package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/** Cuts an IPv4 packet in two (RFC 791 §3.2): before it enters a tunnel, so that its receiver puts it together. */
public final class Fragmentation {
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_MASK = 0x1fff;
    private static final int UNIT_SHIFT = 3;
    private static final int SMALLEST = 68;

    private Fragmentation() {
    }

    /**
     * Whether a packet may be cut, and two parts are enough: IPv4 without options and without don't-fragment.
     *
     * @param largest octets of the largest packet that passes
     */
    public static boolean mayCut(final MemorySegment memory, final PacketParser packet, final int largest) {
        return packet.isIpv4()
                && packet.transport() - packet.ip() == Frame.IPV4_BYTES
                && (Frame.unsignedShort(memory, packet.ip() + Frame.IPV4_FRAGMENT) & DONT_FRAGMENT) == 0
                && largest >= SMALLEST
                && packet.ipBytes() - frontPayload(largest) <= largest;
    }

    /**
     * Makes the rear part of a packet in another place and shortens the packet to its front part.
     *
     * @param frame   where the packet's Ethernet header begins
     * @param largest octets of the front part at most
     * @param rear    where the Ethernet header of the rear part shall begin, in the same memory
     * @return octets of the frame of the rear part
     */
    public static int cut(
            final MemorySegment memory,
            final long frame,
            final PacketParser packet,
            final int largest,
            final long rear) {
        final long ip = packet.ip();
        final int link = (int) (ip - frame);
        final int front = frontPayload(largest);
        final int rearPayload = packet.transportBytes() - front;
        MemorySegment.copy(memory, frame, memory, rear, link + Frame.IPV4_BYTES);
        MemorySegment.copy(memory, packet.transport() + front, memory, rear + link + Frame.IPV4_BYTES, rearPayload);
        final int field = Frame.unsignedShort(memory, ip + Frame.IPV4_FRAGMENT);
        shape(memory, ip, packet.ipBytes(), Frame.IPV4_BYTES + front, field, field | MORE_FRAGMENTS);
        final int behind = (field & ~OFFSET_MASK) | ((field & OFFSET_MASK) + (front >> UNIT_SHIFT));
        shape(memory, rear + link, packet.ipBytes(), Frame.IPV4_BYTES + rearPayload, field, behind);
        return link + Frame.IPV4_BYTES + rearPayload;
    }

    private static int frontPayload(final int largest) {
        return (largest - Frame.IPV4_BYTES) & -(1 << UNIT_SHIFT);
    }

    private static void shape(
            final MemorySegment memory,
            final long ip,
            final int oldTotal,
            final int newTotal,
            final int oldField,
            final int newField) {
        Frame.setShort(memory, ip + Frame.IPV4_TOTAL_LENGTH, newTotal);
        Frame.setShort(memory, ip + Frame.IPV4_FRAGMENT, newField);
        AddressRewrite.update(memory, ip + Frame.IPV4_CHECKSUM, oldTotal + (long) oldField, newTotal + (long) newField);
    }
}
