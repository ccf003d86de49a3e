package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.maglev.FlowHash;

/** What the fragments of a packet have in common, as a keyed hash. */
final class FragmentKey {
    private FragmentKey() {
    }

    /** Of a fragment: its identification stands where ports stand in a flow. */
    static long of(final FlowHash hash, final PacketParser packet) {
        final int id = packet.fragmentId();
        return packet.isIpv4()
                ? hash.hash4(packet.source(), packet.destination(), id >>> 16, id & 0xffff, packet.protocol())
                : hash.hash6(packet.sourceHigh(), packet.sourceLow(), packet.destinationHigh(),
                        packet.destinationLow(), id >>> 16, id & 0xffff, packet.protocol());
    }
}
