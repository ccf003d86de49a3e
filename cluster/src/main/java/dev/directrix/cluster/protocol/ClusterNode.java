package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.Phase;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.member.Wish;
import dev.directrix.cluster.message.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One life of a member: from its first look at the record until it stops. Events and time in, actions out; the same
 * events at the same times give the same actions. For one thread.
 */
public final class ClusterNode {
    private static final long RANK_NS = 150_000_000L;
    private static final long AGAIN_NS = 500_000_000L;
    private static final long LOOK_NS = 100_000_000L;
    private static final long WAITS_NS = 500_000_000L;
    private static final int MOST_COMMANDS = 256;

    private final MemberId self;
    private final ClusterSettings settings;
    private final NodeContext node;
    private final Validity validity;
    private final SettlePart settle;
    private final Joining joining;
    private final Snapshots snapshots;
    private final Leaving leaving;
    private final Proposals proposals;
    private final Lease lease;
    private final Deque<ClusterRecord> waiting = new ArrayDeque<>();
    private final Deque<ServerOverride> commands = new ArrayDeque<>();
    private final Map<MemberId, Long> handedOver = new HashMap<>();
    private final Map<MemberId, String> peers = new HashMap<>();
    private Set<Integer> exceptionServers = Set.of();
    private boolean serving;
    private final Set<MemberId> off = new HashSet<>();
    /** Whether members, or what they say, have changed since that was last looked at. */
    private boolean hasNews;
    private long validUntilNs = Long.MIN_VALUE;
    private long knownSinceNs;
    private long nextProposalNs = Long.MIN_VALUE;
    private long proposedAt = -1;
    private long lookedNs;
    private long lookedSinceNs = Long.MIN_VALUE;
    private String waited = "";
    private long waitedSinceNs;
    private long waitsLookedNs;

    /** A member that has seen nothing yet. */
    public ClusterNode(final MemberId self, final ClusterSettings settings) {
        this.self = Objects.requireNonNull(self, "self");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.node = new NodeContext(self, settings, MemberState.of(self, Wish.NONE));
        this.validity = new Validity(self, settings);
        this.settle = new SettlePart(node);
        this.joining = new Joining(node);
        this.snapshots = new Snapshots(node);
        this.leaving = new Leaving(node);
        this.proposals = new Proposals(settings);
        this.lease = new Lease(node);
    }

    /** Its name and incarnation. */
    public MemberId self() {
        return self;
    }

    /** What it was told at its start. */
    public ClusterSettings settings() {
        return settings;
    }

    /**
     * Whether a message of this view may be told now. One of a newer view must stay where it is, and all that follow
     * it from the same sender, until the view has been entered (rule V2). Messages that travel by themselves may always
     * be told.
     */
    public boolean isReadyFor(final long view) {
        return node.hasEntered() && view <= node.entered().version();
    }

    /** What this member knows, for people. */
    public NodeView view() {
        final boolean entered = node.hasEntered();
        final Optional<ClusterRecord> record = node.hasRecord() ? Optional.of(node.newest()) : Optional.empty();
        return new NodeView(self, record, entered ? node.entered().version() : 0, joining.isJoined(),
                entered ? node.tables.slots() : Map.of(), entered ? node.tables.slotsInTransit() : 0,
                node.exceptions(), settings.mostExceptions(),
                exceptionServers, settle.pinned(), node.tally.counters(), missed(), waits(),
                record.map(now -> Proposals.disputed(now, node.roster)).orElse(Map.of()),
                record.map(now -> Proposals.disagreed(now, node.roster)).orElse(List.of()));
    }

    /** The version of the record that this member has entered; 0: none. */
    public long enteredVersion() {
        return node.hasEntered() ? node.entered().version() : 0;
    }

    /** The member of a name, in the newest version. */
    public Optional<MemberId> named(final String name) {
        return node.hasRecord() ? node.newest().named(name).map(Member::id) : Optional.empty();
    }

    /** By name, what the members say of themselves. */
    public Map<String, MemberState> states() {
        return node.roster.all();
    }

    /** What this member waits for, for people; empty: nothing. */
    public String waits() {
        if (!missed().isEmpty()) {
            return "one of " + names(missed()) + " to be back, or to be said to be off (directrix cluster off)";
        }
        if (!node.hasEntered()) {
            return joining.waitsOutside();
        }
        if (!waiting.isEmpty()) {
            return "the deadline of " + names(unexpired(waiting.peek())) + " to pass";
        }
        if (!lease.isHeld()) {
            return "another lease in etcd";
        }
        if (leaving.leaves()) {
            return leaving.waits();
        }
        return joining.isJoined() ? settle.waits() : joining.waits();
    }

    /** Tells the others what this member has been waiting for for a while: what lasts a moment is worth no write. */
    private void tellWaits() {
        if (node.nowNs() - waitsLookedNs < LOOK_NS) {
            return;
        }
        waitsLookedNs = node.nowNs();
        final String now = waits();
        if (!now.equals(waited)) {
            waited = now;
            waitedSinceNs = node.nowNs();
        }
        final String told = node.state().waits();
        final boolean lasts = node.nowNs() - waitedSinceNs >= WAITS_NS;
        node.state(node.state().withWaits(lasts || now.equals(told) ? now : ""));
    }

    /**
     * What the member does when this happens.
     *
     * @param nowNs this member's monotonic clock; never goes back
     * @return in the order in which it shall be done; after a {@link ClusterAction.Stop} there are no more, ever
     */
    public List<ClusterAction> on(final ClusterEvent event, final long nowNs) {
        node.at(nowNs);
        if (node.isStopped()) {
            return List.of();
        }
        if (isOver(nowNs)) {
            node.stop("out of date: not confirmed by the store or a majority of members for "
                    + settings.agreement().validityMs() + " ms", false);
            return node.actions();
        }
        take(event);
        if (!node.isStopped()) {
            goOn();
        }
        return node.actions();
    }

    /** Past its deadline a member that forwarded is out of date, whatever it learns now (rule F3). */
    private boolean isOver(final long nowNs) {
        return serving && validUntilNs != Long.MIN_VALUE && nowNs - validUntilNs >= 0;
    }

    private void take(final ClusterEvent event) {
        switch (event) {
            case ClusterEvent.Tick tick -> settle.acknowledge();
            case ClusterEvent.NoRecord none -> joining.storeIsEmpty();
            case ClusterEvent.RecordSeen seen -> recordSeen(seen.record(), seen.revision());
            case ClusterEvent.StateSeen seen -> {
                node.roster.seen(seen.name(), seen.state());
                learned();
                lease.seen(seen.name(), seen.state());
            }
            case ClusterEvent.StateGone gone -> {
                node.roster.gone(gone.name());
                learned();
                lease.gone(gone.name());
            }
            case ClusterEvent.KeepAlive alive -> {
                validity.keptAlive(alive.sentAtNs());
                lease.keptAlive(alive.sentAtNs());
                settle.keptAlive(alive.sentAtNs());
            }
            case ClusterEvent.LeaseEnded ended -> lease.ended(ended.why());
            case ClusterEvent.Lost lost -> node.stop(lost.why(), false);
            case ClusterEvent.Received received -> received(received.from(), received.view(), received.message());
            case ClusterEvent.Wished wished -> node.state(node.state().withWish(wished.wish()));
            case ClusterEvent.Described described -> described(described.config(), described.announced());
            case ClusterEvent.Applied applied -> node.applied(applied.number());
            case ClusterEvent.Collected collected -> {
                settle.collected(collected.number(), collected.flows(), collected.last());
                leaving.collected(collected.number(), collected.flows(), collected.last());
            }
            case ClusterEvent.TrackGap gap -> settle.gap(gap.trackGapNs(), gap.synGapNs());
            case ClusterEvent.Command command -> {
                if (commands.size() < MOST_COMMANDS) {
                    commands.add(command.override());
                }
            }
            case ClusterEvent.Off vouched -> off.addAll(vouched.members());
            case ClusterEvent.Leave leave -> leaving.begin(settle.isBlind());
        }
    }

    private void learned() {
        knownSinceNs = node.nowNs();
        hasNews = true;
    }

    private void recordSeen(final ClusterRecord record, final long revision) {
        if (node.hasRecord() && record.version() != node.newest().version() + 1) {
            node.stop("the record went from version " + node.newest().version() + " to " + record.version()
                    + ": the store is not to be believed", false);
            return;
        }
        if (!node.hasRecord() || !node.newest().stopped().containsAll(record.stopped())) {
            validity.giverGone(node.nowNs());
        }
        node.seen(record, revision);
        learned();
        waiting.add(record);
        if (!node.hasEntered()) {
            while (!waiting.isEmpty() && !waiting.peek().has(self)) {
                waiting.poll();
            }
        }
        peers();
    }

    /** Links with the members of the newest version and of the view. */
    private void peers() {
        final Map<MemberId, String> endpoints = new HashMap<>();
        add(node.newest(), endpoints);
        if (node.hasEntered()) {
            add(node.entered(), endpoints);
        }
        endpoints.remove(self);
        if (!endpoints.equals(peers)) {
            peers.clear();
            peers.putAll(endpoints);
            node.act(new ClusterAction.Peers(endpoints));
        }
    }

    private static void add(final ClusterRecord record, final Map<MemberId, String> endpoints) {
        for (final Member member : record.members()) {
            endpoints.put(member.id(), member.endpoint());
        }
    }

    private void described(final String config, final String announced) {
        final MemberState.Digests old = node.state().digests();
        node.state(node.state().withDigests(new MemberState.Digests(old.epoch(), old.tables(), config, announced)));
    }

    private void received(final MemberId from, final long view, final Message message) {
        if (!node.hasRecord()) {
            return;
        }
        switch (message) {
            case Message.GrantRequest request -> {
                if (node.newest().has(from) && node.newest().has(self)) {
                    validity.gives(from, node.nowNs());
                    node.act(new ClusterAction.Send(from, view, new Message.Grant(request.sentAtNs())));
                }
            }
            case Message.Grant grant -> validity.granted(from, grant.sentAtNs());
            default -> inOrder(from, view, message);
        }
    }

    private void inOrder(final MemberId from, final long view, final Message message) {
        if (!node.hasEntered() || !node.others().contains(from)) {
            return;
        }
        final boolean sameView = view == node.entered().version();
        switch (message) {
            case Message.Pin pin -> settle.pinned(from, pin);
            case Message.PinAck ack -> settle.acked(from, ack);
            case Message.Abandon word -> settle.abandoned(from, word);
            case Message.Switched over -> settle.switched(from, over);
            case Message.SnapshotRequest request when sameView -> snapshots.requested(from);
            case Message.Snapshot snapshot when sameView -> joining.snapshot(from, snapshot);
            case Message.SnapshotAck ack when sameView -> snapshots.acked(from, ack);
            case Message.Handover handover -> handedOver(from, handover);
            case Message.HandoverAck ack -> leaving.acked(from, ack);
            default -> { }
        }
    }

    /** One that leaves takes nothing over: it would not hand it over itself any more. */
    private void handedOver(final MemberId from, final Message.Handover part) {
        if (!leaving.leaves() && part.first() == handedOver.getOrDefault(from, 0L)) {
            final long count = part.first() + part.flows().count();
            handedOver.put(from, count);
            node.act(new ClusterAction.Adopt(part.flows()));
            node.send(from, new Message.HandoverAck(count));
        }
    }

    private void goOn() {
        while (enterNext()) {
            if (node.isStopped()) {
                return;
            }
        }
        joining.apply();
        vouch();
        if (node.hasEntered() && !node.isStopped()) {
            stayValid();
            if (hasNews) {
                hasNews = false;
                proposals.note(node.newest(), node.roster);
                compare();
            }
            serve();
            if (settle.noteEndOfCrash()) {
                validity.giverGone(node.nowNs());
            }
            settle.progress(joining.isJoined());
            leaving.progress();
            if (lease.isHeld()) {
                propose();
                tellWaits();
                node.publish();
            } else {
                lease.reclaim();
            }
        }
    }

    /** The members that changes wait for, because they might keep each other alive; empty: none. */
    private Set<MemberId> missed() {
        final ClusterRecord next = waiting.peek();
        return next == null || next.outnumbersTheRemoved(node.newest()) ? Set.of() : next.missed(node.newest());
    }

    /**
     * Members of the view that a version removes, and that may still forward because of what this one granted them, or
     * one that is gone itself.
     */
    private Set<MemberId> unexpired(final ClusterRecord next) {
        final boolean givenByOthers = validity.mayOutliveGivers(node.nowNs());
        return !node.hasEntered() ? Set.of() : node.entered().ids().stream()
                .filter(id -> !next.has(id) && !next.stopped().contains(id)
                        && (givenByOthers || validity.mayStillForward(id, node.nowNs())))
                .collect(Collectors.toSet());
    }

    private static String names(final Set<MemberId> members) {
        return members.stream().map(MemberId::name).distinct().sorted().collect(Collectors.joining(", "));
    }

    /** Tells the others whom an operator knows to be off: before the versions that wait for it can be entered. */
    private void vouch() {
        off.retainAll(missed());
        final boolean again = proposedAt != node.revision() || node.nowNs() - nextProposalNs >= 0;
        if (!off.isEmpty() && again && lease.isHeld() && node.newest().has(self)) {
            swap(node.newest().withStopped(off), Set.of());
        }
    }

    /** Enters the next version, if that may be (rule V1). */
    private boolean enterNext() {
        if (node.hasEntered() && !node.newest().has(self)) {
            node.stop(leaving.leaves() ? "it has left" : "the others have removed it from the cluster",
                    leaving.leaves());
            return false;
        }
        final ClusterRecord next = waiting.peek();
        if (next == null) {
            return false;
        }
        if (!next.outnumbersTheRemoved(node.newest())) {
            node.report("too many members are gone at once, and may keep each other alive: changes wait until one of "
                    + names(missed()) + " is back, or until an operator says that they are off (directrix cluster "
                    + "off)");
            return false;
        }
        if (!unexpired(next).isEmpty()) {
            return false;
        }
        waiting.poll();
        enter(next);
        return true;
    }

    private void enter(final ClusterRecord next) {
        final ClusterRecord before = node.hasEntered() ? node.entered() : null;
        node.entered(next);
        hasNews = true;
        if (before != null && !next.ids().containsAll(before.ids())) {
            validity.giverGone(node.nowNs());
        }
        if (before == null) {
            node.tables.load(next);
            node.apply(settings.tracksAlways());
        }
        validity.retain(next);
        handedOver.keySet().retainAll(next.ids());
        snapshots.entered();
        settle.entered(next, before);
        joining.entered();
        if (next.phase() == Phase.STABLE) {
            exceptionServers = node.tables.exceptionServers();
        }
        peers();
        final MemberState.Digests old = node.state().digests();
        node.state(node.state().withEntered(next.version(),
                new MemberState.Digests(next.epoch(), node.tables.digest(), old.config(), old.announced())));
    }

    private void stayValid() {
        if (validity.asks(node.nowNs())) {
            node.broadcast(new Message.GrantRequest(node.nowNs()));
        }
        final long deadlineNs = validity.deadlineNs(node.entered(), node.nowNs());
        if (deadlineNs != Long.MIN_VALUE && deadlineNs != validUntilNs) {
            validUntilNs = deadlineNs;
            node.act(new ClusterAction.ValidUntil(deadlineNs));
        }
    }

    private void serve() {
        if (!joining.isJoined() && joining.completes()) {
            settle.joined();
        }
        if (serving || leaving.leaves() || !joining.isJoined()
                || validUntilNs == Long.MIN_VALUE || node.nowNs() - validUntilNs >= 0) {
            return;
        }
        serving = true;
        node.state(node.state().withServing(true));
        node.act(new ClusterAction.Serve());
    }

    /** Members whose tables of an epoch differ cannot serve together. */
    private void compare() {
        final MemberState.Digests own = node.state().digests();
        int same = 1;
        final List<String> different = new ArrayList<>();
        for (final Member member : node.entered().members()) {
            final MemberState.Digests theirs = node.roster.of(member).map(MemberState::digests)
                    .orElse(MemberState.Digests.NONE);
            if (!member.id().equals(self) && theirs.epoch() == own.epoch() && theirs.tables() != 0) {
                same += theirs.tables() == own.tables() ? 1 : 0;
                if (theirs.tables() != own.tables()) {
                    different.add(member.name());
                }
            }
        }
        if (!different.isEmpty()) {
            final String what = "its tables of epoch " + own.epoch() + " differ from those of " + different;
            if (!serving || different.size() > same) {
                node.stop(what, true);
            } else {
                node.report(what);
            }
        }
    }

    private void propose() {
        if (!node.isUpToDate() || !node.newest().has(self)) {
            return;
        }
        final ClusterRecord record = node.newest();
        final boolean again = proposedAt != node.revision() || node.nowNs() - nextProposalNs >= 0;
        final var retreat = settle.retreat();
        if (retreat.isPresent()) {
            swap(retreat.get(), Set.of());
        } else if (!commands.isEmpty() && again) {
            final ServerOverride command = commands.peek();
            if (record.overrides().contains(command) || !isChange(record, command)) {
                commands.poll();
            } else {
                swap(record.withOverride(command), Set.of());
            }
        } else if (again && isTurn() && !leaving.leaves()) {
            final boolean crowded = node.exceptions() > settings.mostExceptions() / 2;
            proposals.of(record, node.roster, exceptionServers, crowded, lease.mayRemove(), node.nowNs())
                    .filter(proposal -> proposal.next().phase() != Phase.COMMITTED || record.phase() == Phase.COMMITTED
                            || settle.commits())
                    .ifPresent(proposal -> swap(proposal.next(), proposal.absent()));
        }
    }

    /** Whether this member shall look for changes now: when something is known anew, and from time to time. */
    private boolean isTurn() {
        final long sinceNs = node.nowNs() - knownSinceNs;
        final boolean due = lookedSinceNs != knownSinceNs || node.nowNs() - lookedNs >= LOOK_NS;
        if (!due || sinceNs < rank() * RANK_NS) {
            return false;
        }
        lookedSinceNs = knownSinceNs;
        lookedNs = node.nowNs();
        return true;
    }

    private static boolean isChange(final ClusterRecord record, final ServerOverride command) {
        return !record.withOverride(command).overrides().equals(record.overrides());
    }

    private void swap(final ClusterRecord next, final Set<String> absent) {
        proposedAt = node.revision();
        nextProposalNs = node.nowNs() + AGAIN_NS;
        node.swap(next, absent);
    }

    /** Members take turns, so that not all try the same change at once: the first by name at once. */
    private long rank() {
        long rank = 0;
        for (final Member member : node.newest().members()) {
            if (member.id().equals(self)) {
                return rank;
            }
            rank += node.roster.of(member).isPresent() ? 1 : 0;
        }
        return rank;
    }
}
