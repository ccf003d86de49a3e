package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.FlowStore;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * The frame that is being decided: where it lies, what was read of it, and when and where it came. A rewrite that moves
 * its beginning says so here. One for each pipeline, filled anew for each frame.
 */
final class Arrival {
    private MemorySegment memory = MemorySegment.NULL;
    private long offset;
    private int length;
    private int port;
    private long nowNs;
    private PacketParser packet = new PacketParser();
    private PacketKind kind = PacketKind.NOT_IP;
    private long flowHash;
    private int likelyPlace;

    /** What the frames of a batch have in common. */
    void batch(final MemorySegment frames, final int inPort, final long time) {
        memory = frames;
        port = inPort;
        nowNs = time;
    }

    void frame(
            final long frameOffset,
            final int frameLength,
            final PacketParser parsed,
            final PacketKind parsedKind,
            final long hash) {
        frame(frameOffset, frameLength, parsed, parsedKind, hash, FlowStore.ANYWHERE);
    }

    /** As the other, with where its flow likely stands. */
    void frame(
            final long frameOffset,
            final int frameLength,
            final PacketParser parsed,
            final PacketKind parsedKind,
            final long hash,
            final int likely) {
        offset = frameOffset;
        length = frameLength;
        packet = parsed;
        kind = parsedKind;
        flowHash = hash;
        likelyPlace = likely;
    }

    /** The frame begins and ends elsewhere now. */
    void moved(final long newOffset, final int newLength) {
        offset = newOffset;
        length = newLength;
    }

    MemorySegment memory() {
        return memory;
    }

    /** Where the Ethernet header begins. */
    long offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** The port where it came in. */
    int port() {
        return port;
    }

    void port(final int inPort) {
        port = inPort;
    }

    long nowNs() {
        return nowNs;
    }

    PacketParser packet() {
        return packet;
    }

    PacketKind kind() {
        return kind;
    }

    /** Where its flow likely stands in the table in which it is looked up: {@link LookAhead#likely}. */
    int likelyPlace() {
        return likelyPlace;
    }

    /** The hash of its flow, of kinds that have ports. */
    long flowHash() {
        return flowHash;
    }
}
