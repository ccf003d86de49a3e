package dev.directrix.cluster.simulation;

import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.forwarder.epoch.HalfOpenFlows;
import dev.directrix.forwarder.epoch.PoolEpoch;
import dev.directrix.forwarder.epoch.SlotMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a director forwards, in one life: packets are decided by the tables in force and noted; what the member asks for
 * takes its time. For one thread.
 */
final class Datapath {
    private static final long HOLD_NS = 50 * WorldSettings.MS;
    private static final int QUEUE = 256;

    private final World world;
    private final Director director;
    private final FlowTrack track;
    private final HalfOpenFlows halfOpen;
    private final ArrayDeque<Packet> queue = new ArrayDeque<>();
    private Optional<EpochTables> tables = Optional.empty();
    private boolean tracks;
    private boolean serves;
    private boolean hasServed;
    private boolean paused;
    private long deadlineNs = Long.MIN_VALUE;
    private long lastApplyNs;
    private long lastScanNs;
    private long trackGapNs;
    private long synGapNs;
    private boolean hasGapToTell;
    private boolean hasOver;

    /** Nothing is forwarded yet. */
    Datapath(final World world, final Director director) {
        this.world = world;
        this.director = director;
        final WorldSettings settings = world.settings();
        this.track = new FlowTrack(settings.trackPlaces(), settings.idleNs());
        this.halfOpen = new HalfOpenFlows(settings.halfOpenPlaces(), settings.synAckNs());
        this.trackGapNs = director.localNs();
        this.synGapNs = director.localNs();
    }

    /** Whether packets are forwarded, if the deadline allows. */
    boolean serves() {
        return serves;
    }

    /** Whether a packet that comes now would be forwarded. */
    boolean isValid() {
        return serves && !hasOver && director.localNs() < deadlineNs;
    }

    /** Whether the deadline has passed. */
    boolean isOutOfDate() {
        return director.localNs() >= deadlineNs;
    }

    /** The tables in force. */
    Optional<EpochTables> tables() {
        return tables;
    }

    /** Whether slots of a pool are frozen. */
    static boolean isFrozen(final PoolEpoch pool) {
        for (int slot = 0; slot < pool.table().size(); slot++) {
            if (pool.modeOf(slot) == SlotMode.FROZEN) {
                return true;
            }
        }
        return false;
    }

    /** Forwards from now on, or no more. */
    void serve(final boolean now) {
        serves = now;
        hasServed |= now;
    }

    /** Whether packets were ever forwarded. */
    boolean hasServed() {
        return hasServed;
    }

    /** This life is over. */
    void end() {
        serves = false;
        hasOver = true;
        queue.clear();
    }

    /** Until when packets may be forwarded. */
    void validUntil(final long untilNs) {
        deadlineNs = untilNs;
    }

    /** Stands still; packets queue up. */
    void pause() {
        paused = true;
    }

    /** Goes on, with what has queued up. */
    void resume() {
        paused = false;
        while (!queue.isEmpty()) {
            decide(queue.poll(), true);
        }
    }

    /** A packet comes from a router. */
    void arrive(final Packet packet) {
        if (paused) {
            if (queue.size() < QUEUE) {
                queue.add(packet);
            }
        } else {
            decide(packet, true);
        }
    }

    private void decide(final Packet packet, final boolean mayHold) {
        final Tally tally = world.tally();
        final long now = director.localNs();
        final int pool = world.poolNumber(packet.pool());
        if (hasOver || !serves || tables.isEmpty() || pool < 0 || !tables.get().has(pool)) {
            tally.dropped++;
            return;
        }
        if (now >= deadlineNs && world.sabotage().keepsDeadline()) {
            tally.dropped++;
            tally.late++;
            return;
        }
        final int server = serverOf(packet, pool);
        if (server == EpochTables.HOLD && mayHold) {
            tally.held++;
            world.at(world.nowNs() + HOLD_NS, () -> again(packet));
        } else if (server == EpochTables.HOLD || server == EpochTables.NO_SERVER) {
            tally.dropped++;
        } else {
            note(packet, pool, server, now);
            world.trace("forwards", director.name(), packet, server);
            world.oracle().forwarded(director, packet, world.server(server));
        }
    }

    private void again(final Packet packet) {
        if (paused) {
            arrive(packet);
        } else {
            decide(packet, false);
        }
    }

    private int serverOf(final Packet packet, final int pool) {
        final EpochTables by = tables.get();
        final int server = by.serverOf(pool, packet.hash(), packet.begins());
        if (server != EpochTables.HOLD) {
            return server;
        }
        final int exception = by.exceptions().serverOf(packet.hash(), pool);
        if (exception != Exceptions.ABSENT) {
            return world.sabotage().heedsMarks() ? server : exception;
        }
        return world.sabotage().holdsPackets() ? server : by.serverOf(pool, packet.hash(), false);
    }

    private void note(final Packet packet, final int pool, final int server, final long now) {
        if (packet.kind() == Packet.Kind.SYN) {
            if (world.sabotage().remembersSyns()) {
                halfOpen.remember(packet.hash(), pool, server, now);
                final long gap = halfOpen.lastLossNs().orElse(synGapNs);
                hasGapToTell |= gap != synGapNs;
                synGapNs = gap;
            }
        } else {
            if (!tracks) {
                return;
            }
            if (!track.note(packet.hash(), pool, server, now)) {
                trackGapNs = now;
                hasGapToTell = true;
                return;
            }
            halfOpen.forget(packet.hash(), pool);
        }
    }

    /** Flows that another director forwarded. */
    void adopt(final Flows flows) {
        for (int at = 0; at < flows.count(); at++) {
            world.tally().handedOver++;
            if (!track.note(flows.hashes()[at], flows.pools()[at], flows.servers()[at], director.localNs())) {
                trackGapNs = director.localNs();
                hasGapToTell = true;
            }
        }
    }

    /** What was missed, if the member does not know it yet. */
    Optional<ClusterEvent> gapToTell() {
        if (!hasGapToTell) {
            return Optional.empty();
        }
        hasGapToTell = false;
        return Optional.of(new ClusterEvent.TrackGap(trackGapNs, synGapNs));
    }

    /** Decide by other tables, soon. */
    void apply(final ClusterAction.Apply apply) {
        lastApplyNs = Math.max(lastApplyNs, world.nowNs() + world.workNs());
        world.deliver("apply " + director.name(), lastApplyNs, () -> {
            if (!hasOver) {
                tables = Optional.of(apply.tables());
                tracks = apply.tracks();
                director.tell(new ClusterEvent.Applied(apply.number()));
            }
        });
    }

    /**
     * Tell the flows, some at a time, as each is when it is looked at: the half-open first, as they may go over to the
     * track meanwhile.
     */
    void collect(final ClusterAction.Collect collect) {
        final boolean synsFirst = world.sabotage().looksAtSynsFirst();
        soon(() -> {
            final Chunk chunk = new Chunk(collect.all());
            if (synsFirst) {
                showSyns(chunk);
            }
            director.tell(new ClusterEvent.Collected(collect.number(), chunk.flows(), false));
            soon(() -> scan(collect, track.scan(), 0, !synsFirst));
        });
    }

    private void soon(final Runnable step) {
        lastScanNs = Math.max(lastScanNs, world.nowNs() + world.workNs() / 2);
        world.deliver("collect " + director.name(), lastScanNs, () -> {
            if (!hasOver) {
                step.run();
            }
        });
    }

    private void showSyns(final Chunk chunk) {
        halfOpen.forEach(director.localNs(), (hash, pool, server, _) -> chunk.visit(hash, pool, server, 0));
    }

    private void scan(
            final ClusterAction.Collect collect, final List<Long> all, final int from, final boolean synsLast) {
        final Chunk chunk = new Chunk(collect.all());
        final int to = Math.min(all.size(), from + (int) world.chance().between(4, 100));
        for (int at = from; at < to; at++) {
            track.show(all.get(at), director.localNs(), chunk::visit);
        }
        final boolean isLast = to == all.size();
        if (isLast) {
            if (synsLast) {
                showSyns(chunk);
            }
            gapToTell().ifPresent(director::tell);
        }
        director.tell(new ClusterEvent.Collected(collect.number(), chunk.flows(), isLast));
        if (!isLast) {
            soon(() -> scan(collect, all, to, synsLast));
        }
    }

    /** Flows that one step of a scan finds. */
    private final class Chunk {
        private final boolean all;
        private final List<Long> hashes = new ArrayList<>();
        private final List<Integer> pools = new ArrayList<>();
        private final List<Integer> servers = new ArrayList<>();

        Chunk(final boolean all) {
            this.all = all;
        }

        void visit(final long hash, final int pool, final int server, final long idleNs) {
            final EpochTables by = tables.orElseThrow();
            if (!by.has(pool)) {
                return;
            }
            final SlotMode mode = by.pool(pool).modeOf(by.pool(pool).table().slotOf(hash));
            final boolean marked = by.mark() != Exceptions.UNMARKED && by.exceptions().markOf(hash, pool) == by.mark();
            if (all || (mode != SlotMode.NORMAL && !marked)) {
                hashes.add(hash);
                pools.add(pool);
                servers.add(server);
            }
        }

        Flows flows() {
            return new Flows(hashes.stream().mapToLong(Long::longValue).toArray(),
                    pools.stream().mapToInt(Integer::intValue).toArray(),
                    servers.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
