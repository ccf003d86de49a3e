package dev.directrix.cluster.exploration;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.Phase;
import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import dev.directrix.cluster.protocol.ClusterNode;
import dev.directrix.cluster.simulation.BrokenRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One life of a director: its member, which is the real one, and its datapath, which holds the real tables. It can be
 * written down, and go on from what was written down. For one thread.
 */
final class Machine {
    private static final long BEGIN_NS = 1_000_000_000_000L;

    private final Setup setup;
    private final MemberId id;
    private final Catalogue catalogue;
    private final Memory memory;
    private final ClusterNode node;
    private final Forwarding forwarding;
    private final Set<MemberId> peers = new TreeSet<>();
    private List<Output> outputs = new ArrayList<>();
    private long nowNs = BEGIN_NS;
    private boolean stopped;

    /** A life that has not begun. */
    Machine(final Setup setup, final MemberId id, final Catalogue catalogue, final Memory memory) {
        this.setup = setup;
        this.id = id;
        this.catalogue = catalogue;
        this.memory = memory;
        this.node = new ClusterNode(id, setup.settings());
        this.forwarding = new Forwarding(setup);
    }

    /** Name and incarnation. */
    MemberId id() {
        return id;
    }

    /** The version of the record that it has entered. */
    long entered() {
        return node.enteredVersion();
    }

    /** Those that it keeps links with. */
    Set<MemberId> peers() {
        return peers;
    }

    /** Whether this life is over. */
    boolean isStopped() {
        return stopped;
    }

    /** Its datapath. */
    Forwarding forwarding() {
        return forwarding;
    }

    /** Whether packets would be forwarded now. */
    boolean isValid() {
        return !stopped && forwarding.isValid(nowNs);
    }

    /** Begins. */
    List<Output> begin(final Setup.Wishes wishes) {
        outputs = new ArrayList<>();
        hear(new ClusterEvent.Wished(wishes.wish()));
        hear(new ClusterEvent.Described("config", "announced"));
        confirm();
        return outputs;
    }

    /** Something happens. */
    List<Output> on(final Input input) {
        outputs = new ArrayList<>();
        nowNs++;
        switch (input) {
            case Input.Hear hear -> hear(hear.event());
            case Input.Work _ -> forwarding.work(nowNs, this::hear);
            case Input.Packet packet -> forwarding.packet(packet, nowNs);
            case Input.Time time -> pass(time);
            case Input.Grant grant -> hear(new ClusterEvent.Received(grant.from(), grant.view(),
                    grant.asks() ? new Message.GrantRequest(nowNs - grant.ageNs())
                            : new Message.Grant(nowNs - grant.ageNs())));
            case Input.Leave _ -> {
                forwarding.serve(false);
                hear(new ClusterEvent.Leave());
            }
        }
        return outputs;
    }

    private void pass(final Input.Time time) {
        for (long passedNs = 0; passedNs < Setup.STEP_NS; passedNs += Setup.TICK_NS) {
            nowNs += Setup.TICK_NS;
            if (time.runs() && !stopped) {
                if (time.confirmed()) {
                    confirm();
                }
                hear(new ClusterEvent.Tick());
            }
        }
        forwarding.forget(nowNs);
    }

    private void confirm() {
        hear(new ClusterEvent.KeepAlive(nowNs + 1));
    }

    private void hear(final ClusterEvent event) {
        if (!stopped) {
            nowNs++;
            final ClusterEvent heard = forwarding.distort(event);
            final List<ClusterAction> actions = new ArrayList<>(node.on(heard, nowNs));
            if (setup.breaks(BrokenRule.ENDS_EARLY)) {
                endEarly(event, actions);
            }
            actions.forEach(this::perform);
        }
    }

    private void endEarly(final ClusterEvent event, final List<ClusterAction> actions) {
        if (event instanceof ClusterEvent.RecordSeen seen && seen.record().phase() == Phase.COMMITTED) {
            for (final Member each : seen.record().members()) {
                final MemberState state = node.states().get(each.name());
                if (state != null) {
                    actions.addAll(node.on(new ClusterEvent.StateSeen(each.name(), new MemberState(state.incarnation(),
                            state.entered(), 0, 0, 0, seen.record().epoch(), state.serving(), state.wish(),
                            state.digests(), "")), nowNs));
                }
            }
        }
    }

    private void perform(final ClusterAction action) {
        switch (action) {
            case ClusterAction.PutState put -> outputs.add(new Output.Put(id, put.state().withWaits("")));
            case ClusterAction.Swap swap -> outputs.add(new Output.Swap(id, distort(swap)));
            case ClusterAction.Peers links -> {
                final Set<MemberId> next = new TreeSet<>(links.endpoints().keySet());
                peers.stream().filter(peer -> !next.contains(peer))
                        .forEach(peer -> outputs.add(new Output.Forget(id, peer)));
                peers.clear();
                peers.addAll(next);
            }
            case ClusterAction.Send send -> tell(send.to(), send.view(), send.message());
            case ClusterAction.Broadcast all ->
                    List.copyOf(peers).forEach(peer -> tell(peer, all.view(), all.message()));
            case ClusterAction.Apply apply -> forwarding.apply(apply);
            case ClusterAction.Collect collect -> forwarding.collect(collect);
            case ClusterAction.Adopt adopt -> forwarding.adopt(adopt.flows(), nowNs);
            case ClusterAction.ValidUntil until -> forwarding.validUntil(until.deadlineNs());
            case ClusterAction.Serve _ -> forwarding.serve(true);
            case ClusterAction.Stop stop -> {
                stopped = true;
                forwarding.serve(false);
                outputs.add(new Output.Stop(stop.why(), stop.forGood()));
            }
            case ClusterAction.Report _, ClusterAction.Reclaim _ -> { }
        }
    }

    private void tell(final MemberId to, final long view, final Message message) {
        if (!peers.contains(to)) {
            return;
        }
        switch (message) {
            case Message.GrantRequest asked ->
                    outputs.add(new Output.Grant(id, to, view, true, age(asked.sentAtNs())));
            case Message.Grant given -> outputs.add(new Output.Grant(id, to, view, false, age(given.sentAtNs())));
            case Message.SnapshotRequest _ when setup.breaks(BrokenRule.NO_SNAPSHOT) ->
                    hear(new ClusterEvent.Received(to, view, new Message.Snapshot(0, Flows.NONE, true)));
            default -> outputs.add(new Output.Letter(id, to, view, message));
        }
        if (message instanceof Message.Pin pin && setup.breaks(BrokenRule.UNACKNOWLEDGED_PINS)) {
            hear(new ClusterEvent.Received(to, view,
                    new Message.PinAck(pin.settle(), pin.first() + pin.flows().count())));
        }
    }

    private long age(final long atNs) {
        return Math.floorDiv(nowNs - atNs, Setup.STEP_NS) * Setup.STEP_NS;
    }

    /** What becomes of a change when a rule about removals is broken. */
    private ClusterAction.Swap distort(final ClusterAction.Swap swap) {
        final ClusterRecord next = swap.next();
        if (node.view().record().isEmpty()
                || !(setup.breaks(BrokenRule.NO_WAIT_AFTER_CRASH) || setup.breaks(BrokenRule.NO_RESTART))) {
            return swap;
        }
        final ClusterRecord now = node.view().record().get();
        final boolean sameChange = setup.breaks(BrokenRule.NO_RESTART) && now.phase() == Phase.COLLECT
                && next.phase() == Phase.COLLECT && !now.ids().equals(next.ids());
        final ClusterRecord distorted = new ClusterRecord(next.version(), next.epoch(), next.agreement(),
                next.members(), next.views(), next.stopped(), now.crash(), next.registry(),
                next.tables(), next.phase(), sameChange ? now.settle() : next.settle(), next.overrides());
        return new ClusterAction.Swap(swap.expected(), distorted, swap.absent(), swap.createState(), swap.state());
    }

    /** Writes all down. */
    Sketch write() {
        final Sketch sheet = new Sketch(catalogue, nowNs, Setup.TICK_NS, setup.oldest());
        sheet.value(id);
        sheet.exactly(nowNs);
        sheet.number(stopped ? 1 : 0);
        sheet.number(peers.size());
        peers.forEach(sheet::value);
        if (!stopped) {
            final long request = memory.write(node, sheet);
            forwarding.write(sheet, request);
        }
        return sheet;
    }

    /** Goes on from what was written of this life. */
    void read(final Sketch.Reader sheet) {
        sheet.value();
        nowNs = sheet.number();
        stopped = sheet.number() != 0;
        peers.clear();
        for (int left = sheet.small(); left > 0; left--) {
            peers.add((MemberId) sheet.value());
        }
        if (!stopped) {
            memory.read(node, sheet);
            forwarding.read(sheet);
        }
    }
}
