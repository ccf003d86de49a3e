package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.message.MessageCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How this member leaves: it hands the flows that it forwarded lately over to another (rule J4). For one thread. */
final class Leaving {
    private static final int MOST_IN_FLIGHT = 40 * MessageCodec.MOST_FLOWS;
    private static final long AGAIN_NS = 500_000_000L;
    /** Numbers of requests, apart from those of settles. */
    private static final long REQUEST = -1;

    private final NodeContext node;
    private final Pins flows = new Pins(MessageCodec.MOST_FLOWS, MOST_IN_FLIGHT);
    /** By heir, what it was told: who was one before may be it again. */
    private final Map<MemberId, Pins> handed = new HashMap<>();
    private boolean leaves;
    private boolean knowsAll;
    private boolean blind;
    private long nextTryNs = Long.MIN_VALUE;
    /** Those of whom one may become the heir, and since when they are these. */
    private Set<MemberId> coming = Set.of();
    private long comingSinceNs;

    Leaving(final NodeContext node) {
        this.node = node;
    }

    boolean leaves() {
        return leaves;
    }

    /**
     * Begins.
     *
     * @param misses whether some of this member's flows are not known to it
     */
    void begin(final boolean misses) {
        if (!leaves) {
            leaves = true;
            blind = misses;
            node.state(node.state().withServing(false));
            node.act(new ClusterAction.Collect(REQUEST, true));
        }
    }

    void collected(final long number, final Flows some, final boolean last) {
        if (!leaves || number != REQUEST) {
            return;
        }
        for (int i = 0; i < some.count(); i++) {
            flows.add(some.hashes()[i], some.pools()[i], some.servers()[i]);
        }
        knowsAll |= last;
    }

    void acked(final MemberId by, final Message.HandoverAck ack) {
        final Pins told = handed.get(by);
        if (told != null) {
            told.acked(by, ack.count());
        }
    }

    /** What it waits for while it leaves, for people. */
    String waits() {
        if (!knowsAll) {
            return "a look at its flows, to hand them over";
        }
        if (heir().isEmpty() && mayHaveAnHeirSoon()) {
            return "another member to serve";
        }
        return heir().filter(to -> handed.containsKey(to) && !handed.get(to).isAckedBy(List.of(to)))
                .map(to -> "HandoverAck of " + to.name()).orElse("its removal from the record in etcd");
    }

    /** To whom the flows go: the first of the others that serves. */
    private Optional<MemberId> heir() {
        return !node.hasEntered() ? Optional.empty() : node.entered().members().stream()
                .filter(member -> !member.id().equals(node.self))
                .filter(member -> node.roster.of(member).filter(MemberState::serving).isPresent())
                .findFirst().map(Member::id);
    }

    /** Goes as far as it can now. */
    void progress() {
        if (!leaves || !knowsAll || !node.hasEntered()) {
            return;
        }
        final Optional<MemberId> heir = heir();
        if (heir.isEmpty() && mayHaveAnHeirSoon()) {
            return;
        }
        blind |= heir.isEmpty() && flows.count() > 0;
        if (heir.isPresent() && flows.count() > 0) {
            final MemberId to = heir.get();
            final Pins told = handed.computeIfAbsent(to, _ -> copy());
            while (told.hasNext(List.of(to))) {
                final long first = told.nextFirst();
                node.send(to, new Message.Handover(first, told.next()));
            }
            if (!told.isAckedBy(List.of(to))) {
                return;
            }
        }
        goOff();
    }

    /**
     * Whether there is somebody who does not serve yet, heard of or not: gone before that, this member would take the
     * exceptions with it. It waits as long for whoever comes while it waits. Two that leave at once wait for each
     * other so, for as long as a join takes.
     */
    private boolean mayHaveAnHeirSoon() {
        final Set<MemberId> now = new HashSet<>(node.newest().ids());
        now.remove(node.self);
        if (!now.equals(coming)) {
            coming = now;
            comingSinceNs = node.nowNs();
        }
        return !coming.isEmpty() && node.nowNs() - comingSinceNs < 2 * node.settings.validityNs();
    }

    private Pins copy() {
        final Pins copy = new Pins(MessageCodec.MOST_FLOWS, MOST_IN_FLIGHT);
        flows.forEach(copy::add);
        return copy;
    }

    private void goOff() {
        if (!node.isUpToDate() || (nextTryNs != Long.MIN_VALUE && node.nowNs() - nextTryNs < 0)) {
            return;
        }
        nextTryNs = node.nowNs() + AGAIN_NS;
        final ClusterRecord record = node.newest();
        final List<Member> rest = new ArrayList<>(record.members());
        rest.removeIf(member -> member.id().equals(node.self));
        node.swap(record.withMembers(rest, node.roster.allEntered(record), Set.of(node.self), blind), Set.of());
    }
}
