package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.TestPools;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A pipeline with its flow table, next hops and clock. */
final class TestDirector implements AutoCloseable {
    static final long SECOND = 1_000_000_000L;

    final TableCompiler compiler = new TableCompiler();
    final TestNextHops nextHops = new TestNextHops();
    final FlowTables flows;
    final Pipeline pipeline;
    long nowNs = 5 * SECOND;

    TestDirector(final List<RealServer> servers) {
        this(servers, 10_000);
    }

    TestDirector(final List<RealServer> servers, final int flowCapacity) {
        this.flows = new FlowTables(flowCapacity, FlowHash.of(TestPools.SEED),
            new LocalPorts(0, 1, LocalPorts.DEFAULT_REST),
            new TimeoutClasses(FlowTimeouts.DEFAULT), FlowListener.NONE);
        this.pipeline = new Pipeline(FlowHash.of(TestPools.SEED), flows, nextHops);
        serve(servers);
    }

    ServiceIndex serve(final List<RealServer> servers) {
        final ServiceIndex index = compiler.compile(TestPools.table(servers));
        pipeline.apply(index);
        return index;
    }

    int process(final TestPacket packet) {
        return process(packet.segment());
    }

    int process(final MemorySegment frame) {
        return pipeline.process(frame, 0, (int) frame.byteSize(), 0, nowNs);
    }

    /** The name of the server that a packet is forwarded to. */
    String serverOf(final TestPacket packet) {
        final int verdict = process(packet);
        if (!Verdict.isTx(verdict)) {
            throw new AssertionError("not forwarded: " + Verdict.describe(verdict));
        }
        return pipeline.index().server(pipeline.lastServer()).orElseThrow().name();
    }

    long total(final Counters.Total total) {
        return pipeline.counters().total(total);
    }

    @Override
    public void close() {
        flows.close();
    }
}
