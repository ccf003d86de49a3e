package dev.directrix.forwarder.pipeline;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one worker has counted since it started. The worker alone writes; any thread may read and sees values that are
 * at most a moment old. Ids are those of {@link dev.directrix.forwarder.service.TableCompiler}.
 */
public final class Counters {
    private static final DropReason[] REASONS = DropReason.values();

    private final AtomicLongArray totals = new AtomicLongArray(Total.values().length);
    private final AtomicLongArray drops = new AtomicLongArray(REASONS.length);
    private volatile AtomicLongArray servers = new AtomicLongArray(2);
    private volatile AtomicLongArray services = new AtomicLongArray(2);

    /** Things that are counted once for the worker. */
    public enum Total {
        /** Frames transmitted to a server. */
        FORWARDED(0),
        /** Bytes of them. */
        FORWARDED_BYTES(1),
        /** Echo requests answered. */
        ECHO_REPLIES(2),
        /** Frames left to the kernel. */
        PASSED(3),
        /** Flows entered in the flow table. */
        FLOWS_CREATED(4),
        /** Flows forwarded by Maglev alone because the flow table had no room. */
        FLOWS_UNTRACKED(5),
        /** Flows whose entry ended by its idle time. */
        FLOWS_EXPIRED(6),
        /** Flows decided anew: their server went down or away, or their packets name another. */
        FLOWS_MOVED(7),
        /** ICMP errors sent to clients: too big, time exceeded. */
        ERRORS_SENT(8),
        /** RSTs sent to clients whose server is dead. */
        RESETS_SENT(9),
        /** SYNs whose segment size was lowered. */
        MSS_CLAMPED(10),
        /** IPv4 packets cut in two because they were too large for the way to their server. */
        PACKETS_CUT(11),
        /** Fragments that waited for the first of their packet. */
        FRAGMENTS_HELD(12),
        /** Servers' packets of translated flows, sent to clients. */
        ANSWERS(13);

        private final int code;

        Total(final int code) {
            this.code = code;
        }
    }

    /** A total. */
    public long total(final Total total) {
        return switch (total) {
            case FORWARDED -> sum(services, 0);
            case FORWARDED_BYTES -> sum(services, 1);
            default -> totals.getOpaque(total.code);
        };
    }

    /** Frames dropped for a reason. */
    public long dropped(final DropReason reason) {
        return drops.getOpaque(reason.code());
    }

    /** Frames forwarded to a server. */
    public long serverPackets(final int serverId) {
        return read(servers, 2 * serverId);
    }

    /** Bytes of the frames forwarded to a server. */
    public long serverBytes(final int serverId) {
        return read(servers, 2 * serverId + 1);
    }

    /** Frames forwarded for a service. */
    public long servicePackets(final int serviceId) {
        return read(services, 2 * serviceId);
    }

    /** Bytes of the frames forwarded for a service. */
    public long serviceBytes(final int serviceId) {
        return read(services, 2 * serviceId + 1);
    }

    private static long read(final AtomicLongArray array, final int index) {
        return index < array.length() ? array.getOpaque(index) : 0;
    }

    private static long sum(final AtomicLongArray array, final int from) {
        long result = 0;
        for (int i = from; i < array.length(); i += 2) {
            result += array.getOpaque(i);
        }
        return result;
    }

    void drop(final DropReason reason) {
        add(drops, reason.code(), 1);
    }

    void count(final Total total, final long amount) {
        add(totals, total.code, amount);
    }

    void forwarded(final int serviceId, final int serverId, final int bytes) {
        AtomicLongArray perServer = servers;
        if (2 * serverId >= perServer.length()) {
            perServer = grown(perServer, serverId);
            servers = perServer;
        }
        AtomicLongArray perService = services;
        if (2 * serviceId >= perService.length()) {
            perService = grown(perService, serviceId);
            services = perService;
        }
        add(perServer, 2 * serverId, 1);
        add(perServer, 2 * serverId + 1, bytes);
        add(perService, 2 * serviceId, 1);
        add(perService, 2 * serviceId + 1, bytes);
    }

    private static AtomicLongArray grown(final AtomicLongArray old, final int id) {
        final AtomicLongArray result = new AtomicLongArray(Math.max(4 * (id + 1), 2 * old.length()));
        for (int i = 0; i < old.length(); i++) {
            result.setPlain(i, old.getPlain(i));
        }
        return result;
    }

    private static void add(final AtomicLongArray array, final int index, final long amount) {
        array.setOpaque(index, array.getPlain(index) + amount);
    }
}
