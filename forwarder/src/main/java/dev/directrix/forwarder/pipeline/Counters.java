package dev.directrix.forwarder.pipeline;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one worker has counted since it started. The worker alone writes; any thread may read and sees values that are
 * at most a moment old. Ids are those of {@link dev.directrix.forwarder.service.TableCompiler}.
 */
public final class Counters {
    /** No service is known yet. */
    static final int NO_SERVICE = -1;
    private static final DropReason[] REASONS = DropReason.values();

    /** Places of a service or server in its array: those of {@link Part}, and room for a cache line. */
    private static final int PARTS = 8;
    /** Places of a service in the array of drops: a power of two with room for all reasons. */
    private static final int REASON_PLACES = Integer.highestOneBit(REASONS.length) << 1;

    private final AtomicLongArray totals = new AtomicLongArray(Total.values().length);
    private final AtomicLongArray drops = new AtomicLongArray(REASONS.length);
    private volatile AtomicLongArray servers = new AtomicLongArray(PARTS);
    private volatile AtomicLongArray services = new AtomicLongArray(PARTS);
    private volatile AtomicLongArray serviceDrops = new AtomicLongArray(REASON_PLACES);

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
        ANSWERS(13),
        /** Bytes of them. */
        ANSWER_BYTES(14),
        /** Flows given another server, since their answers could not have been told from those of another flow. */
        CONFLICTS_AVOIDED(15),
        /** Packets that waited because the cluster was about to change the table of their slot. */
        PACKETS_HELD(16),
        /** Packets whose server an exception of the cluster named, and not its table. */
        EXCEPTION_PACKETS(17);

        private final int code;

        Total(final int code) {
            this.code = code;
        }
    }

    /** Things that are counted for each service and for each server. */
    public enum Part {
        /** Frames sent to servers. */
        PACKETS(0),
        /** Bytes of them. */
        BYTES(1),
        /** Flows entered in the flow table. */
        FLOWS(2),
        /** Servers' frames of translated flows, sent to clients. */
        ANSWERS(3),
        /** Bytes of them. */
        ANSWER_BYTES(4);

        private final int code;

        Part(final int code) {
            this.code = code;
        }
    }

    /** A total. */
    public long total(final Total total) {
        return switch (total) {
            case FORWARDED -> sum(services, Part.PACKETS);
            case FORWARDED_BYTES -> sum(services, Part.BYTES);
            default -> totals.getOpaque(total.code);
        };
    }

    /** Frames dropped for a reason. */
    public long dropped(final DropReason reason) {
        return drops.getOpaque(reason.code());
    }

    /** Frames dropped for a reason after it was known that they were for this service. */
    public long dropped(final int serviceId, final DropReason reason) {
        return read(serviceDrops, serviceId * REASON_PLACES + reason.code());
    }

    /** What was done for a service. */
    public long ofService(final int serviceId, final Part part) {
        return read(services, serviceId * PARTS + part.code);
    }

    /** What was done for a server. */
    public long ofServer(final int serverId, final Part part) {
        return read(servers, serverId * PARTS + part.code);
    }

    private static long read(final AtomicLongArray array, final int index) {
        return index < array.length() ? array.getOpaque(index) : 0;
    }

    private static long sum(final AtomicLongArray array, final Part part) {
        long result = 0;
        for (int i = part.code; i < array.length(); i += PARTS) {
            result += array.getOpaque(i);
        }
        return result;
    }

    /** A drop; {@link #NO_SERVICE} where it is not known for which. */
    void drop(final DropReason reason, final int serviceId) {
        add(drops, reason.code(), 1);
        if (serviceId == NO_SERVICE) {
            return;
        }
        final int place = serviceId * REASON_PLACES + reason.code();
        AtomicLongArray perService = serviceDrops;
        if (place >= perService.length()) {
            perService = grown(perService, place);
            serviceDrops = perService;
        }
        add(perService, place, 1);
    }

    /** Drops of which nothing is known but that they were to VIPs. */
    void refused(final int frames) {
        add(drops, DropReason.NOT_VALID.code(), frames);
    }

    void count(final Total total, final long amount) {
        add(totals, total.code, amount);
    }

    /** A flow has an entry now. */
    void flow(final int serviceId, final int serverId) {
        count(Total.FLOWS_CREATED, 1);
        add(roomForService(serviceId), serviceId * PARTS + Part.FLOWS.code, 1);
        add(roomForServer(serverId), serverId * PARTS + Part.FLOWS.code, 1);
    }

    void forwarded(final int serviceId, final int serverId, final int bytes) {
        two(roomForService(serviceId), serviceId * PARTS + Part.PACKETS.code, bytes);
        two(roomForServer(serverId), serverId * PARTS + Part.PACKETS.code, bytes);
    }

    /** A server's frame goes to its client; {@link #NO_SERVICE} where the service is no longer served. */
    void answered(final int serviceId, final int serverId, final int bytes) {
        count(Total.ANSWERS, 1);
        count(Total.ANSWER_BYTES, bytes);
        if (serviceId != NO_SERVICE) {
            two(roomForService(serviceId), serviceId * PARTS + Part.ANSWERS.code, bytes);
        }
        two(roomForServer(serverId), serverId * PARTS + Part.ANSWERS.code, bytes);
    }

    /** Counts a frame, and its bytes in the place behind. */
    private static void two(final AtomicLongArray array, final int place, final int bytes) {
        add(array, place, 1);
        add(array, place + 1, bytes);
    }

    private AtomicLongArray roomForService(final int serviceId) {
        AtomicLongArray array = services;
        if (serviceId * PARTS >= array.length()) {
            array = grown(array, serviceId * PARTS);
            services = array;
        }
        return array;
    }

    private AtomicLongArray roomForServer(final int serverId) {
        AtomicLongArray array = servers;
        if (serverId * PARTS >= array.length()) {
            array = grown(array, serverId * PARTS);
            servers = array;
        }
        return array;
    }

    /** A longer array with room for this place and a few more services or servers. */
    private static AtomicLongArray grown(final AtomicLongArray old, final int place) {
        final AtomicLongArray result =
                new AtomicLongArray(Math.max(place + 2 * REASON_PLACES, 2 * old.length()) & -REASON_PLACES);
        for (int i = 0; i < old.length(); i++) {
            result.setPlain(i, old.getPlain(i));
        }
        return result;
    }

    private static void add(final AtomicLongArray array, final int index, final long amount) {
        array.setOpaque(index, array.getPlain(index) + amount);
    }
}
