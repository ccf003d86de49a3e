package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.FlowStore;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.NatReadAhead;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.service.CompiledService;
import java.util.List;

/**
 * Sorts the packets of a batch by the table in which their flows are looked up, and has each table read ahead for its
 * own. For one thread.
 */
final class LookAhead {
    private static final int DIRECT_4 = 0;
    private static final int DIRECT_6 = 1;
    private static final int CLIENTS_4 = 2;
    private static final int CLIENTS_6 = 3;
    /** Two for each worker, of IPv4 and of the others. */
    private static final int ANSWERS = 4;
    private static final int NO_TABLE = -1;

    private final FlowStore ipv4;
    private final FlowStore ipv6;
    /** Readers of tables from {@link #CLIENTS_4} on. */
    private final NatReadAhead[] translated;
    private final int workers;
    private final long[][] hashes;
    private final int[] counts;
    private final int[] tables = new int[Pipeline.MAX_BATCH];
    private final int[] numbers = new int[Pipeline.MAX_BATCH];

    /**
     * For a worker.
     *
     * @param own this worker's tables
     * @param nat the translated flows of all workers
     */
    LookAhead(final FlowTables own, final List<NatFlows> nat) {
        this.ipv4 = own.ipv4();
        this.ipv6 = own.ipv6();
        this.workers = nat.size();
        this.translated = new NatReadAhead[ANSWERS - CLIENTS_4 + 2 * workers];
        translated[0] = own.nat4().clientsAhead();
        translated[CLIENTS_6 - CLIENTS_4] = own.nat6().clientsAhead();
        for (int worker = 0; worker < workers; worker++) {
            final int first = ANSWERS - CLIENTS_4 + 2 * worker;
            translated[first] = nat.get(worker).table(false).answersAhead();
            translated[first + 1] = nat.get(worker).table(true).answersAhead();
        }
        this.counts = new int[ANSWERS + 2 * workers];
        this.hashes = new long[counts.length][Pipeline.MAX_BATCH];
    }

    /** Notes that a packet of the batch asks no table. */
    void none(final int position) {
        tables[position] = NO_TABLE;
    }

    /** Notes a client's packet of a service. */
    void request(
            final int position,
            final PacketParser packet,
            final Plan plan,
            final CompiledService service,
            final long hash) {
        if (Plan.isTranslated(service)) {
            note(position, plan.isWide(service) ? CLIENTS_6 : CLIENTS_4, hash);
        } else {
            note(position, packet.isIpv4() ? DIRECT_4 : DIRECT_6, hash);
        }
    }

    /** Notes a packet that may be a server's. */
    void answer(final int position, final PacketParser packet, final long hash) {
        final int worker = LocalPorts.workerOf(packet.ports() & 0xffff, workers);
        note(position, ANSWERS + 2 * worker + (packet.isIpv4() ? 0 : 1), hash);
    }

    private void note(final int position, final int table, final long hash) {
        final int number = counts[table]++;
        tables[position] = table;
        numbers[position] = number;
        hashes[table][number] = hash;
    }

    /**
     * Reads ahead for all packets noted.
     *
     * @return a number of no use but to keep the reads from being left out
     */
    long read() {
        long read = 0;
        if (counts[DIRECT_4] != 0) {
            read += ipv4.prefetch(hashes[DIRECT_4], counts[DIRECT_4]);
        }
        if (counts[DIRECT_6] != 0) {
            read += ipv6.prefetch(hashes[DIRECT_6], counts[DIRECT_6]);
        }
        counts[DIRECT_4] = 0;
        counts[DIRECT_6] = 0;
        for (int table = CLIENTS_4; table < counts.length; table++) {
            if (counts[table] != 0) {
                read += translated[table - CLIENTS_4].read(hashes[table], counts[table]);
                counts[table] = 0;
            }
        }
        return read;
    }

    /** Where a packet's flow likely stands in its table: {@link FlowStore#likely}, {@link NatReadAhead#likely}. */
    int likely(final int position) {
        final int table = tables[position];
        final int number = numbers[position];
        return switch (table) {
            case NO_TABLE -> FlowStore.ANYWHERE;
            case DIRECT_4 -> ipv4.likely(number);
            case DIRECT_6 -> ipv6.likely(number);
            default -> translated[table - CLIENTS_4].likely(number);
        };
    }
}
