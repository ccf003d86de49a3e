package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.packet.TestPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A frame in memory with headroom in front of it and nothing behind it. */
final class Frames {
    private static final int HEADROOM = 128;

    final MemorySegment memory;
    final long frame = HEADROOM;
    final PacketParser packet = new PacketParser();
    final PacketKind kind;

    Frames(final byte... bytes) {
        memory = TestPacket.segment(new byte[HEADROOM + bytes.length]);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, HEADROOM, bytes.length);
        kind = packet.parse(memory, frame, bytes.length);
    }

    byte[] from(final long start) {
        return memory.asSlice(start).toArray(ValueLayout.JAVA_BYTE);
    }

    byte[] from(final long start, final int length) {
        return memory.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
    }
}
