package dev.directrix.jmh;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A TCP segment to 192.0.2.10:80 in an Ethernet frame. */
final class TestFrame {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private TestFrame() {
    }

    static void writeTcp(final MemorySegment memory, final long frame, final int length, final int flags) {
        memory.asSlice(frame, length).fill((byte) 0);
        memory.set(SHORT, frame + 12, (short) 0x0800);
        memory.set(INT, frame + 14, 0x4500_0000 | (length - 14));
        memory.set(INT, frame + 20, 0x4000_4006);
        memory.set(INT, frame + 24, 0);
        memory.set(INT, frame + 30, 0xc000_020a);
        memory.set(SHORT, frame + 36, (short) 80);
        memory.set(SHORT, frame + 46, (short) (0x5000 | flags));
    }

    /** Gives the frame a client, and the MAC addresses with which it came in. */
    static void setFlow(final MemorySegment memory, final long frame, final int client, final int port) {
        memory.set(LONG, frame, (BenchmarkNextHops.OWN_MAC << 16) | 0x0200L);
        memory.set(INT, frame + 8, 0xff);
        memory.set(INT, frame + 26, client);
        memory.set(SHORT, frame + 34, (short) port);
    }
}
