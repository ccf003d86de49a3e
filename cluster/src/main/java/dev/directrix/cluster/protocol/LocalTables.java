package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.PoolInputs;
import dev.directrix.cluster.member.Settle;
import dev.directrix.cluster.member.SettleKind;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.forwarder.epoch.PoolEpoch;
import dev.directrix.forwarder.epoch.SlotMode;
import dev.directrix.forwarder.epoch.SlotTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The tables D and the exceptions E of this member, and the slots in transit. For one thread. */
final class LocalTables {
    private static final boolean[] NO_SLOTS = {};
    private static final int FIRST_ROOM = 64;

    private final int size;
    private final int most;
    private final TableBuilder builder;
    private final NodeTally tally;
    private final Map<Integer, SlotTable> tables = new TreeMap<>();
    private final Map<Integer, boolean[]> transit = new TreeMap<>();
    private SlotMode mode = SlotMode.NORMAL;
    private int mark = Exceptions.UNMARKED;
    private long epoch;
    private Exceptions exceptions;
    private Optional<Map<Integer, Integer>> slots = Optional.empty();

    LocalTables(final ClusterSettings settings, final NodeTally tally) {
        this.tally = tally;
        this.size = settings.agreement().tableSize();
        this.most = settings.mostExceptions();
        this.builder = new TableBuilder(size, settings.seed());
        this.exceptions = new Exceptions(size, Math.min(FIRST_ROOM, most));
    }

    /** Takes the tables of a version over, without exceptions. */
    void load(final ClusterRecord record) {
        take(record);
        forgetExceptions();
        normal();
    }

    private void take(final ClusterRecord record) {
        epoch = record.epoch();
        slots = Optional.empty();
        tables.clear();
        record.tables().forEach((pool, inputs) -> tables.put(pool, builder.build(inputs, record.registry())));
    }

    void forgetExceptions() {
        tally.exceptions(exceptions.size(), 0);
        exceptions = new Exceptions(size, Math.min(FIRST_ROOM, most));
    }

    private void normal() {
        mode = SlotMode.NORMAL;
        mark = Exceptions.UNMARKED;
        transit.clear();
    }

    /** A collection begins: its slots are in transit, no exception is marked (rule S1). */
    void begin(final Settle settle, final ClusterRecord record) {
        normal();
        mode = SlotMode.TRANSIT;
        mark = settle.kind() == SettleKind.DEAD ? Exceptions.UNMARKED : markOf(settle);
        if (settle.kind() == SettleKind.DEAD) {
            tables.forEach((pool, table) -> transit.put(pool, slotsOf(table, settle.dead())));
            exceptions.forEach((hash, pool, server, _) -> {
                if (settle.dead().contains(server) && transit.containsKey(pool)) {
                    transit.get(pool)[SlotTable.slotOf(hash, size)] = true;
                }
            });
            return;
        }
        settle.next().forEach((pool, inputs) -> transit.put(pool, changed(pool, inputs, record, settle.sweep())));
        tables.keySet().stream().filter(pool -> !settle.next().containsKey(pool)).forEach(pool -> {
            final boolean[] all = new boolean[size];
            Arrays.fill(all, true);
            transit.put(pool, all);
        });
    }

    /** By the settle's number: no settle of the last 2^28 versions has the same. */
    static int markOf(final Settle settle) {
        return (int) (settle.number() % Exceptions.MAX_MARK) + 1;
    }

    private boolean[] slotsOf(final SlotTable table, final Set<Integer> servers) {
        final boolean[] slots = new boolean[size];
        for (int slot = 0; slot < size; slot++) {
            slots[slot] = servers.contains(table.serverAt(slot));
        }
        return slots;
    }

    private boolean[] changed(
            final int pool, final PoolInputs inputs, final ClusterRecord record, final boolean sweep) {
        final SlotTable next = builder.build(inputs, record.registry());
        final boolean[] slots = new boolean[size];
        final SlotTable now = tables.get(pool);
        for (int slot = 0; slot < size; slot++) {
            slots[slot] = now == null || now.serverAt(slot) != next.serverAt(slot)
                    || (sweep && exceptions.mayHave(slot));
        }
        return slots;
    }

    /** No flow begins by the slots in transit any more. */
    void freeze() {
        mode = SlotMode.FROZEN;
    }

    /** Flows begin by the slots in transit as they did before they were frozen; nothing was committed. */
    void thaw() {
        mode = SlotMode.TRANSIT;
    }

    /** Flows begin by all slots: everybody has the tables that hold. */
    void open() {
        mode = SlotMode.NORMAL;
    }

    /** The tables of a version hold from now on; exceptions that nobody needs are dropped (rules S8, S10). */
    void commit(final ClusterRecord record) {
        take(record);
        final Settle settle = record.settle().orElseThrow();
        keep(settle.kind() == SettleKind.DEAD
                ? (hash, pool, server, marked) -> !settle.dead().contains(server)
                : (hash, pool, server, marked) -> tables.containsKey(pool)
                        && (marked == mark || !isInTransit(pool, hash)));
        mode = SlotMode.SWITCHED;
        mark = Exceptions.UNMARKED;
    }

    /** The change is done, or given up: exceptions that say what the table says are dropped (rule S9). */
    void finish() {
        keep((hash, pool, server, marked) -> tables.containsKey(pool)
                && tables.get(pool).serverAt(SlotTable.slotOf(hash, size)) != server);
        normal();
    }

    private void keep(final Exceptions.Test test) {
        final int before = exceptions.size();
        exceptions = exceptions.keeping(test);
        tally.exceptions(before, exceptions.size());
    }

    /** Whether the slot of a flow is one that changes. */
    boolean isInTransit(final int pool, final long hash) {
        final boolean[] slots = transit.get(pool);
        return slots != null && slots[SlotTable.slotOf(hash, size)];
    }

    /** What the datapath shall decide by. The exceptions are shared: they grow in place. */
    EpochTables toApply() {
        final Set<Integer> pools = new HashSet<>(tables.keySet());
        pools.addAll(transit.keySet());
        final List<PoolEpoch> result = new ArrayList<>();
        for (final int pool : pools) {
            final SlotTable table = tables.containsKey(pool) ? tables.get(pool) : SlotTable.empty(size);
            result.add(PoolEpoch.of(pool, table).with(mode, transit.getOrDefault(pool, NO_SLOTS)));
        }
        return new EpochTables(epoch, mark, result, exceptions);
    }

    /** How {@link #enter} went. */
    enum Entering { KNOWN, ENTERED, GROWN, FULL, CONFLICT }

    /**
     * Enters a flow that was forwarded here, with the mark of the settle.
     *
     * @return known: it has the mark already; grown: it is in, and the tables must be applied anew
     */
    Entering enter(final long hash, final int pool) {
        final int at = exceptions.serverOf(hash, pool);
        if (at != Exceptions.ABSENT) {
            return exceptions.markOf(hash, pool) == mark ? Entering.KNOWN : put(hash, pool, at);
        }
        final SlotTable table = tables.get(pool);
        final int server = table == null ? SlotTable.NO_SERVER : table.serverAt(table.slotOf(hash));
        return server == SlotTable.NO_SERVER ? Entering.KNOWN : put(hash, pool, server);
    }

    /** Enters a flow that another member pinned; a conflict if it has another server here. */
    Entering enter(final long hash, final int pool, final int server) {
        final int known = serverOf(hash, pool);
        return known != server ? Entering.CONFLICT : put(hash, pool, server);
    }

    /** Enters an exception of a snapshot. */
    Entering copy(final long hash, final int pool, final int server) {
        final int known = exceptions.serverOf(hash, pool);
        if (known != Exceptions.ABSENT) {
            return known == server ? Entering.KNOWN : Entering.CONFLICT;
        }
        return put(hash, pool, server, Exceptions.UNMARKED);
    }

    private Entering put(final long hash, final int pool, final int server) {
        return put(hash, pool, server, mark);
    }

    private Entering put(final long hash, final int pool, final int server, final int with) {
        final int before = exceptions.size();
        final Entering entering = tryPut(hash, pool, server, with);
        tally.exceptions(before, exceptions.size());
        if (entering == Entering.FULL) {
            tally.exceptionRefused();
        }
        return entering;
    }

    private Entering tryPut(final long hash, final int pool, final int server, final int with) {
        if (exceptions.size() < most && exceptions.put(hash, pool, server, with)) {
            return Entering.ENTERED;
        }
        if (exceptions.serverOf(hash, pool) != Exceptions.ABSENT) {
            exceptions.put(hash, pool, server, with);
            return Entering.ENTERED;
        }
        if (exceptions.size() >= most) {
            return Entering.FULL;
        }
        exceptions = exceptions.grown(Math.min(most, 2 * exceptions.room()));
        exceptions.put(hash, pool, server, with);
        return Entering.GROWN;
    }

    /** The server of a flow by exception or table. */
    int serverOf(final long hash, final int pool) {
        final int exception = exceptions.serverOf(hash, pool);
        final SlotTable table = tables.get(pool);
        return exception != Exceptions.ABSENT ? exception
                : table == null ? SlotTable.NO_SERVER : table.serverAt(table.slotOf(hash));
    }

    Exceptions exceptions() {
        return exceptions;
    }

    /** Numbers of the servers that exceptions name. */
    Set<Integer> exceptionServers() {
        final Set<Integer> servers = new HashSet<>();
        exceptions.forEach((hash, pool, server, marked) -> servers.add(server));
        return servers;
    }

    /** By the numbers of the servers, how many slots of their pools' tables are theirs; those without are left out. */
    Map<Integer, Integer> slots() {
        if (slots.isEmpty()) {
            final Map<Integer, Integer> counts = new HashMap<>();
            for (final SlotTable table : tables.values()) {
                for (int slot = 0; slot < size; slot++) {
                    counts.merge(table.serverAt(slot), 1, Integer::sum);
                }
            }
            counts.remove(SlotTable.NO_SERVER);
            slots = Optional.of(Map.copyOf(counts));
        }
        return slots.get();
    }

    /** Slots whose server is changing. */
    int slotsInTransit() {
        int count = 0;
        if (mode != SlotMode.NORMAL) {
            for (final boolean[] each : transit.values()) {
                for (final boolean isInTransit : each) {
                    count += isInTransit ? 1 : 0;
                }
            }
        }
        return count;
    }

    /** A number by which members compare their tables. */
    long digest() {
        long digest = epoch;
        for (final Map.Entry<Integer, SlotTable> each : tables.entrySet()) {
            digest = digest * 31 + each.getKey();
            for (final int server : each.getValue().toArray()) {
                digest = (digest ^ server) * 0x9e3779b97f4a7c15L;
                digest ^= digest >>> 32;
            }
        }
        return digest;
    }
}
