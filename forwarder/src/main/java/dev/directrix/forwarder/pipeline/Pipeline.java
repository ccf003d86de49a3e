package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.epoch.FlowQuery;
import dev.directrix.forwarder.epoch.FlowVisitor;
import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.SynMemory;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.scheduler.Scheduler;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.OptionalLong;

/**
 * The way of one worker's packets: parse, look the service up, find or decide the server, rewrite in place. One thread
 * calls {@link #process}, {@link #processBatch}, {@link #expire} and what {@link #outbox} gives; the other methods may
 * be called by any thread. Nothing is allocated for a packet.
 */
public final class Pipeline {
    /** Most frames of a batch. */
    public static final int MAX_BATCH = 64;
    /** Free octets that every frame must have in front of it, for the headers that it may get. */
    public static final int HEADROOM = 128;
    /** Octets of a frame that a spare one must have room for. */
    public static final int LARGEST_SPARE = 1792;
    /** SYNs that are remembered at a time. */
    private static final int SYN_PLACES = 1 << 16;
    private static final int NO_SERVICE = -1;

    private final FlowHash hash;
    private final FlowTables flows;
    private final SynMemory syns;
    private final Counters counters = new Counters();
    private final Outbox outbox = new Outbox();
    private final Outcome outcome;
    private final FlowWay flowWay;
    private final ClusterWay clusterWay;
    private final HeldFlows heldFlows;
    private final Sender sender;
    private final ResetAnswer resets;
    private final HeldFragments held;
    private final FragmentWay fragments;
    private final NatFragmentWay translated;
    private final NatWay natWay;
    private final AnswerWay answers;
    private final IcmpWay icmp;
    private final Arrival arrival = new Arrival();
    private final PacketParser[] packets = new PacketParser[MAX_BATCH];
    private final PacketKind[] kinds = new PacketKind[MAX_BATCH];
    private final long[] hashes = new long[MAX_BATCH];
    private final int[] found = new int[MAX_BATCH];
    private final LookAhead ahead;
    private final LastService lastService = new LastService();
    private volatile Plan plan;
    /** Written only: without a use of what was read, the compiler would leave the reading out. */
    @SuppressWarnings("UnusedVariable")
    private long prefetched;

    /**
     * A pipeline that serves nothing yet.
     *
     * @param hash     the directors' common flow hash
     * @param flows    this worker's own flow tables
     * @param nextHops MAC addresses of servers and of our interfaces
     */
    public Pipeline(final FlowHash hash, final FlowTables flows, final NextHops nextHops) {
        this(hash, flows, nextHops, Scheduler.MAGLEV);
    }

    /** As the other, with another way to choose the servers of new flows. */
    public Pipeline(
            final FlowHash hash, final FlowTables flows, final NextHops nextHops, final Scheduler scheduler) {
        this(hash, flows, nextHops, scheduler, NatFlows.of(List.of(flows)), 0);
    }

    /**
     * A pipeline of several workers.
     *
     * @param scheduler chooses the servers of new flows
     * @param nat       the translated flows of all workers
     * @param worker    which of them are in this one's tables
     */
    public Pipeline(
            final FlowHash hash,
            final FlowTables flows,
            final NextHops nextHops,
            final Scheduler scheduler,
            final List<NatFlows> nat,
            final int worker) {
        this.hash = hash;
        this.flows = flows;
        this.syns = new SynMemory(SYN_PLACES, flows.classes());
        this.plan = new Plan(ServiceIndex.EMPTY);
        this.outcome = new Outcome(counters, nextHops);
        this.flowWay = new FlowWay(flows, syns, scheduler, counters);
        this.heldFlows = new HeldFlows(outcome, counters, outbox);
        this.clusterWay = new ClusterWay(flowWay, heldFlows, counters);
        final Oversize oversize = new Oversize(nextHops, outcome, counters, outbox);
        this.resets = new ResetAnswer(nextHops, outcome);
        this.sender = new Sender(nextHops, counters, outcome, oversize);
        this.held = new HeldFragments(outcome, counters, outbox);
        this.fragments = new FragmentWay(hash, sender, outcome, held);
        final Outgoing outgoing = new Outgoing(outcome, sender, oversize, resets);
        this.translated = new NatFragmentWay(hash, nextHops, counters, outcome, held);
        this.natWay = new NatWay(nat.get(worker), nextHops, scheduler, counters, outgoing, translated);
        this.answers = new AnswerWay(nat, nextHops, counters, outgoing, translated);
        this.ahead = new LookAhead(flows, nat);
        this.icmp = new IcmpWay(nextHops, outcome, flowWay, clusterWay, natWay, sender);
        for (int i = 0; i < MAX_BATCH; i++) {
            packets[i] = new PacketParser();
        }
    }

    /** Serves this index from the next packet on. Any thread. */
    public synchronized void apply(final ServiceIndex next) {
        flows.apply(next);
        this.plan = new Plan(next, plan.cluster());
    }

    /** Begins anew to note what the cluster's rules need. Before the worker runs, or on its thread. */
    public void join(final ClusterOptions options) {
        clusterWay.join(options);
        heldFlows.limit(options);
    }

    /** Decides packets of a cluster's pools by its tables from the next batch on, after {@link #join}. Any thread. */
    public synchronized void apply(final ClusterIndex next) {
        this.plan = plan.with(next);
    }

    /** Decides as if there were no cluster, from the next batch on. Any thread. */
    public synchronized void leave() {
        this.plan = plan.with(ClusterIndex.NONE);
    }

    /** What is served now. Any thread. */
    public ServiceIndex index() {
        return plan.index();
    }

    /** Frames that leave beside those that came in: to be emptied after each call that processes or expires. */
    public Outbox outbox() {
        return outbox;
    }

    /**
     * Decides one frame and rewrites it in place if it is to be transmitted. Where it begins then, and its length, is
     * {@link #lastOffset} and {@link #lastLength}.
     *
     * @param memory holds the frame
     * @param offset where the Ethernet header begins; {@link #HEADROOM} octets in front of it are free
     * @param length bytes of the frame, without FCS
     * @param port   where it came in: an index in the datapath's list of interfaces
     * @param nowNs  monotonic time
     * @return see {@link Verdict}
     */
    public int process(
            final MemorySegment memory, final long offset, final int length, final int port, final long nowNs) {
        passTime(nowNs);
        arrival.batch(memory, port, nowNs);
        final PacketParser packet = packets[0];
        final PacketKind kind = packet.parse(memory, offset, length);
        arrival.frame(offset, length, packet, kind, hasPorts(kind) ? hashOf(packet) : 0);
        final Plan current = plan;
        return decide(current, kind == PacketKind.TRANSPORT ? serviceOf(current.index(), packet) : NO_SERVICE);
    }

    /**
     * Decides several frames, as {@link #process} would one after the other. All are parsed and hashed, and their flow
     * entries read, before the first is decided: the cache misses of a large flow table overlap.
     *
     * @param offsets  where each frame begins; receives where each to be transmitted begins afterwards
     * @param lengths  bytes of each, before and after
     * @param verdicts receives the verdicts
     * @param count    frames, at most {@link #MAX_BATCH}
     */
    public void processBatch(
            final MemorySegment memory,
            final long[] offsets,
            final int[] lengths,
            final int[] verdicts,
            final int count,
            final int port,
            final long nowNs) {
        passTime(nowNs);
        arrival.batch(memory, port, nowNs);
        final Plan current = plan;
        for (int i = 0; i < count; i++) {
            kinds[i] = packets[i].parse(memory, offsets[i], lengths[i]);
        }
        for (int i = 0; i < count; i++) {
            hashes[i] = hasPorts(kinds[i]) ? hashOf(packets[i]) : 0;
        }
        for (int i = 0; i < count; i++) {
            found[i] = lookUp(i, packets[i], kinds[i], current, hashes[i]);
        }
        prefetched = ahead.read();
        for (int i = 0; i < count; i++) {
            arrival.frame(offsets[i], lengths[i], packets[i], kinds[i], hashes[i], ahead.likely(i));
            verdicts[i] = decide(current, found[i]);
            offsets[i] = arrival.offset();
            lengths[i] = arrival.length();
        }
    }

    /** The service of a packet whose transport header was read, and in which table its flow will be looked up. */
    private int lookUp(
            final int position,
            final PacketParser packet,
            final PacketKind kind,
            final Plan current,
            final long flowHash) {
        if (kind != PacketKind.TRANSPORT) {
            ahead.none(position);
            return NO_SERVICE;
        }
        final int service = lastService.find(current.index(), packet);
        if (service >= 0) {
            ahead.request(position, packet, current, current.index().service(service), flowHash);
        } else if (current.translates()) {
            ahead.answer(position, packet, flowHash);
        } else {
            ahead.none(position);
        }
        return service;
    }

    private static int serviceOf(final ServiceIndex served, final PacketParser packet) {
        return served.find(
                packet.destinationHigh(), packet.destinationLow(), packet.protocol(), packet.ports() & 0xffff);
    }

    /**
     * Lets time pass without packets: removes some of the flows whose idle time is over. Cheap; to be called when a
     * worker finds no packets. {@link #process} does its share by itself.
     *
     * @return whether more flows wait for their removal: to be called again before the worker sleeps
     */
    public boolean expire(final long nowNs) {
        countExpired(flows.advanceIdle(nowNs));
        held.passTime(nowNs);
        return flows.isBehind();
    }

    /**
     * Decides packets again that wait for the cluster's tables, if it is time to; what comes of them is in the
     * {@link #outbox}. To be called after the verdicts of each batch were carried out, and when idle.
     *
     * @return whether packets still wait: to be called again within a millisecond or so
     */
    public boolean decideHeld(final long nowNs) {
        if (heldFlows.isEmpty()) {
            return false;
        }
        final Plan current = plan;
        if (heldFlows.isDue(current.cluster(), nowNs)) {
            heldFlows.begin(current.cluster(), nowNs);
            try {
                while (heldFlows.next(arrival, nowNs)) {
                    final boolean whole = arrival.kind() == PacketKind.TRANSPORT;
                    heldFlows.decided(arrival,
                            decide(current, whole ? serviceOf(current.index(), arrival.packet()) : NO_SERVICE));
                }
            } finally {
                heldFlows.endEarly();
            }
        }
        return !heldFlows.isEmpty();
    }

    private void passTime(final long nowNs) {
        countExpired(flows.advance(nowNs));
        held.passTime(nowNs);
    }

    private void countExpired(final int expired) {
        if (expired != 0) {
            counters.count(Counters.Total.FLOWS_EXPIRED, expired);
        }
    }

    /** The id of the server that the last forwarded frame went to. Worker only. */
    public int lastServer() {
        return sender.lastServer();
    }

    /** Where the frame that {@link #process} decided last begins now. Worker only. */
    public long lastOffset() {
        return arrival.offset();
    }

    /** Octets of the frame that {@link #process} decided last. Worker only. */
    public int lastLength() {
        return arrival.length();
    }

    /** Which server the next packet of a flow would be given by this worker, and why. Any thread. */
    public FlowDecision decide(final FlowKey flow, final long nowNs) {
        return FlowInquiry.decide(flow, nowNs, plan, hash, flows, syns);
    }

    /**
     * Shows the live flows of the cluster's pools that are asked for, those of which only a SYN was seen too. Any
     * thread; no packet waits for it. A flow may be shown twice; one that comes meanwhile may be missed.
     *
     * @return false if one that was there all the time may have been missed
     */
    public boolean collect(final FlowQuery query, final long nowNs, final FlowVisitor visitor) {
        final FlowCollection collection = new FlowCollection(plan, hash, query, visitor);
        // Half-open flows first: one that is tracked meanwhile is found where it has gone.
        clusterWay.halfOpen().collect(nowNs, collection::show);
        final boolean complete = flows.ipv4().visit(nowNs, collection);
        return flows.ipv6().visit(nowNs, collection) && complete;
    }

    /** Passes those flows on that a query asks for, by the tables of now. Any thread. */
    public FlowVisitor wanted(final FlowQuery query, final FlowVisitor visitor) {
        return new FlowCollection(plan, hash, query, visitor)::show;
    }

    /** Counts frames that are dropped undecided, because this director may be out of date. Worker only. */
    public void refuse(final int frames) {
        counters.refused(frames);
    }

    /** When a flow was last forwarded that could not be tracked. Any thread. */
    public OptionalLong untrackedAtNs() {
        return clusterWay.untrackedAtNs();
    }

    /** When a SYN that may have been answered later was last forgotten to make room. Any thread. */
    public OptionalLong synLostAtNs() {
        return clusterWay.halfOpen().lastLossNs();
    }

    /** Flows of which only a SYN was seen, and that may still be answered. Reads the whole memory. Any thread. */
    public int halfOpenNow(final long nowNs) {
        return clusterWay.halfOpen().count(nowNs);
    }

    /** Packets that wait for the cluster's tables now. Any thread. */
    public int heldNow() {
        return heldFlows.count();
    }

    /** This worker's flows. Any thread. */
    public FlowTables flows() {
        return flows;
    }

    /** This worker's counters. Any thread. */
    public Counters counters() {
        return counters;
    }

    private static boolean hasPorts(final PacketKind kind) {
        return kind == PacketKind.TRANSPORT || kind == PacketKind.FIRST_FRAGMENT || kind == PacketKind.ICMP_ERROR;
    }

    private long hashOf(final PacketParser packet) {
        final int ports = packet.ports();
        if (packet.isIpv4()) {
            return hash.hash4(packet.source(), packet.destination(), ports >>> 16, ports & 0xffff, packet.protocol());
        }
        return hash.hash6(packet.sourceHigh(), packet.sourceLow(), packet.destinationHigh(), packet.destinationLow(),
                ports >>> 16, ports & 0xffff, packet.protocol());
    }

    private int decide(final Plan current, final int service) {
        outcome.begin();
        return arrival.kind() == PacketKind.TRANSPORT ? transport(current, service) : other(current);
    }

    /** A packet, or the first fragment of one, with its ports. */
    private int transport(final Plan current, final int found) {
        if (found < 0) {
            return unserved(current);
        }
        final ServiceIndex served = current.index();
        final CompiledService service = served.service(found);
        outcome.of(service.id());
        final int refusal = outcome.admit(arrival);
        if (refusal != Admission.ADMITTED) {
            return outcome.drop(Verdict.reason(refusal));
        }
        if (Plan.isTranslated(service)) {
            return natWay.request(arrival, current, service);
        }
        final int pool = current.poolOf(service);
        final int server = pool == ClusterIndex.NO_POOL
                ? flowWay.serverOf(arrival, served, service)
                : clusterWay.serverOf(arrival, current, service, pool);
        if (server < 0) {
            return unforwarded(server);
        }
        if (arrival.kind() == PacketKind.FIRST_FRAGMENT) {
            fragments.first(arrival, current, service, server);
        }
        return sender.send(arrival, current, service, server);
    }

    private int unforwarded(final int decision) {
        return switch (decision) {
            case FlowWay.RESET -> resets.answer(arrival, DropReason.DEAD_SERVER);
            case FlowWay.HOLD -> heldFlows.hold(arrival);
            default -> outcome.drop(DropReason.NO_SERVER);
        };
    }

    private int other(final Plan current) {
        final ServiceIndex served = current.index();
        final PacketKind kind = arrival.kind();
        if (kind == PacketKind.NOT_IP) {
            return outcome.pass();
        }
        if (kind == PacketKind.TRUNCATED) {
            return outcome.drop(DropReason.TRUNCATED);
        }
        final PacketParser packet = arrival.packet();
        if (!served.isVip(packet.destinationHigh(), packet.destinationLow())) {
            return notForVip(current);
        }
        return switch (kind) {
            case FIRST_FRAGMENT -> transport(current, serviceOf(served, packet));
            case FRAGMENT -> fragment(current);
            case ICMP -> icmp.message(arrival);
            case ICMP_ERROR -> icmp.error(arrival, current);
            case OTHER_PROTOCOL -> outcome.refuse(arrival, DropReason.UNSUPPORTED_PROTOCOL);
            case BAD_IP_HEADER -> outcome.refuse(arrival, DropReason.BAD_IP_HEADER);
            case TTL_ZERO -> outcome.refuse(arrival, DropReason.TTL_ZERO);
            case BAD_TRANSPORT_HEADER, TRANSPORT, NOT_IP, TRUNCATED ->
                    outcome.refuse(arrival, DropReason.BAD_TRANSPORT_HEADER);
        };
    }

    private int fragment(final Plan current) {
        final int refusal = outcome.admit(arrival);
        if (refusal != Admission.ADMITTED) {
            return outcome.drop(Verdict.reason(refusal));
        }
        return current.translates() && translated.knows(arrival)
                ? translated.fromClient(arrival) : fragments.later(arrival, current);
    }

    /** The kernel's, if it is no answer of a server. */
    private int notForVip(final Plan current) {
        return current.translates() ? answers.fromServer(arrival, current) : outcome.pass();
    }

    /** A packet that no service takes: dropped if it is to a VIP and was meant for us. */
    private int unserved(final Plan current) {
        final PacketParser packet = arrival.packet();
        return current.index().isVip(packet.destinationHigh(), packet.destinationLow())
                ? outcome.refuse(arrival, DropReason.NO_SERVICE) : notForVip(current);
    }
}
