package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/** Lowers the maximum segment size that a SYN announces (RFC 9293 §3.7.1), keeping the checksum right. */
public final class MssClamp {
    private static final int TCP_BYTES = 20;
    private static final int CHECKSUM = 16;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOTHING = 1;
    private static final int OPTION_MSS = 2;
    private static final int MSS_BYTES = 4;

    private MssClamp() {
    }

    /**
     * Lowers the option if it announces more; a SYN without it announces 536 or 1220 by default, which is left alone.
     *
     * @param packet a TCP segment with SYN, its header whole
     * @param most   the largest segment that passes
     * @return whether it was lowered
     */
    public static boolean clamp(final MemorySegment memory, final PacketParser packet, final int most) {
        final long tcp = packet.transport();
        final int header = (Frame.unsignedByte(memory, tcp + 12) >>> 4) << 2;
        int at = TCP_BYTES;
        while (at + MSS_BYTES <= header) {
            final int kindAndLength = Frame.unsignedShort(memory, tcp + at);
            final int kind = kindAndLength >>> 8;
            if (kind == OPTION_END) {
                return false;
            }
            if (kind == OPTION_NOTHING) {
                at++;
                continue;
            }
            final int bytes = kindAndLength & 0xff;
            if (kind == OPTION_MSS && bytes == MSS_BYTES) {
                return lower(memory, tcp, at + 2, most);
            }
            if (bytes < 2) {
                return false;
            }
            at += bytes;
        }
        return false;
    }

    private static boolean lower(final MemorySegment memory, final long tcp, final int at, final int most) {
        final int announced = Frame.unsignedShort(memory, tcp + at);
        if (announced <= most) {
            return false;
        }
        Frame.setShort(memory, tcp + at, most);
        // An option at an odd offset lies across two words of the sum: swapped octets give the same sum, swapped.
        final int oldWord = (at & 1) == 0 ? announced : Integer.reverseBytes(announced) >>> 16;
        final int newWord = (at & 1) == 0 ? most : Integer.reverseBytes(most) >>> 16;
        final int checksum = Frame.unsignedShort(memory, tcp + CHECKSUM);
        Frame.setShort(memory, tcp + CHECKSUM, Checksum.updated(checksum, oldWord, newWord));
        return true;
    }
}
