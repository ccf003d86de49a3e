package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.flow.FlowState;
import dev.directrix.forwarder.flow.FlowTable;
import dev.directrix.forwarder.flow.SynMemory;
import dev.directrix.forwarder.packet.EchoReply;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.scheduler.Scheduler;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.MemorySegment;

/**
 * The way of one worker's packets: parse, look the service up, find or decide the server, rewrite in place. One thread
 * calls {@link #process}, {@link #processBatch} and {@link #expire}; the other methods may be called by any thread.
 * Nothing is allocated for a packet.
 *
 * <p>Direct routing is a hop at layer 2: only the MAC addresses change. The IP packet, its TTL and its checksums reach
 * the server as the client and the routers made them.
 */
public final class Pipeline {
    /** Most frames of a batch. */
    public static final int MAX_BATCH = 64;
    /** SYNs that are remembered at a time. */
    private static final int SYN_PLACES = 1 << 16;

    private final FlowHash hash;
    private final FlowTable flows;
    private final SynMemory syns;
    private final NextHops nextHops;
    private final Scheduler scheduler;
    private final Counters counters = new Counters();
    private final PacketParser[] packets = new PacketParser[MAX_BATCH];
    private final PacketKind[] kinds = new PacketKind[MAX_BATCH];
    private final long[] hashes = new long[MAX_BATCH];
    private volatile ServiceIndex index = ServiceIndex.EMPTY;
    /** Written only: without a use of what was read, the compiler would leave the reading out. */
    @SuppressWarnings("UnusedVariable")
    private long prefetched;
    private int lastServer = ServiceIndex.NO_SERVER;

    /**
     * A pipeline that serves nothing yet.
     *
     * @param hash     the directors' common flow hash
     * @param flows    this worker's own flow table
     * @param nextHops MAC addresses of servers and of our interfaces
     */
    public Pipeline(final FlowHash hash, final FlowTable flows, final NextHops nextHops) {
        this(hash, flows, nextHops, Scheduler.MAGLEV);
    }

    /** As the other, with another way to choose the servers of new flows. */
    public Pipeline(
            final FlowHash hash, final FlowTable flows, final NextHops nextHops, final Scheduler scheduler) {
        this.scheduler = scheduler;
        this.hash = hash;
        this.flows = flows;
        this.syns = new SynMemory(SYN_PLACES, flows.timeouts());
        this.nextHops = nextHops;
        for (int i = 0; i < MAX_BATCH; i++) {
            packets[i] = new PacketParser();
        }
    }

    /** Serves this index from the next packet on. Any thread. */
    public void apply(final ServiceIndex next) {
        this.index = next;
    }

    /** What is served now. Any thread. */
    public ServiceIndex index() {
        return index;
    }

    /**
     * Decides one frame and rewrites it in place if it is to be transmitted.
     *
     * @param memory holds the frame
     * @param offset where the Ethernet header begins
     * @param length bytes of the frame, without FCS
     * @param port   where it came in: an index in the datapath's list of interfaces
     * @param nowNs  monotonic time
     * @return see {@link Verdict}
     */
    public int process(
            final MemorySegment memory, final long offset, final int length, final int port, final long nowNs) {
        passTime(nowNs);
        final PacketParser packet = packets[0];
        final PacketKind kind = packet.parse(memory, offset, length);
        return kind == PacketKind.TRANSPORT
                ? transport(memory, offset, length, port, nowNs, packet, hashOf(packet))
                : other(kind, memory, offset, port, packet);
    }

    /**
     * Decides several frames, as {@link #process} would one after the other. All are parsed and hashed, and their flow
     * entries read, before the first is decided: the cache misses of a large flow table overlap.
     *
     * @param offsets  where each frame begins
     * @param lengths  bytes of each
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
        for (int i = 0; i < count; i++) {
            final PacketParser packet = packets[i];
            final PacketKind kind = packet.parse(memory, offsets[i], lengths[i]);
            kinds[i] = kind;
            hashes[i] = kind == PacketKind.TRANSPORT ? hashOf(packet) : 0;
        }
        prefetched = flows.prefetch(hashes, count);
        for (int i = 0; i < count; i++) {
            verdicts[i] = kinds[i] == PacketKind.TRANSPORT
                    ? transport(memory, offsets[i], lengths[i], port, nowNs, packets[i], hashes[i])
                    : other(kinds[i], memory, offsets[i], port, packets[i]);
        }
    }

    /**
     * Lets time pass without packets: removes some of the flows whose idle time is over. Cheap; to be called when a
     * worker finds no packets. {@link #process} does its share by itself.
     */
    public void expire(final long nowNs) {
        countExpired(flows.advanceIdle(nowNs));
    }

    private void passTime(final long nowNs) {
        countExpired(flows.advance(nowNs));
    }

    private void countExpired(final int expired) {
        if (expired != 0) {
            counters.count(Counters.Total.FLOWS_EXPIRED, expired);
        }
    }

    /** The id of the server that the last forwarded frame went to. Worker only. */
    public int lastServer() {
        return lastServer;
    }

    /** Which server the next packet of a flow would be given by this worker, and why. Any thread. */
    public FlowDecision decide(final FlowKey flow, final long nowNs) {
        return FlowInquiry.decide(flow, nowNs, index, hash, flows, syns);
    }

    /** This worker's flows. Any thread. */
    public FlowTable flows() {
        return flows;
    }

    /** This worker's counters. Any thread. */
    public Counters counters() {
        return counters;
    }

    private long hashOf(final PacketParser packet) {
        final int ports = packet.ports();
        if (packet.isIpv4()) {
            return hash.hash4(packet.source(), packet.destination(), ports >>> 16, ports & 0xffff, packet.protocol());
        }
        return hash.hash6(packet.sourceHigh(), packet.sourceLow(), packet.destinationHigh(), packet.destinationLow(),
                ports >>> 16, ports & 0xffff, packet.protocol());
    }

    private int transport(
            final MemorySegment memory,
            final long offset,
            final int length,
            final int port,
            final long nowNs,
            final PacketParser packet,
            final long flowHash) {
        final ServiceIndex served = index;
        final int found = served.find(
                packet.destinationHigh(), packet.destinationLow(), packet.protocol(), packet.ports() & 0xffff);
        if (found < 0) {
            return unserved(served, DropReason.NO_SERVICE, memory, offset, port, packet);
        }
        final int refusal = Admission.check(memory, offset, port, packet, nextHops);
        if (refusal != Admission.ADMITTED) {
            return drop(Verdict.reason(refusal));
        }
        final CompiledService service = served.service(found);
        final int server = serverOf(served, service, packet, flowHash, nowNs);
        return server == ServiceIndex.NO_SERVER
                ? drop(DropReason.NO_SERVER)
                : transmit(memory, offset, length, service, server);
    }

    private int serverOf(
            final ServiceIndex served,
            final CompiledService service,
            final PacketParser packet,
            final long flowHash,
            final long nowNs) {
        if (!packet.isIpv4()) {
            return scheduler.serverFor(service, packet, flowHash, nowNs);
        }
        final int entry = flows.find(packet.addresses(), packet.ports(), packet.isUdp(), flowHash);
        if (entry == FlowTable.ABSENT) {
            return decideNew(served, service, packet, flowHash, nowNs);
        }
        final int server = flows.serverOf(entry);
        if (served.keepsFlows(server) && !packet.isBareSyn()) {
            flows.touch(entry, packet.isClosing());
            return server;
        }
        return decideAgain(served, service, packet, flowHash, nowNs, entry);
    }

    /** A SYN of a flow that has an entry, or a flow whose server is gone. */
    private int decideAgain(
            final ServiceIndex served,
            final CompiledService service,
            final PacketParser packet,
            final long flowHash,
            final long nowNs,
            final int entry) {
        final int server = flows.serverOf(entry);
        if (packet.isBareSyn() && flows.isClosing(entry)) {
            // The client ended this connection and opens the next one from the same port.
            flows.remove(entry);
            return decideNew(served, service, packet, flowHash, nowNs);
        }
        if (served.keepsFlows(server)) {
            flows.touch(entry, false);
            return server;
        }
        final int next = scheduler.serverFor(service, packet, flowHash, nowNs);
        if (next != ServiceIndex.NO_SERVER) {
            flows.reassign(entry, next);
            flows.touch(entry, packet.isClosing());
            counters.count(Counters.Total.FLOWS_MOVED, 1);
        }
        return next;
    }

    private int decideNew(
            final ServiceIndex served,
            final CompiledService service,
            final PacketParser packet,
            final long flowHash,
            final long nowNs) {
        final int remembered = packet.isUdp() ? SynMemory.ABSENT : syns.serverOf(flowHash, nowNs);
        final int server = remembered != SynMemory.ABSENT && served.keepsFlows(remembered)
                ? remembered
                : scheduler.serverFor(service, packet, flowHash, nowNs);
        if (server == ServiceIndex.NO_SERVER) {
            return server;
        }
        if (packet.isBareSyn()) {
            syns.remember(flowHash, server, nowNs);
        } else if (!packet.isReset()) {
            track(packet, flowHash, server);
        }
        return server;
    }

    private void track(final PacketParser packet, final long flowHash, final int server) {
        final FlowState state = packet.isUdp() ? FlowState.UDP
                : packet.isClosing() ? FlowState.CLOSING : FlowState.ESTABLISHED;
        final boolean entered = flows.insert(packet.addresses(), packet.ports(), state, flowHash, server);
        counters.count(entered ? Counters.Total.FLOWS_CREATED : Counters.Total.FLOWS_UNTRACKED, 1);
    }

    private int transmit(
            final MemorySegment memory,
            final long offset,
            final int length,
            final CompiledService service,
            final int server) {
        final long hop = nextHops.hopOf(server);
        if (hop == NextHops.UNRESOLVED) {
            return drop(DropReason.NO_NEXT_HOP);
        }
        final int out = NextHops.portOf(hop);
        final long own = nextHops.sourceMacOf(out);
        final long source = own == NextHops.UNRESOLVED ? Frame.destinationMac(memory, offset) : own;
        Frame.setMacs(memory, offset, NextHops.macOf(hop), source);
        counters.forwarded(service.id(), server, length);
        lastServer = server;
        return Verdict.tx(out);
    }

    private int other(
            final PacketKind kind,
            final MemorySegment memory,
            final long offset,
            final int port,
            final PacketParser packet) {
        final ServiceIndex served = index;
        return switch (kind) {
            case NOT_IP -> pass();
            case TRUNCATED -> drop(DropReason.TRUNCATED);
            case ICMP, ICMP_ERROR -> icmp(served, memory, offset, port, packet);
            case FIRST_FRAGMENT, FRAGMENT -> unserved(served, DropReason.FRAGMENT, memory, offset, port, packet);
            case OTHER_PROTOCOL -> unserved(served, DropReason.UNSUPPORTED_PROTOCOL, memory, offset, port, packet);
            case BAD_IP_HEADER -> unserved(served, DropReason.BAD_IP_HEADER, memory, offset, port, packet);
            case TTL_ZERO -> unserved(served, DropReason.TTL_ZERO, memory, offset, port, packet);
            case BAD_TRANSPORT_HEADER, TRANSPORT ->
                    unserved(served, DropReason.BAD_TRANSPORT_HEADER, memory, offset, port, packet);
        };
    }

    /** A packet that no service takes: dropped for this reason if it is to a VIP and was meant for us. */
    private int unserved(
            final ServiceIndex served,
            final DropReason reason,
            final MemorySegment memory,
            final long offset,
            final int port,
            final PacketParser packet) {
        if (!served.isVip(packet.destinationHigh(), packet.destinationLow())) {
            return pass();
        }
        final int refusal = Admission.check(memory, offset, port, packet, nextHops);
        return drop(refusal == Admission.ADMITTED ? reason : Verdict.reason(refusal));
    }

    private int icmp(
            final ServiceIndex served,
            final MemorySegment memory,
            final long offset,
            final int port,
            final PacketParser packet) {
        if (!served.isVip(packet.destinationHigh(), packet.destinationLow())) {
            return pass();
        }
        final int refusal = Admission.check(memory, offset, port, packet, nextHops);
        if (refusal != Admission.ADMITTED) {
            return drop(Verdict.reason(refusal));
        }
        if (!EchoReply.isRequest(memory, packet)) {
            return drop(DropReason.ICMP_OTHER);
        }
        final long own = nextHops.sourceMacOf(port);
        final long source = own == NextHops.UNRESOLVED ? Frame.destinationMac(memory, offset) : own;
        EchoReply.answer(memory, offset, packet, source);
        counters.count(Counters.Total.ECHO_REPLIES, 1);
        return Verdict.tx(port);
    }

    private int pass() {
        counters.count(Counters.Total.PASSED, 1);
        return Verdict.PASS;
    }

    private int drop(final DropReason reason) {
        counters.drop(reason);
        return Verdict.drop(reason);
    }
}
