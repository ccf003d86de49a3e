package dev.directrix.jmh;

import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowState;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.NatFlow;
import dev.directrix.forwarder.flow.NatTable;
import dev.directrix.forwarder.flow.TcpEvent;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;

/**
 * Floods of SYNs from spoofed sources beside established flows, in memory: through the pipeline with direct routing,
 * and into the table of translated flows. A second of the clock of the tables is a million SYNs.
 */
final class FloodRig {
    private static final int ESTABLISHED = 200_000;
    private static final int SECONDS = 10;
    private static final int SYNS_PER_SECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000L;
    private static final int FRAMES = Pipeline.MAX_BATCH;
    private static final int FRAME_BYTES = 2048;
    private static final int LENGTH = 64;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int CLIENTS = 0x0a00_0000;
    private static final int SPOOFED = 0x3000_0000;

    private final FlowRig rig;

    FloodRig(final FlowRig rig) {
        this.rig = rig;
    }

    void run() {
        direct();
        translated();
    }

    /** Half of each batch are SYNs, the other half packets of the established flows, each with its server noted. */
    private void direct() {
        try (Arena arena = Arena.ofConfined();
                FlowTables table = BenchmarkPipeline.tables(1_000_000)) {
            final Pipeline pipeline = BenchmarkPipeline.over(table);
            final MemorySegment memory = arena.allocate((long) FRAMES * FRAME_BYTES, 4096);
            final long[] offsets = new long[FRAMES];
            final int[] lengths = new int[FRAMES];
            final int[] verdicts = new int[FRAMES];
            for (int i = 0; i < FRAMES; i++) {
                offsets[i] = (long) i * FRAME_BYTES + 256;
                lengths[i] = LENGTH;
                TestFrame.writeTcp(memory, offsets[i], LENGTH, i < FRAMES / 2 ? SYN : ACK);
            }
            final int[] servers = new int[ESTABLISHED];
            for (int flow = 0; flow < ESTABLISHED; flow++) {
                TestFrame.setFlow(memory, offsets[FRAMES - 1], client(flow), port(flow));
                pipeline.process(memory, offsets[FRAMES - 1], LENGTH, 0, 0);
                servers[flow] = pipeline.lastServer();
            }
            final int before = table.size();
            final int batches = SECONDS * SYNS_PER_SECOND / (FRAMES / 2);
            int lost = 0;
            long established = 0;
            final long start = FlowRig.cpuNs();
            for (int batch = 0; batch < batches; batch++) {
                for (int i = 0; i < FRAMES / 2; i++) {
                    final long number = RigFlows.hashOf((long) batch * FRAMES + i);
                    TestFrame.setFlow(memory, offsets[i], spoofed(number), (int) (number >>> 48));
                }
                final int first = (int) (established % ESTABLISHED);
                for (int i = FRAMES / 2; i < FRAMES; i++) {
                    final int flow = (first + i - FRAMES / 2) % ESTABLISHED;
                    TestFrame.setFlow(memory, offsets[i], client(flow), port(flow));
                }
                pipeline.processBatch(memory, offsets, lengths, verdicts, FRAMES, 0,
                        batch * (SECOND / SYNS_PER_SECOND * (FRAMES / 2)));
                for (int i = FRAMES / 2; i < FRAMES; i++) {
                    lost += Verdict.isTx(verdicts[i]) ? 0 : 1;
                }
                established += FRAMES / 2;
            }
            final double seconds = (FlowRig.cpuNs() - start) / 1e9;
            for (int flow = 0; flow < ESTABLISHED; flow++) {
                TestFrame.setFlow(memory, offsets[FRAMES - 1], client(flow), port(flow));
                pipeline.process(memory, offsets[FRAMES - 1], LENGTH, 0, SECONDS * SECOND);
                lost += pipeline.lastServer() == servers[flow] ? 0 : 1;
            }
            final double rate = SECONDS * (double) SYNS_PER_SECOND / seconds;
            rig.line("SYN flood, direct routing: taken, with as many other packets", "%.1f M/s".formatted(rate / 1e6),
                    ">= 1 M/s", rate >= 1e6);
            rig.line("  packets of %,d established flows lost or moved".formatted(ESTABLISHED), "%d".formatted(lost),
                    "0", lost == 0);
            rig.line("  the table grew by", "%d".formatted(table.size() - before), "0", table.size() == before);
        }
    }

    private static int client(final int flow) {
        return CLIENTS + (flow >>> 8);
    }

    private static int spoofed(final long random) {
        return SPOOFED + ((int) random & 0x3fff_ffff);
    }

    private static int port(final int flow) {
        return 1024 + (flow & 0xff);
    }

    private void translated() {
        final FlowHash hash = BenchmarkPipeline.HASH;
        final LocalPorts ports = new LocalPorts(0, 1, LocalPorts.DEFAULT_REST);
        final NatSettings local = new NatSettings(
                List.of(Addresses.ofInt(0x0a02_0001), Addresses.ofInt(0x0a02_0002)), new PortRange(1024, 65535), false);
        ports.prepare(Set.of(local));
        try (NatTable table = new NatTable(1_000_000, false, hash, new TimeoutClasses(FlowTimeouts.DEFAULT),
                FlowListener.NONE, ports)) {
            final NatRig flows = new NatRig(table, ports, local, hash);
            rig.line("FULLNAT: memory of a flow, both directions", "%.1f B".formatted(
                    (double) table.memoryBytes() / table.capacity()), "<= 64 B", table.memoryBytes() <= 64_000_000);
            table.advance(0);
            long start = FlowRig.cpuNs();
            for (int flow = 0; flow < ESTABLISHED; flow++) {
                flows.open(CLIENTS + flow, FlowState.ESTABLISHED, 0);
            }
            rig.line("  insertion with a local port", "%.2f M/s".formatted(
                    ESTABLISHED * 1e3 / (FlowRig.cpuNs() - start)), "", true);
            start = FlowRig.cpuNs();
            int refused = 0;
            for (int i = 0; i < SECONDS * SYNS_PER_SECOND; i++) {
                final long now = i * (SECOND / SYNS_PER_SECOND);
                if ((i & 63) == 0) {
                    table.advance(now);
                }
                refused += flows.open(spoofed(RigFlows.hashOf(i)), FlowState.HALF_OPEN, now) ? 0 : 1;
            }
            final double rate = SECONDS * (double) SYNS_PER_SECOND * 1e9 / (FlowRig.cpuNs() - start);
            rig.line("SYN flood, FULLNAT: taken", "%.2f M/s".formatted(rate / 1e6), ">= 1 M/s", rate >= 1e6);
            rig.line("  refused for want of ports or room", "%d".formatted(refused), "", true);
            int lost = 0;
            for (int flow = 0; flow < ESTABLISHED; flow++) {
                lost += flows.exchange(CLIENTS + flow, SECONDS * SECOND) ? 0 : 1;
            }
            rig.line("  established flows lost of %,d".formatted(ESTABLISHED), "%d".formatted(lost), "0", lost == 0);
            final int most = ESTABLISHED + table.halfOpenCapacity();
            rig.line("  flows in the table", "%d".formatted(table.size()), "<= " + most, table.size() <= most);
        }
    }

    /** Flows to one VIP and a hundred servers. */
    private static final class NatRig {
        private static final int SERVERS = 100;
        private static final int PORTS = 40_000 << 16 | 80;
        private static final long VIP = Addresses.mapped(0xc000_020a);
        private static final int TCP = 6;

        private final NatTable table;
        private final LocalPorts ports;
        private final NatSettings local;
        private final FlowHash hash;
        private final NatFlow flow = new NatFlow();

        NatRig(final NatTable table, final LocalPorts ports, final NatSettings local, final FlowHash hash) {
            this.table = table;
            this.ports = ports;
            this.local = local;
            this.hash = hash;
        }

        private long hashOf(final int client) {
            return hash.hash4(client, (int) VIP, PORTS >>> 16, PORTS & 0xffff, TCP);
        }

        boolean open(final int client, final FlowState state, final long now) {
            final long flowHash = hashOf(client);
            final int known =
                    table.find(0, Addresses.mapped(client), 0, VIP, PORTS, false, flowHash, NatTable.ANY);
            if (known != NatTable.ABSENT) {
                return true;
            }
            final int server = (int) Long.remainderUnsigned(flowHash, SERVERS);
            final long address = Addresses.mapped(0x0a01_0000 + server);
            final long endpoint = ports.take(local, 0, address, 80, false, now);
            if (endpoint == LocalPorts.EXHAUSTED) {
                return false;
            }
            flow.client(0, Addresses.mapped(client), 0, VIP, PORTS, false)
                    .server(server, 0, address, 80)
                    .local(0, ports.low(endpoint), LocalPorts.port(endpoint));
            return table.insert(flow, state.inClass(TimeoutClasses.DEFAULT), flowHash) >= 0;
        }

        /** A packet each way; whether both found the flow. */
        boolean exchange(final int client, final long now) {
            final int entry =
                    table.find(0, Addresses.mapped(client), 0, VIP, PORTS, false, hashOf(client), NatTable.ANY);
            if (entry == NatTable.ABSENT) {
                return false;
            }
            table.touch(entry, TcpEvent.DATA);
            table.read(entry, flow);
            final int back = flow.serverPort() << 16 | flow.localPort();
            final long answerHash = hash.hash4(
                    (int) flow.serverLow(), (int) flow.localLow(), back >>> 16, back & 0xffff, TCP);
            final int answered = table.answer(
                    0, flow.serverLow(), 0, flow.localLow(), back, false, answerHash, flow);
            table.noteAnswer(entry, TcpEvent.DATA, now);
            return answered == entry && flow.clientLow() == Addresses.mapped(client);
        }
    }
}
