package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.epoch.ClusterTables;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.forwarder.epoch.FlowQuery;
import dev.directrix.forwarder.epoch.PoolEpoch;
import dev.directrix.forwarder.epoch.SlotMode;
import dev.directrix.forwarder.epoch.SlotTable;
import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.TestPools;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A pipeline in a cluster: pools web (number 0: TCP 80 of an IPv4 and an IPv6 VIP) and dns (number 1: UDP 53), four
 * servers with numbers 10 to 13 in web and 20 to 23 in dns. All slots of a pool have one server and one mode.
 */
final class ClusterRig implements AutoCloseable {
    static final int WEB = 0;
    static final int DNS = 1;
    static final int MARK = 5;
    static final long MS = 1_000_000L;
    static final int SLOTS = 1021;
    private static final int FRAME_BYTES = 512;
    private static final int FRAMES = 2048;

    final TableCompiler compiler = new TableCompiler();
    final FlowTables flows;
    final Pipeline pipeline;
    final FlowHash hash = FlowHash.of(TestPools.SEED);
    final Exceptions exceptions = new Exceptions(SLOTS, 1000);
    /** What left, in the order in which it would: "source port to server". */
    final List<String> left = new ArrayList<>();
    long nowNs = 1_000_000_000_000L;
    boolean tracksAlways = true;
    private final MemorySegment memory = TestPacket.segment(new byte[FRAME_BYTES * FRAMES]);
    private int next;

    ClusterRig(final int flowCapacity, final ClusterOptions options) {
        this.flows = new FlowTables(flowCapacity, hash, new LocalPorts(0, 1, LocalPorts.DEFAULT_REST),
                new TimeoutClasses(FlowTimeouts.DEFAULT), FlowListener.NONE);
        this.pipeline = new Pipeline(hash, flows, new TestNextHops());
        serve(TestPools.servers(4, ServerState.ACTIVE));
        pipeline.join(options);
        pipeline.outbox().lend((FRAMES - 1L) * FRAME_BYTES + Pipeline.HEADROOM);
    }

    void serve(final List<RealServer> servers) {
        final ServerPool web = TestPools.pool("web", servers);
        pipeline.apply(compiler.compile(ForwardingTable.of(Set.of(TestPools.VIP, TestPacket.VIP_6), List.of(
                new VirtualService(TestPools.VIP, Protocol.TCP, 80, web),
                new VirtualService(TestPacket.VIP_6, Protocol.TCP, 80, web),
                new VirtualService(TestPools.VIP, Protocol.UDP, 53, TestPools.pool("dns", servers))))));
    }

    /** All flows go to the N-th server of their pool, counted from 1, but for exceptions. */
    void apply(final int server, final SlotMode mode) {
        pipeline.apply(index(server, mode));
    }

    void apply(final EpochTables tables) {
        pipeline.apply(index(tables));
    }

    ClusterIndex index(final int server, final SlotMode mode) {
        return index(new EpochTables(3, MARK, List.of(pool(WEB, 9 + server, mode), pool(DNS, 19 + server, mode)),
                exceptions));
    }

    private ClusterIndex index(final EpochTables tables) {
        final List<ServerKey> servers = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            servers.add(new ServerKey(number < 20 ? "web" : "dns",
                    InetAddress.ofLiteral("10.0.1." + (number % 10 < 4 && number >= 10 ? 21 + number % 10
                            : 100 + number))));
        }
        return ClusterIndex.of(
                new ClusterTables(tables, List.of("web", "dns"), servers, tracksAlways), compiler.servers());
    }

    static PoolEpoch pool(final int pool, final int server, final SlotMode mode) {
        final int[] servers = new int[SLOTS];
        Arrays.fill(servers, server);
        final boolean[] all = new boolean[SLOTS];
        Arrays.fill(all, true);
        return PoolEpoch.of(pool, SlotTable.of(servers)).with(mode, all);
    }

    /** Makes an exception of the flow of a client port, to the N-th server. */
    void except(final int pool, final int port, final int server, final int mark) {
        exceptions.put(hashOf(pool, port), pool, 10 * pool + 9 + server, mark);
    }

    long hashOf(final int pool, final int port) {
        return hash.hash4(0xc633_6407, 0xc000_020a, port, pool == WEB ? 80 : 53, pool == WEB ? 6 : 17);
    }

    /** Has a packet decided, what waited too, and all that leaves noted; the verdict. */
    int process(final TestPacket packet) {
        final byte[] frame = packet.bytes();
        final long at = next++ % (FRAMES - 1L) * FRAME_BYTES + Pipeline.HEADROOM;
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, at, frame.length);
        final int verdict = pipeline.process(memory, at, frame.length, 0, nowNs);
        if (Verdict.isTx(verdict)) {
            note(at);
        }
        empty();
        turn();
        return verdict;
    }

    /** As the other, without a note of what leaves. */
    void processQuietly(final byte[] frame) {
        final long at = next++ % (FRAMES - 1L) * FRAME_BYTES + Pipeline.HEADROOM;
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, at, frame.length);
        pipeline.process(memory, at, frame.length, 0, nowNs);
        pipeline.outbox().clear();
        pipeline.decideHeld(nowNs);
        pipeline.outbox().clear();
    }

    /** A turn of the worker without packets; whether packets wait. */
    boolean turn() {
        final boolean waiting = pipeline.decideHeld(nowNs);
        empty();
        pipeline.expire(nowNs);
        empty();
        return waiting;
    }

    private void empty() {
        final Outbox outbox = pipeline.outbox();
        for (int i = 0; i < outbox.count(); i++) {
            if (Verdict.isTx(outbox.verdict(i))) {
                note(outbox.offset(i));
            }
        }
        outbox.clear();
    }

    /** Server sN of a pool is known by its MAC address. */
    private void note(final long at) {
        final int id = memory.get(ValueLayout.JAVA_BYTE, at + 5);
        final int ports = 14 + 20;
        final int port = ((memory.get(ValueLayout.JAVA_BYTE, at + ports) & 0xff) << 8)
                | (memory.get(ValueLayout.JAVA_BYTE, at + ports + 1) & 0xff);
        left.add(port + " to " + pipeline.index().server(id).orElseThrow().name());
    }

    /** The live flows of all slots: "pool:server" in hash order is of no use, so hash to text. */
    List<String> collect(final long idleNs) {
        final List<String> result = new ArrayList<>();
        pipeline.collect(new FlowQuery((pool, slot) -> true, idleNs, idleNs), nowNs, (flow, pool, server, idle) ->
                result.add(flow + " of " + pool + " to " + server));
        return result;
    }

    String flow(final int pool, final int port, final int server) {
        return hashOf(pool, port) + " of " + pool + " to " + (10 * pool + 9 + server);
    }

    @Override
    public void close() {
        flows.close();
    }
}
