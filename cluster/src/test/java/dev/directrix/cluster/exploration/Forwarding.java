package dev.directrix.cluster.exploration;

import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import dev.directrix.cluster.simulation.BrokenRule;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.forwarder.epoch.PoolEpoch;
import dev.directrix.forwarder.epoch.SlotMode;
import dev.directrix.forwarder.epoch.SlotTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The datapath of one director: the real tables, and what it notes of flows. What the member asks for is done one after
 * the other, whenever the exploration says so. For one thread.
 */
final class Forwarding {
    private static final int POOL = 0;
    private static final int APPLY = 0;
    private static final int COLLECT_FIRST = 1;
    private static final int COLLECT_SECOND = 2;
    private static final int SPARE = 32;

    private final Setup setup;
    private final long[] hashes;
    private final Map<Long, Noted> track = new TreeMap<>();
    private final Map<Long, Noted> halfOpen = new TreeMap<>();
    private final Deque<Task> tasks = new ArrayDeque<>();
    private Optional<EpochTables> inForce = Optional.empty();
    private boolean tracks;
    private boolean serves;
    private long deadlineNs = Long.MIN_VALUE;

    /** A flow that was forwarded. */
    private record Noted(int server, long atNs) {
    }

    /** What is to be done: tables, or a look at the flows. */
    private record Task(int kind, long number, Optional<EpochTables> tables, boolean flag) {
    }

    /** A pool's table and modes, as a value. */
    private record PoolKey(int pool, SlotTable table, List<SlotMode> modes) {
    }

    /** Nothing is forwarded yet. */
    Forwarding(final Setup setup) {
        this.setup = setup;
        this.hashes = IntStream.range(0, setup.flows()).mapToLong(setup::hashOf).toArray();
    }

    /** Forwards from now on, or no more. */
    void serve(final boolean now) {
        serves = now;
    }

    /** Whether it forwards, if its deadline allows. */
    boolean serves() {
        return serves;
    }

    /** Until when packets may be forwarded. */
    void validUntil(final long untilNs) {
        deadlineNs = untilNs;
    }

    /** Whether packets would be forwarded. */
    boolean isValid(final long nowNs) {
        return serves && inForce.filter(tables -> tables.has(POOL)).isPresent()
                && (nowNs < deadlineNs || setup.breaks(BrokenRule.NO_DEADLINE));
    }

    /** Whether something is to be done. */
    boolean hasWork() {
        return !tasks.isEmpty();
    }

    /** What is to be done next, for people. */
    String nextTask() {
        final Task next = tasks.peek();
        return next.kind == APPLY ? "its tables take effect: " + describe(next.tables.orElseThrow())
                : next.kind == COLLECT_FIRST ? "its half-open flows are collected" : "its open flows are collected";
    }

    private static String describe(final EpochTables tables) {
        final String text = "epoch " + tables.epoch();
        for (final PoolEpoch pool : tables.pools()) {
            for (int slot = 0; slot < pool.table().size(); slot++) {
                if (pool.modeOf(slot) != SlotMode.NORMAL) {
                    return text + ", slots " + pool.modeOf(slot);
                }
            }
        }
        return text;
    }

    /** Slots in transit. */
    int slotsInTransit() {
        return inForce.map(EpochTables::slotsInTransit).orElse(0);
    }

    /** By which exceptions are compared. */
    long digest() {
        return inForce.map(tables -> tables.exceptions().digest()).orElse(0L);
    }

    /** Decide by other tables, later. */
    void apply(final ClusterAction.Apply apply) {
        tasks.add(new Task(APPLY, apply.number(), Optional.of(apply.tables()), apply.tracks()));
    }

    /** Tell the flows, later. */
    void collect(final ClusterAction.Collect collect) {
        tasks.add(new Task(COLLECT_FIRST, collect.number(), Optional.empty(), collect.all()));
        tasks.add(new Task(COLLECT_SECOND, collect.number(), Optional.empty(), collect.all()));
    }

    /** Flows that another forwarded. */
    void adopt(final Flows flows, final long nowNs) {
        for (int at = 0; at < flows.count(); at++) {
            track.put(flows.hashes()[at], new Noted(flows.servers()[at], nowNs));
        }
    }

    /** What is to be done next is done. */
    void work(final long nowNs, final Consumer<ClusterEvent> member) {
        final Task task = tasks.poll();
        if (task.kind == APPLY) {
            inForce = task.tables;
            tracks = task.flag;
            member.accept(new ClusterEvent.Applied(task.number));
        } else {
            final boolean isFirst = task.kind == COLLECT_FIRST;
            final boolean showsSyns = isFirst != setup.breaks(BrokenRule.TRACK_FIRST);
            member.accept(new ClusterEvent.Collected(task.number, shown(showsSyns ? halfOpen : track, task.flag, nowNs),
                    !isFirst));
        }
    }

    private Flows shown(final Map<Long, Noted> of, final boolean all, final long nowNs) {
        final EpochTables by = inForce.orElseThrow();
        final List<Long> hashes = new ArrayList<>();
        of.forEach((hash, noted) -> {
            final PoolEpoch pool = by.pool(POOL);
            final boolean isMarked = by.mark() != Exceptions.UNMARKED
                    && by.exceptions().markOf(hash, POOL) == by.mark();
            if (nowNs - noted.atNs <= setup.idleNs()
                    && (all || (pool.modeOf(pool.table().slotOf(hash)) != SlotMode.NORMAL && !isMarked))) {
                hashes.add(hash);
            }
        });
        return new Flows(hashes.stream().mapToLong(hash -> hash).toArray(), new int[hashes.size()],
                hashes.stream().mapToInt(hash -> of.get(hash).server).toArray());
    }

    /** What the member hears when a rule about collecting is broken. */
    ClusterEvent distort(final ClusterEvent event) {
        final boolean isBlind = setup.breaks(BrokenRule.NO_EXCEPTIONS)
                || (setup.breaks(BrokenRule.NO_LAST_PASS) && isFrozen());
        return isBlind && event instanceof ClusterEvent.Collected collected
                ? new ClusterEvent.Collected(collected.number(), Flows.NONE, collected.last()) : event;
    }

    private boolean isFrozen() {
        return inForce.filter(tables -> tables.has(POOL)).map(tables -> tables.pool(POOL)).filter(pool -> {
            for (int slot = 0; slot < pool.table().size(); slot++) {
                if (pool.modeOf(slot) == SlotMode.FROZEN) {
                    return true;
                }
            }
            return false;
        }).isPresent();
    }

    /** Where a packet would go: a server's number, or less than 0. */
    int serverOf(final int flow, final boolean begins) {
        final EpochTables by = inForce.orElseThrow();
        final long hash = hashes[flow];
        final int server = by.serverOf(POOL, hash, begins);
        if (server != EpochTables.HOLD) {
            return server;
        }
        final int exception = by.exceptions().serverOf(hash, POOL);
        if (exception != Exceptions.ABSENT) {
            return setup.breaks(BrokenRule.MARKS_IGNORED) ? exception : server;
        }
        return setup.breaks(BrokenRule.BEGINS_WHILE_FROZEN) ? by.serverOf(POOL, hash, false) : server;
    }

    /** A packet arrives. */
    void packet(final Input.Packet packet, final long nowNs) {
        final int server = serverOf(packet.flow(), packet.begins());
        final long hash = hashes[packet.flow()];
        if (server < 0) {
            return;
        }
        if (packet.begins()) {
            if (!setup.breaks(BrokenRule.FORGOTTEN_SYNS)) {
                halfOpen.put(hash, new Noted(server, nowNs));
            }
        } else if (tracks) {
            track.put(hash, new Noted(server, nowNs));
            halfOpen.remove(hash);
        }
    }

    /** Flows that have been silent for too long are forgotten. */
    void forget(final long nowNs) {
        track.values().removeIf(noted -> nowNs - noted.atNs > setup.idleNs());
        halfOpen.values().removeIf(noted -> nowNs - noted.atNs > setup.synAckNs());
    }

    /** Writes all down. */
    void write(final Sketch sheet, final long request) {
        sheet.number((tracks ? 1 : 0) + (serves ? 2 : 0));
        sheet.time(deadlineNs);
        write(inForce, sheet);
        sheet.number(tasks.size());
        for (final Task task : tasks) {
            sheet.number(task.kind);
            sheet.exactly(task.number);
            if (task.kind != APPLY) {
                sheet.alike(task.number < 0 ? 2 : task.number == request ? 1 : 0);
            }
            sheet.number(task.flag ? 1 : 0);
            write(task.tables, sheet);
        }
        write(track, sheet);
        write(halfOpen, sheet);
    }

    private static void write(final Map<Long, Noted> flows, final Sketch sheet) {
        sheet.number(flows.size());
        flows.forEach((hash, noted) -> {
            sheet.number(hash);
            sheet.number(noted.server);
            sheet.time(noted.atNs);
        });
    }

    private static void write(final Optional<EpochTables> tables, final Sketch sheet) {
        sheet.number(tables.isPresent() ? 1 : 0);
        if (tables.isPresent()) {
            sheet.number(tables.get().epoch());
            sheet.number(tables.get().mark());
            sheet.number(tables.get().pools().size());
            for (final PoolEpoch pool : tables.get().pools()) {
                final List<SlotMode> modes = new ArrayList<>();
                for (int slot = 0; slot < pool.table().size(); slot++) {
                    modes.add(pool.modeOf(slot));
                }
                sheet.value(new PoolKey(pool.pool(), pool.table(), List.copyOf(modes)));
            }
            sheet.exceptions(tables.get().exceptions());
        }
    }

    /** Goes on from what was written down. */
    void read(final Sketch.Reader sheet) {
        final int flags = sheet.small();
        tracks = (flags & 1) != 0;
        serves = (flags & 2) != 0;
        deadlineNs = sheet.number();
        inForce = readTables(sheet);
        tasks.clear();
        for (int left = sheet.small(); left > 0; left--) {
            final int kind = sheet.small();
            final long number = sheet.number();
            final boolean flag = sheet.number() != 0;
            tasks.add(new Task(kind, number, readTables(sheet), flag));
        }
        read(track, sheet);
        read(halfOpen, sheet);
    }

    private static void read(final Map<Long, Noted> flows, final Sketch.Reader sheet) {
        flows.clear();
        for (int left = sheet.small(); left > 0; left--) {
            final long hash = sheet.number();
            final int server = sheet.small();
            flows.put(hash, new Noted(server, sheet.number()));
        }
    }

    private static Optional<EpochTables> readTables(final Sketch.Reader sheet) {
        if (sheet.number() == 0) {
            return Optional.empty();
        }
        final long epoch = sheet.number();
        final int mark = sheet.small();
        final List<PoolEpoch> pools = new ArrayList<>();
        for (int left = sheet.small(); left > 0; left--) {
            final PoolKey key = (PoolKey) sheet.value();
            final boolean[] slots = new boolean[key.table.size()];
            SlotMode mode = SlotMode.NORMAL;
            for (int slot = 0; slot < slots.length; slot++) {
                slots[slot] = key.modes.get(slot) != SlotMode.NORMAL;
                mode = slots[slot] ? key.modes.get(slot) : mode;
            }
            pools.add(PoolEpoch.of(key.pool, key.table).with(mode, slots));
        }
        return Optional.of(new EpochTables(epoch, mark, pools, sheet.exceptions(SPARE)));
    }
}
