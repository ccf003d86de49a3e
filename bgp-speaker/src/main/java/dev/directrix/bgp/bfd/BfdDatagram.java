package dev.directrix.bgp.bfd;

import dev.directrix.linux.socket.UdpReceiver;

/** A packet that came, with what its IP header said; one object for all of them, filled again and again. */
final class BfdDatagram {

    private final BfdPacket packet = new BfdPacket();
    private boolean multihop;
    private int ttl;
    private int interfaceIndex;
    private long sourceHigh;
    private long sourceLow;
    private long localHigh;
    private long localLow;

    /** Takes over the i-th datagram of a batch. */
    void take(final UdpReceiver receiver, final int i, final boolean onMultihopPort) {
        receiver.copy(i, packet.octets());
        packet.received(receiver.length(i));
        multihop = onMultihopPort;
        ttl = receiver.ttl(i);
        interfaceIndex = receiver.interfaceIndex(i);
        sourceHigh = receiver.sourceHigh(i);
        sourceLow = receiver.sourceLow(i);
        localHigh = receiver.localHigh(i);
        localLow = receiver.localLow(i);
    }

    BfdPacket packet() {
        return packet;
    }

    /** Whether it came to the multihop port. */
    boolean isMultihop() {
        return multihop;
    }

    int ttl() {
        return ttl;
    }

    int interfaceIndex() {
        return interfaceIndex;
    }

    long sourceHigh() {
        return sourceHigh;
    }

    long sourceLow() {
        return sourceLow;
    }

    long localHigh() {
        return localHigh;
    }

    long localLow() {
        return localLow;
    }
}
