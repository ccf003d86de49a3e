package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.service.ServerIdIndex;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServiceIndex;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/** Reads by the rules of one service. For one thread. */
final class PacketNames {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    /** Header form: 1 is a long header (RFC 8999 §5.1). */
    private static final int LONG_HEADER = 0x80;
    /** First octet, version, length of the destination connection id (RFC 8999 §5.1). */
    private static final int LONG_ID = 6;
    private static final int LONG_ID_LENGTH = 5;
    private static final int SHORT_ID = 1;
    /** Long packet types, in their place (RFC 9000 §17.2): Initial 0, 0-RTT 1, Handshake 2, Retry 3. */
    private static final int TYPE_MASK = 0x30;
    private static final int TYPE_HANDSHAKE = 0x20;
    /** Katran reads ids of no less. */
    private static final int KATRAN_ID_BYTES = 8;
    private static final int STABLE_BYTES = 8;
    private static final int STABLE_TYPE = 0x52;
    private static final int ROTATIONS = 8;

    private final QuicLbDecoder[] byRotation = new QuicLbDecoder[ROTATIONS];
    private final boolean quicLb;
    private final boolean katran;
    private final boolean stable;

    PacketNames(final List<ServerIdRule> rules) {
        boolean anyKatran = false;
        boolean anyStable = false;
        boolean anyQuicLb = false;
        for (final ServerIdRule rule : rules) {
            switch (rule) {
                case ServerIdRule.QuicLb lb -> {
                    byRotation[lb.rotation()] = new QuicLbDecoder(lb);
                    anyQuicLb = true;
                }
                case ServerIdRule.KatranQuic _ -> anyKatran = true;
                case ServerIdRule.StableRouting _ -> anyStable = true;
            }
        }
        this.quicLb = anyQuicLb;
        this.katran = anyKatran;
        this.stable = anyStable;
    }

    int serverOf(final ServerIdIndex servers, final MemorySegment memory, final long payload, final int bytes) {
        if (stable) {
            final int server = stableRouting(servers, memory, payload, bytes);
            if (server != ServiceIndex.NO_SERVER) {
                return server;
            }
        }
        if ((!quicLb && !katran) || bytes < 1) {
            return ServiceIndex.NO_SERVER;
        }
        final int first = octet(memory, payload);
        final boolean isLong = (first & LONG_HEADER) != 0;
        if (isLong && bytes < LONG_ID) {
            return ServiceIndex.NO_SERVER;
        }
        final long id = payload + (isLong ? LONG_ID : SHORT_ID);
        final int available = bytes - (isLong ? LONG_ID : SHORT_ID);
        final int length = isLong ? octet(memory, payload + LONG_ID_LENGTH) : available;
        if (length < 1 || length > available) {
            return ServiceIndex.NO_SERVER;
        }
        final int server = quicLb ? quicLb(servers, memory, id, length) : ServiceIndex.NO_SERVER;
        return server == ServiceIndex.NO_SERVER && katran && (!isLong || (first & TYPE_MASK) >= TYPE_HANDSHAKE)
                ? katran(servers, memory, id, length)
                : server;
    }

    private int quicLb(final ServerIdIndex servers, final MemorySegment memory, final long id, final int length) {
        final QuicLbDecoder decoder = byRotation[octet(memory, id) >>> 5];
        if (decoder == null || length < decoder.bytes()) {
            return ServiceIndex.NO_SERVER;
        }
        decoder.decode(memory, id);
        return servers.find(decoder.idHigh(), decoder.idLow());
    }

    private static int katran(
            final ServerIdIndex servers, final MemorySegment memory, final long id, final int length) {
        if (length < KATRAN_ID_BYTES) {
            return ServiceIndex.NO_SERVER;
        }
        return switch (octet(memory, id) >>> 6) {
            case 1 -> servers.find(0, (memory.get(INT, id) >>> 14) & 0xffff);
            case 2 -> servers.find(0, memory.get(INT, id) & 0xffffff);
            case 3 -> servers.find(0, memory.get(INT, id + 1) & 0xffff_ffffL);
            default -> ServiceIndex.NO_SERVER;
        };
    }

    private static int stableRouting(
            final ServerIdIndex servers, final MemorySegment memory, final long payload, final int bytes) {
        if (bytes < STABLE_BYTES || octet(memory, payload) != STABLE_TYPE) {
            return ServiceIndex.NO_SERVER;
        }
        final int id = memory.get(INT, payload) & 0xffffff;
        // 0 says that the sender does not know its server yet.
        return id == 0 ? ServiceIndex.NO_SERVER : servers.find(0, id);
    }

    private static int octet(final MemorySegment memory, final long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }
}
