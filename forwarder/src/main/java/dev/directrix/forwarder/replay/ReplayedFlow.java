package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.Protocol;

/** The flow of a parsed packet, as a value. */
final class ReplayedFlow {
    private ReplayedFlow() {
    }

    static FlowKey keyOf(final PacketParser packet) {
        return new FlowKey(
                Protocol.ofNumber(packet.protocol()),
                Addresses.ofLongs(packet.sourceHigh(), packet.sourceLow()),
                packet.ports() >>> 16,
                Addresses.ofLongs(packet.destinationHigh(), packet.destinationLow()),
                packet.ports() & 0xffff);
    }
}
