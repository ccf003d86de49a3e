package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.Settle;
import dev.directrix.cluster.member.SettleKind;
import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.message.MessageCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * This member's part in a change of tables (rules S1 to S10): it notes and pins the live flows of the slots that will
 * change, lets no flow begin there once everybody is that far, and pins what came in between. For one thread.
 */
final class SettlePart {
    private static final int MOST_IN_FLIGHT = 24 * MessageCodec.MOST_FLOWS;
    /** Pins of a member that are entered before it is told, if no tick comes and more are sure to follow. */
    private static final int MOST_UNACKED = 8 * MessageCodec.MOST_FLOWS;
    private static final String NO_VERDICT = "its own verdict that the server is dead";
    private static final String NO_ROOM = "room for exceptions (cluster.exceptions)";
    private static final long AGAIN_NS = 1_000_000_000L;

    private final NodeContext node;
    private Stage stage = Stage.IDLE;
    private Settle settle;
    private final Abandonment abandonment = new Abandonment();
    private final Set<MemberId> switchedBy = new HashSet<>();
    private boolean isOpen;
    private Pins pins = new Pins(MessageCodec.MOST_FLOWS, MOST_IN_FLIGHT);
    private final Map<MemberId, Long> received = new HashMap<>();
    private final Map<MemberId, Long> acknowledged = new HashMap<>();
    private long allPreparedNs;
    private long frozenNs;
    private long keptAliveNs = Long.MIN_VALUE;
    private long patienceNs;
    /** The version that removed a member that died last; 0: none. */
    private long crash;
    /** Whether that member is known to forward nothing any more, and since when. */
    private boolean crashIsOver = true;
    private long crashNs = Long.MIN_VALUE;
    private long trackGapNs = Long.MIN_VALUE;
    private long synGapNs = Long.MIN_VALUE;
    private long request;
    private boolean collecting;
    private long passBeganNs;
    private boolean full;
    private long nextTryNs = Long.MIN_VALUE;

    /** How far this member is. */
    private enum Stage { IDLE, BEGUN, PREPARED, COLLECTING, COLLECTED, FREEZING, LAST_PASS, READY, THAWED, SWITCHED }

    SettlePart(final NodeContext node) {
        this.node = node;
        this.patienceNs = node.settings.frozenNs() / 4;
    }

    /** The view is a new one, after another or none. */
    void entered(final ClusterRecord record, final ClusterRecord before) {
        if (record.crash() != crash) {
            crash = record.crash();
            crashIsOver = false;
        }
        switch (record.phase()) {
            case COLLECT -> {
                if (settle == null || settle.number() != record.settleNumber()) {
                    begin(record);
                }
            }
            case COMMITTED -> {
                if (stage != Stage.SWITCHED) {
                    commit(record);
                }
            }
            case STABLE -> {
                if (before != null && stage != Stage.IDLE) {
                    if (stage == Stage.SWITCHED) {
                        node.tally.settled(settle.kind(), node.nowNs());
                    } else {
                        node.tally.givenUp();
                    }
                    finish();
                }
            }
            default -> throw new IllegalStateException("phase " + record.phase());
        }
    }

    /** This member has all exceptions now: slots are in transit because of them too. */
    void joined() {
        if (stage == Stage.BEGUN) {
            node.tables.begin(settle, node.entered());
            node.apply(true);
        }
    }

    private void begin(final ClusterRecord record) {
        node.tally.settleBegins(node.nowNs());
        settle = record.settle().orElseThrow();
        stage = Stage.BEGUN;
        pins = new Pins(MessageCodec.MOST_FLOWS, MOST_IN_FLIGHT);
        received.clear();
        acknowledged.clear();
        abandonment.begin();
        collecting = false;
        full = false;
        node.tables.begin(settle, record);
        node.apply(true);
    }

    private void commit(final ClusterRecord record) {
        collecting = false;
        settle = record.settle().orElseThrow();
        stage = Stage.SWITCHED;
        switchedBy.clear();
        isOpen = false;
        patienceNs = node.settings.frozenNs() / 4;
        node.tables.commit(record);
        node.apply(node.settings.tracksAlways());
    }

    private void finish() {
        collecting = false;
        settle = null;
        stage = Stage.IDLE;
        node.tables.finish();
        node.apply(node.settings.tracksAlways());
    }

    /** Since when flows are known: see {@link ClusterEvent.TrackGap}. */
    void gap(final long trackNs, final long synNs) {
        trackGapNs = Math.max(trackGapNs, trackNs);
        synGapNs = Math.max(synGapNs, synNs);
    }

    /** A pin of another (rule S4). One of another settle, or out of order, does not count. */
    void pinned(final MemberId from, final Message.Pin pin) {
        if (settle == null || pin.settle() != settle.number() || stage == Stage.BEGUN || stage == Stage.SWITCHED
                || pin.first() != received.getOrDefault(from, 0L)) {
            return;
        }
        boolean grown = false;
        final Flows flows = pin.flows();
        for (int i = 0; i < flows.count(); i++) {
            final LocalTables.Entering entering =
                    node.tables.enter(flows.hashes()[i], flows.pools()[i], flows.servers()[i]);
            grown |= entering == LocalTables.Entering.GROWN;
            if (entering == LocalTables.Entering.FULL) {
                full = true;
                return;
            }
            if (entering == LocalTables.Entering.CONFLICT) {
                node.stop("member " + from.name() + " pins a flow to server "
                        + node.entered().registry().nameOf(flows.servers()[i]) + " that is at "
                        + node.entered().registry().nameOf(
                                node.tables.serverOf(flows.hashes()[i], flows.pools()[i])) + " here", false);
                return;
            }
        }
        if (grown) {
            node.applyAgain();
        }
        final long count = pin.first() + flows.count();
        received.put(from, count);
        if (flows.count() < MessageCodec.MOST_FLOWS || count - acknowledged.getOrDefault(from, 0L) >= MOST_UNACKED) {
            acknowledge(from, count);
        }
    }

    /** Tells the others which of their pins are entered here, if it has not: one message answers many. */
    void acknowledge() {
        if (settle != null) {
            received.forEach((from, count) -> {
                if (count > acknowledged.getOrDefault(from, 0L)) {
                    acknowledge(from, count);
                }
            });
        }
    }

    private void acknowledge(final MemberId from, final long count) {
        acknowledged.put(from, count);
        node.send(from, new Message.PinAck(settle.number(), count));
    }

    /** Another has entered pins of this member. */
    void acked(final MemberId from, final Message.PinAck ack) {
        if (settle != null && ack.settle() == settle.number()) {
            node.tally.pinsAcked(pins.acked(from, ack.count()));
        }
    }

    /** Another will not commit: then waiting for it makes no sense here either. */
    void abandoned(final MemberId from, final Message.Abandon word) {
        if (settle != null && word.settle() == settle.number() && stage != Stage.SWITCHED) {
            abandonment.heard(from);
            abandon();
        }
    }

    private boolean abandon() {
        final boolean gives = abandonment.give();
        if (gives) {
            node.broadcast(new Message.Abandon(settle.number()));
        }
        return gives;
    }

    /**
     * This member is about to ask the store for the commit.
     *
     * @return whether it may
     */
    boolean commits() {
        return abandonment.commits();
    }

    /** Another has changed over. */
    void switched(final MemberId from, final Message.Switched over) {
        if (stage == Stage.SWITCHED && over.epoch() == node.entered().epoch()) {
            switchedBy.add(from);
        }
    }

    /** Flows that this member forwarded. */
    void collected(final long number, final Flows flows, final boolean last) {
        if (!collecting || number != request) {
            return;
        }
        boolean grown = false;
        for (int i = 0; i < flows.count(); i++) {
            final long hash = flows.hashes()[i];
            final int pool = flows.pools()[i];
            if (!node.tables.isInTransit(pool, hash)) {
                continue;
            }
            final LocalTables.Entering entering = node.tables.enter(hash, pool);
            grown |= entering == LocalTables.Entering.GROWN;
            full |= entering == LocalTables.Entering.FULL;
            if (entering == LocalTables.Entering.ENTERED || entering == LocalTables.Entering.GROWN) {
                pins.add(hash, pool, node.tables.serverOf(hash, pool));
            }
        }
        if (grown) {
            node.applyAgain();
        }
        if (last) {
            collecting = false;
        }
    }

    /**
     * Goes as far as it can now.
     *
     * @param joined whether this member has all exceptions
     */
    void progress(final boolean joined) {
        if (settle == null) {
            return;
        }
        thaw();
        Stage before;
        do {
            before = stage;
            step(joined);
        } while (stage != before && !node.isStopped());
        tell();
    }

    /**
     * Notes whether one that died can have nobody any more who lets it go on: who enters the version without it does
     * not. A member that came later had let it do nothing, and cannot tell by itself.
     *
     * @return whether that is so since now
     */
    boolean noteEndOfCrash() {
        if (crashIsOver || !node.roster.all(node.entered(), state -> state.entered() >= crash)) {
            return false;
        }
        crashIsOver = true;
        crashNs = node.nowNs();
        return true;
    }

    /** The store confirmed a request of this time. */
    void keptAlive(final long sentAtNs) {
        keptAliveNs = Math.max(keptAliveNs, sentAtNs);
    }

    /**
     * Slots do not stay frozen while the store is out of reach, if nobody can have committed (see Abandonment). Each
     * time it takes twice as long: the store may be slow only.
     */
    private void thaw() {
        if (isFrozen() && !isDead() && node.nowNs() - frozenNs > patienceNs
                && isPast(keptAliveNs, patienceNs, node.nowNs()) && abandon()) {
            patienceNs = Math.min(2 * patienceNs, node.settings.frozenNs());
        }
        if (isFrozen() && abandonment.isComplete(node.others())) {
            stage = Stage.THAWED;
            collecting = false;
            node.tables.thaw();
            node.apply(true);
        }
    }

    private void step(final boolean joined) {
        final ClusterRecord view = node.entered();
        switch (stage) {
            case BEGUN -> {
                if (joined && node.isApplied() && isWilling(view)) {
                    stage = Stage.PREPARED;
                    say(settle.number(), isDead() ? settle.number() : 0, 0, node.state().switched());
                }
            }
            case PREPARED -> {
                if (node.roster.all(view, state -> state.prepared() == settle.number())) {
                    allPreparedNs = node.nowNs();
                    stage = isDead() ? Stage.COLLECTED : Stage.COLLECTING;
                    if (!isDead()) {
                        collect();
                    }
                }
            }
            case COLLECTING -> collectOn();
            case COLLECTED -> {
                if (!abandonment.isGiven()
                        && node.roster.all(view, state -> state.collected() == settle.number())) {
                    stage = Stage.FREEZING;
                    frozenNs = node.nowNs();
                    node.tables.freeze();
                    node.apply(true);
                }
            }
            case FREEZING -> {
                if (node.isApplied()) {
                    stage = Stage.LAST_PASS;
                    if (!isDead()) {
                        collect();
                    }
                }
            }
            case LAST_PASS -> {
                if (isDead() ? isWilling(view)
                        : !collecting && pins.isAckedBy(node.others()) && covers() && !full) {
                    stage = Stage.READY;
                    say(settle.number(), settle.number(), settle.number(), node.state().switched());
                }
            }
            case SWITCHED -> open(view);
            default -> { }
        }
    }

    /** When all have changed over, flows may begin by all slots, whether the store is in reach or not. */
    private void open(final ClusterRecord view) {
        if (node.isApplied() && node.state().switched() != view.epoch()) {
            say(0, 0, 0, view.epoch());
            node.broadcast(new Message.Switched(view.epoch()));
        } else if (!isOpen && node.state().switched() == view.epoch() && switchedBy.containsAll(node.others())) {
            isOpen = true;
            node.tables.open();
            node.applyAgain();
        }
    }

    private boolean isFrozen() {
        return stage == Stage.FREEZING || stage == Stage.LAST_PASS || stage == Stage.READY;
    }

    private boolean isDead() {
        return settle.kind() == SettleKind.DEAD;
    }

    /**
     * A member prepares the replacement only of servers that it holds dead too (rule S10), and is ready only if it
     * still does: flows may begin at one that is back until its slots are frozen.
     */
    private boolean isWilling(final ClusterRecord view) {
        return !isDead() || settle.dead().stream()
                .allMatch(server -> node.state().wish().dead().contains(view.registry().servers().get(server)));
    }

    private void say(final long prepared, final long collected, final long ready, final long switched) {
        node.state(node.state().withSteps(prepared, collected, ready, switched));
    }

    private void collect() {
        collecting = true;
        passBeganNs = node.nowNs();
        request++;
        node.act(new ClusterAction.Collect(request, false));
    }

    /** Flows go on to begin while others are not that far, or while idle times pass: they are looked for again. */
    private void collectOn() {
        if (collecting || !pins.isAckedBy(node.others())) {
            return;
        }
        if (covers() && !full && coversAt(passBeganNs)) {
            stage = Stage.COLLECTED;
            say(settle.number(), settle.number(), 0, node.state().switched());
        } else if (covers() || node.nowNs() - passBeganNs >= AGAIN_NS) {
            full = false;
            collect();
        }
    }

    /** Whether every flow that is not silent for longer than promised is known to a member that lives (rule S5). */
    private boolean covers() {
        return coversAt(node.nowNs());
    }

    private boolean coversAt(final long nowNs) {
        return isPast(synGapNs, synNs(), nowNs)
                && crashIsOver && isPast(crashNs, Math.max(idleNs(), synNs()), nowNs)
                && isPast(trackGapNs, idleNs(), nowNs)
                && (node.settings.tracksAlways() || isPast(allPreparedNs, idleNs(), nowNs));
    }

    private long synNs() {
        return node.settings.synAckNs() + node.settings.synAckNs() / 50;
    }

    private long idleNs() {
        return node.settings.idleNs() + node.settings.idleNs() / 50;
    }

    private static boolean isPast(final long sinceNs, final long durationNs, final long nowNs) {
        return sinceNs == Long.MIN_VALUE || nowNs - sinceNs >= durationNs;
    }

    /** Whether some of the flows that this member forwarded lately are not known to it. */
    boolean isBlind() {
        final ClusterSettings settings = node.settings;
        return !isPast(synGapNs, settings.synAckNs(), node.nowNs())
                || (settings.tracksAlways() && !isPast(trackGapNs, settings.idleNs(), node.nowNs()));
    }

    private void tell() {
        final Set<MemberId> others = node.others();
        while (pins.hasNext(others)) {
            final long first = pins.nextFirst();
            final Flows flows = pins.next();
            node.tally.pinsSent((long) flows.count() * others.size());
            node.broadcast(new Message.Pin(settle.number(), first, flows));
        }
    }

    /**
     * The version with which the collection begins again, or is given up, if it must: slots stay frozen for too long,
     * flows were lost of sight, or there is no room for exceptions.
     */
    Optional<ClusterRecord> retreat() {
        final ClusterRecord view = node.entered();
        final boolean late = isFrozen() && node.nowNs() - frozenNs > node.settings.frozenNs();
        final boolean blind = stage == Stage.LAST_PASS && !isDead() && !covers();
        final boolean over = abandonment.isComplete(node.others());
        if (settle == null || !node.isUpToDate() || stage == Stage.SWITCHED || !(late || blind || full || over)
                || (nextTryNs != Long.MIN_VALUE && node.nowNs() - nextTryNs < 0)) {
            return Optional.empty();
        }
        nextTryNs = node.nowNs() + AGAIN_NS;
        if (full && settle.sweep()) {
            node.report("the exceptions have no room for more live flows (cluster.exceptions): a change waits");
            return Optional.of(view.stable());
        }
        return Optional.of(view.collecting(view.registry(), full
                ? new Settle(0, SettleKind.NORMAL, view.tables(), Set.of(), true) : settle));
    }

    /** What it waits for, for people; empty: nothing. */
    String waits() {
        if (settle == null) {
            return "";
        }
        final ClusterRecord view = node.entered();
        final long number = settle.number();
        return switch (stage) {
            case BEGUN -> isWilling(view) ? "its datapath to note every flow" : NO_VERDICT;
            case PREPARED -> others("prepared", state -> state.prepared() == number);
            case COLLECTING -> full ? NO_ROOM : covers() ? pass() : uncovered();
            case COLLECTED -> others("collected", state -> state.collected() == number);
            case FREEZING -> "its datapath to freeze the slots";
            case LAST_PASS -> !isWilling(view) ? NO_VERDICT
                    : full ? NO_ROOM : covers() || isDead() ? pass() : uncovered();
            case READY -> others("ready", state -> state.ready() == number);
            case THAWED -> "etcd, to begin the change again";
            case SWITCHED -> node.state().switched() != view.epoch() ? "its datapath to change over"
                    : others("switched", state -> state.switched() == view.epoch());
            case IDLE -> "";
        };
    }

    /** The members that are not that far; when all are, only the record is missing. */
    private String others(final String step, final Predicate<MemberState> isDone) {
        final List<String> names = node.roster.failing(node.entered(), isDone);
        return names.isEmpty() ? "the record's next version in etcd"
                : step.toUpperCase(Locale.ROOT) + " of " + String.join(", ", names);
    }

    private String pass() {
        final List<MemberId> silent = pins.unacked(node.others());
        return collecting || silent.isEmpty() ? "a look at its flows"
                : "PinAck of " + silent.stream().map(MemberId::name).collect(Collectors.joining(", "));
    }

    /** Of which flows this member may not know all: what {@link #covers} asks for. */
    private String uncovered() {
        final long nowNs = node.nowNs();
        if (!isPast(synGapNs, synNs(), nowNs)) {
            return "half-open flows that had to be forgotten: " + seconds(synNs())
                    + " after the last (cluster.syn-ack)";
        }
        if (!crashIsOver) {
            return "the end of a member that died: " + String.join(", ",
                    node.roster.failing(node.entered(), state -> state.entered() >= crash)) + " may let it go on";
        }
        if (!isPast(crashNs, Math.max(idleNs(), synNs()), nowNs)) {
            return "silent flows of a member that died: " + seconds(Math.max(idleNs(), synNs()))
                    + " after its removal (flows.idle)";
        }
        return !isPast(trackGapNs, idleNs(), nowNs)
                ? "flows that found the flow table full: " + seconds(idleNs()) + " after the last (flows.idle)"
                : "silent flows: " + seconds(idleNs()) + " after all have begun to note them (flows.idle)";
    }

    private static String seconds(final long ns) {
        return TimeUnit.NANOSECONDS.toSeconds(ns) + " s";
    }

    /** Flows that were pinned in this settle. */
    int pinned() {
        return pins.count();
    }
}
