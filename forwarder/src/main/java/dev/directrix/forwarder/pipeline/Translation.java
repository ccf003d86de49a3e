package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.NatFlow;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.rewrite.AddressRewrite;
import dev.directrix.forwarder.rewrite.ErrorTranslation;
import dev.directrix.forwarder.rewrite.FamilyRewrite;
import dev.directrix.forwarder.rewrite.QuotedRewrite;
import dev.directrix.forwarder.rewrite.ToaOption;
import java.lang.foreign.MemorySegment;

/** The rewrites of translated flows, in both directions. For one thread. */
final class Translation {
    private final PacketParser rewritten = new PacketParser();

    private static boolean isIpv4(final long high, final long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    private static long pair(final long sourceLow, final long destinationLow) {
        return (sourceLow << 32) | (destinationLow & 0xffff_ffffL);
    }

    /** Whether the packet would change its IP version and cannot. */
    static boolean isImpossible(final Arrival arrival, final long high, final long low) {
        final PacketParser packet = arrival.packet();
        if (packet.isIpv4() == isIpv4(high, low)) {
            return false;
        }
        // Over IPv6 UDP must have a checksum (RFC 8200 §8.1).
        return (arrival.kind() != PacketKind.TRANSPORT && arrival.kind() != PacketKind.FIRST_FRAGMENT)
                || (packet.isUdp() && Frame.unsignedShort(arrival.memory(), packet.transport() + 6) == 0);
    }

    /** Whether an error would change its IP version and cannot: the other one has no such error. */
    static boolean isImpossibleError(final Arrival arrival, final long high, final long low) {
        return arrival.packet().isIpv4() != isIpv4(high, low)
                && !ErrorTranslation.isPossible(arrival.memory(), arrival.packet());
    }

    /** Octets that a packet to this address grows by, when its IP version changes. */
    static int growth(final PacketParser packet, final long high, final long low) {
        if (packet.isIpv4() == isIpv4(high, low)) {
            return 0;
        }
        final int header = (int) (packet.transport() - packet.ip());
        final int fragment = packet.isFragment() ? FamilyRewrite.FRAGMENT_BYTES : 0;
        return packet.isIpv4() ? Frame.IPV6_BYTES + fragment - header : Frame.IPV4_BYTES - header;
    }

    /** A client's packet, as the server shall see it. */
    void toServer(final Arrival arrival, final NatFlow flow) {
        final int ports = (flow.localPort() << 16) | flow.serverPort();
        if (isIpv4(flow.serverHigh(), flow.serverLow())) {
            toIpv4(arrival, pair(flow.localLow(), flow.serverLow()), ports);
        } else {
            toIpv6(arrival, flow.localHigh(), flow.localLow(), flow.serverHigh(), flow.serverLow(), ports);
        }
    }

    /** A server's packet, as the client shall see it. */
    void toClient(final Arrival arrival, final NatFlow flow) {
        final int ports = (flow.vipPort() << 16) | flow.clientPort();
        if (isIpv4(flow.clientHigh(), flow.clientLow())) {
            toIpv4(arrival, pair(flow.vipLow(), flow.clientLow()), ports);
        } else {
            toIpv6(arrival, flow.vipHigh(), flow.vipLow(), flow.clientHigh(), flow.clientLow(), ports);
        }
    }

    /** A later fragment. */
    void fragment(final Arrival arrival, final NatFragments known, final int place) {
        if (isIpv4(known.address(place, 2), known.address(place, 3))) {
            toIpv4(arrival, pair(known.address(place, 1), known.address(place, 3)), 0);
        } else {
            toIpv6(arrival, known.address(place, 0), known.address(place, 1), known.address(place, 2),
                    known.address(place, 3), 0);
        }
    }

    /** An error about a packet that the client got: about the one that the server sent. */
    void errorToServer(final Arrival arrival, final NatFlow flow) {
        final PacketParser packet = arrival.packet();
        final int ports = (flow.serverPort() << 16) | flow.localPort();
        if (packet.isIpv4() != isIpv4(flow.serverHigh(), flow.serverLow())) {
            errorBetween(arrival, flow.localHigh(), flow.localLow(), flow.serverHigh(), flow.serverLow(), ports);
            return;
        }
        if (packet.isIpv4()) {
            final long source = flow.isFull() ? flow.localLow()
                    : Frame.integer(arrival.memory(), packet.ip() + Frame.IPV4_ADDRESSES);
            AddressRewrite.rewrite4(arrival.memory(), packet, arrival.kind(), pair(source, flow.serverLow()), 0);
            QuotedRewrite.rewrite4(arrival.memory(), packet, pair(flow.serverLow(), flow.localLow()), ports);
        } else {
            final long at = packet.ip() + Frame.IPV6_SOURCE;
            AddressRewrite.rewrite6(arrival.memory(), packet, arrival.kind(),
                    flow.isFull() ? flow.localHigh() : Frame.word(arrival.memory(), at),
                    flow.isFull() ? flow.localLow() : Frame.word(arrival.memory(), at + Long.BYTES),
                    flow.serverHigh(), flow.serverLow(), 0);
            QuotedRewrite.rewrite6(arrival.memory(), packet, flow.serverHigh(), flow.serverLow(),
                    flow.localHigh(), flow.localLow(), ports);
        }
        AddressRewrite.decrementTtl(arrival.memory(), packet);
    }

    /** An error about a packet that went to the server: about the one that the client sent, from the VIP. */
    void errorToClient(final Arrival arrival, final NatFlow flow) {
        final PacketParser packet = arrival.packet();
        final int ports = (flow.clientPort() << 16) | flow.vipPort();
        if (packet.isIpv4() != isIpv4(flow.clientHigh(), flow.clientLow())) {
            errorBetween(arrival, flow.vipHigh(), flow.vipLow(), flow.clientHigh(), flow.clientLow(), ports);
            return;
        }
        if (packet.isIpv4()) {
            AddressRewrite.rewrite4(
                    arrival.memory(), packet, arrival.kind(), pair(flow.vipLow(), flow.clientLow()), 0);
            QuotedRewrite.rewrite4(arrival.memory(), packet, pair(flow.clientLow(), flow.vipLow()), ports);
        } else {
            AddressRewrite.rewrite6(arrival.memory(), packet, arrival.kind(), flow.vipHigh(), flow.vipLow(),
                    flow.clientHigh(), flow.clientLow(), 0);
            QuotedRewrite.rewrite6(arrival.memory(), packet, flow.clientHigh(), flow.clientLow(),
                    flow.vipHigh(), flow.vipLow(), ports);
        }
        AddressRewrite.decrementTtl(arrival.memory(), packet);
    }

    /** An error in the other IP version, from and to these addresses. */
    private static void errorBetween(
            final Arrival arrival,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports) {
        final PacketParser packet = arrival.packet();
        final MemorySegment memory = arrival.memory();
        final long start;
        final long end;
        if (packet.isIpv4()) {
            start = ErrorTranslation.toIpv6(memory, arrival.offset(), packet,
                    sourceHigh, sourceLow, destinationHigh, destinationLow, ports);
            end = ErrorTranslation.end6(memory, packet);
        } else {
            start = ErrorTranslation.toIpv4(
                    memory, arrival.offset(), packet, pair(sourceLow, destinationLow), ports);
            end = ErrorTranslation.end4(memory, packet);
        }
        arrival.moved(start, (int) (end - start));
    }

    /** Inserts the client's address into a segment that was translated, if there is room for it. */
    void insertClient(final Arrival arrival, final NatFlow flow, final int largest) {
        final int bytes = ToaOption.bytes(flow.clientHigh(), flow.clientLow());
        if (rewritten.parse(arrival.memory(), arrival.offset(), arrival.length()) != PacketKind.TRANSPORT
                || rewritten.ipBytes() + bytes > largest
                || !ToaOption.fits(arrival.memory(), rewritten, bytes)) {
            return;
        }
        final long start = ToaOption.insert(arrival.memory(), arrival.offset(), rewritten,
                flow.clientHigh(), flow.clientLow(), flow.clientPort());
        arrival.moved(start, arrival.length() + bytes);
    }

    private static void toIpv4(final Arrival arrival, final long addresses, final int ports) {
        final PacketParser packet = arrival.packet();
        if (packet.isIpv4()) {
            AddressRewrite.rewrite4(arrival.memory(), packet, arrival.kind(), addresses, ports);
            AddressRewrite.decrementTtl(arrival.memory(), packet);
            return;
        }
        moved(arrival, FamilyRewrite.toIpv4(arrival.memory(), arrival.offset(), packet, addresses, ports));
    }

    private static void toIpv6(
            final Arrival arrival,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports) {
        final PacketParser packet = arrival.packet();
        if (!packet.isIpv4()) {
            AddressRewrite.rewrite6(arrival.memory(), packet, arrival.kind(),
                    sourceHigh, sourceLow, destinationHigh, destinationLow, ports);
            AddressRewrite.decrementTtl(arrival.memory(), packet);
            return;
        }
        moved(arrival, FamilyRewrite.toIpv6(arrival.memory(), arrival.offset(), packet,
                sourceHigh, sourceLow, destinationHigh, destinationLow, ports));
    }

    private static void moved(final Arrival arrival, final long start) {
        final PacketParser packet = arrival.packet();
        arrival.moved(start, (int) (packet.ip() + packet.ipBytes() - start));
    }
}
