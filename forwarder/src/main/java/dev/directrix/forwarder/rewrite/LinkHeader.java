package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Frame;
import java.lang.foreign.MemorySegment;

/** The Ethernet header with its VLAN tags, moved when the packet behind it begins elsewhere. */
final class LinkHeader {
    private LinkHeader() {
    }

    /**
     * Moves the header in front of where the IP header will begin, and gives it the EtherType of what follows.
     *
     * @param oldIp where the IP header begins now, behind all tags
     * @param newIp where it will begin
     * @return where the frame begins then
     */
    static long move(
            final MemorySegment memory, final long frame, final long oldIp, final long newIp, final int type) {
        final long start = frame + newIp - oldIp;
        final long macs = Frame.word(memory, frame);
        final int rest = Frame.integer(memory, frame + Long.BYTES);
        final int tags = (int) (oldIp - frame) - Frame.ETHERNET_BYTES;
        if (tags != 0) {
            moveTags(memory, frame + Frame.ETHERTYPE, start + Frame.ETHERTYPE, tags);
        }
        Frame.setWord(memory, start, macs);
        Frame.setInteger(memory, start + Long.BYTES, rest);
        Frame.setShort(memory, newIp - Short.BYTES, type);
        return start;
    }

    /** One tag or two. */
    private static void moveTags(final MemorySegment memory, final long from, final long to, final int bytes) {
        final int first = Frame.integer(memory, from);
        if (bytes > Frame.TAG_BYTES) {
            final int second = Frame.integer(memory, from + Frame.TAG_BYTES);
            Frame.setInteger(memory, to + Frame.TAG_BYTES, second);
        }
        Frame.setInteger(memory, to, first);
    }
}
