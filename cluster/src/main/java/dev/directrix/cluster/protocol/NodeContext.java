package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.message.Message;
import dev.directrix.forwarder.epoch.Exceptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the parts of one {@link ClusterNode} share: what is known, and what is to be done. For one thread. */
final class NodeContext {
    private static final int MOST_REPORTS = 256;

    final MemberId self;
    final ClusterSettings settings;
    final Roster roster = new Roster();
    final NodeTally tally = new NodeTally();
    final LocalTables tables;
    private final Set<String> reported = new HashSet<>();
    private final Set<MemberId> others = new HashSet<>();
    private List<ClusterAction> actions = new ArrayList<>();
    private ClusterRecord newest;
    private ClusterRecord entered;
    private long revision;
    private long nowNs;
    private long applyNumber;
    private long appliedNumber;
    private boolean tracks;
    private boolean stopped;
    private MemberState state;
    private MemberState published;

    NodeContext(final MemberId self, final ClusterSettings settings, final MemberState state) {
        this.self = self;
        this.settings = settings;
        this.tables = new LocalTables(settings, tally);
        this.state = state;
        this.tracks = settings.tracksAlways();
    }

    void at(final long now) {
        nowNs = now;
        actions = new ArrayList<>();
    }

    long nowNs() {
        return nowNs;
    }

    /** What is to be done, in order. */
    List<ClusterAction> actions() {
        return actions;
    }

    void act(final ClusterAction action) {
        if (!stopped) {
            actions.add(action);
        }
    }

    /** Says something to an engineer, once. */
    void report(final String text) {
        if (reported.size() < MOST_REPORTS && reported.add(text)) {
            act(new ClusterAction.Report(text));
        }
    }

    void stop(final String why, final boolean forGood) {
        act(new ClusterAction.Stop(why, forGood));
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    boolean hasRecord() {
        return newest != null;
    }

    /** The newest version seen. */
    ClusterRecord newest() {
        return newest;
    }

    /** What a swap must expect. */
    long revision() {
        return revision;
    }

    void seen(final ClusterRecord record, final long at) {
        newest = record;
        revision = at;
    }

    boolean hasEntered() {
        return entered != null;
    }

    /** The version entered: the view. */
    ClusterRecord entered() {
        return entered;
    }

    void entered(final ClusterRecord record) {
        entered = record;
        others.clear();
        others.addAll(record.ids());
        others.remove(self);
    }

    /** Whether nothing newer than what was entered is known. */
    boolean isUpToDate() {
        return entered != null && entered.version() == newest.version();
    }

    /** The other members of the view. */
    Set<MemberId> others() {
        return others;
    }

    void send(final MemberId to, final Message message) {
        act(new ClusterAction.Send(to, entered.version(), message));
    }

    void broadcast(final Message message) {
        if (!others.isEmpty()) {
            act(new ClusterAction.Broadcast(entered.version(), message));
        }
    }

    /** Has packets decided by the tables as they are now. */
    void apply(final boolean tracking) {
        tracks = tracking;
        applyNumber++;
        act(new ClusterAction.Apply(applyNumber, tables.toApply(), entered.registry(), tracking));
    }

    /** As before, with exceptions that have moved. */
    void applyAgain() {
        apply(tracks);
    }

    void applied(final long number) {
        appliedNumber = Math.max(appliedNumber, number);
    }

    /** Whether packets are decided by the tables as they are now. */
    boolean isApplied() {
        return appliedNumber == applyNumber;
    }

    MemberState state() {
        return state;
    }

    void state(final MemberState next) {
        state = next;
    }

    /** Tells the store what this member says of itself, if that has changed. */
    void publish() {
        if (newest != null && newest.has(self) && !state.equals(published)) {
            published = state;
            act(new ClusterAction.PutState(state));
        }
    }

    /** What this member says of itself must be told anew. */
    void publishAgain() {
        published = null;
    }

    /** Tries to change the record to its next version. */
    void swap(final ClusterRecord next, final Set<String> absent) {
        act(new ClusterAction.Swap(revision, next, absent, false, state));
    }

    /** A number for reports. */
    int exceptions() {
        final Exceptions all = tables.exceptions();
        return all.size();
    }
}
