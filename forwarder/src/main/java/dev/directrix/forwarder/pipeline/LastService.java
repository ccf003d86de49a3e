package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.service.ServiceIndex;

/** Looks services up, and remembers the last one: packets that come together are mostly for one. For one thread. */
final class LastService {
    private ServiceIndex index = ServiceIndex.EMPTY;
    private long destinationHigh;
    private long destinationLow;
    private int protocolAndPort = -1;
    private int found = -1;

    /** The service of a packet with ports, as {@link ServiceIndex#find} names it, or less than zero. */
    int find(final ServiceIndex served, final PacketParser packet) {
        final int asked = (packet.protocol() << 16) | (packet.ports() & 0xffff);
        if (asked == protocolAndPort && packet.destinationLow() == destinationLow
                && packet.destinationHigh() == destinationHigh && served == index) {
            return found;
        }
        index = served;
        destinationHigh = packet.destinationHigh();
        destinationLow = packet.destinationLow();
        protocolAndPort = asked;
        found = served.find(destinationHigh, destinationLow, packet.protocol(), asked & 0xffff);
        return found;
    }
}
