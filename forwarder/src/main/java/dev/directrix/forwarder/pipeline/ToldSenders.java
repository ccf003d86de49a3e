package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.PacketParser;

/**
 * Who was told lately that packets are too big: {@value #PLACES} senders, for ten minutes as hosts remember a path's
 * MTU (RFC 1191 §6.3). A newer sender may take the place of an older; all that this costs is one more error. For one
 * thread.
 */
final class ToldSenders {
    private static final int PLACES = 1024;
    private static final long LIFE_NS = 600_000_000_000L;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final long[] senders = new long[PLACES];
    private final long[] times = new long[PLACES];

    boolean isTold(final PacketParser packet, final long nowNs) {
        final long sender = senderOf(packet);
        final int place = placeOf(sender);
        return senders[place] == sender && nowNs - times[place] < LIFE_NS;
    }

    void tell(final PacketParser packet, final long nowNs) {
        final long sender = senderOf(packet);
        final int place = placeOf(sender);
        senders[place] = sender;
        times[place] = nowNs;
    }

    /** Never 0, which marks a free place. */
    private static long senderOf(final PacketParser packet) {
        return (packet.sourceLow() ^ (packet.sourceHigh() * MIX)) | Long.MIN_VALUE;
    }

    private static int placeOf(final long sender) {
        return (int) ((sender * MIX) >>> 40) & (PLACES - 1);
    }
}
