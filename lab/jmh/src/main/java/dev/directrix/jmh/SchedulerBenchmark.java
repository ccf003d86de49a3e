package dev.directrix.jmh;

import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.scheduler.Load;
import dev.directrix.forwarder.scheduler.PersistenceTable;
import dev.directrix.forwarder.scheduler.ServerIdReader;
import dev.directrix.forwarder.scheduler.ServiceScheduler;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.AesKey;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.OversizePolicy;
import dev.directrix.forwarder.service.Persistence;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.ServiceTimeouts;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.Seed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to choose the server of a new flow among 100, by each scheduler, and to read ids out of packets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SchedulerBenchmark {
    private static final int SERVERS = 100;
    private static final int FRAMES = 256;
    private static final int LENGTH = 64;
    private static final int CLIENTS = 0x0a00_0000;
    private static final int VIP = 0xc000_020a;
    private static final int FIRST_SERVER = 0x0a01_0000;

    /** The scheduler. */
    @Param({"MAGLEV", "RR", "WRR", "WLC", "SH", "LBLC", "WEIGHTED_RANDOM"})
    public SchedulerKind kind;

    private final Arena arena = Arena.ofConfined();
    private final PacketParser[] packets = new PacketParser[FRAMES];
    private final ServerIdReader reader = new ServerIdReader();
    private MemorySegment payload;
    private ServiceScheduler scheduler;
    private CompiledService plain;
    private CompiledService persistent;
    private CompiledService fourPasses;
    private int next;

    /** Compiles the services and parses the frames. */
    @Setup
    public void prepare() {
        final Seed seed = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
        final MemorySegment memory = arena.allocate(LENGTH, Long.BYTES);
        payload = arena.allocate(LENGTH, Long.BYTES);
        scheduler = new ServiceScheduler(
                FlowHash.of(seed), new Load(TableCompiler.MAX_SERVERS), new PersistenceTable(1 << 16), 1);
        plain = service(seed, ServiceSettings.DEFAULT);
        persistent = service(seed, settings(Optional.of(new Persistence(Duration.ofMinutes(5), 32, 128)), List.of()));
        fourPasses = service(seed, settings(
                Optional.empty(), List.of(new ServerIdRule.QuicLb(0, 4, 8, Optional.of(new AesKey(1, 2))))));
        for (int i = 0; i < FRAMES; i++) {
            TestFrame.writeTcp(memory, 0, LENGTH, 2);
            TestFrame.setFlow(memory, 0, CLIENTS + i, 1024 + i);
            packets[i] = new PacketParser();
            packets[i].parse(memory, 0, LENGTH);
        }
    }

    /** Frees the frames. */
    @TearDown
    public void free() {
        arena.close();
    }

    private CompiledService service(final Seed seed, final ServiceSettings settings) {
        final InetAddress vip = Addresses.ofInt(VIP);
        final List<RealServer> servers = IntStream.range(0, SERVERS)
                .mapToObj(i -> new RealServer(
                        "s" + i, Addresses.ofInt(FIRST_SERVER + i), 1 + i % 4, ServerState.ACTIVE))
                .toList();
        final ServerPool pool = ServerPool.of("web", servers, Forwarding.DIRECT, Scheduling.of(kind), 65_537, seed);
        final ServiceIndex index = new TableCompiler().compile(ForwardingTable.of(
                Set.of(vip), List.of(new VirtualService(vip, Protocol.UDP, PortRange.of(443), pool, settings))));
        return index.service(index.find(VIP, Protocol.UDP.number(), 443));
    }

    private static ServiceSettings settings(final Optional<Persistence> kept, final List<ServerIdRule> rules) {
        return new ServiceSettings(Optional.empty(), kept, false, ServiceTimeouts.DEFAULT, OversizePolicy.TOO_BIG,
                DeadServerPolicy.MOVE, rules);
    }

    /** A new flow. */
    @Benchmark
    public int choose() {
        final int now = next++;
        return scheduler.serverFor(
                plain, packets[now & (FRAMES - 1)], now * 0x9e37_79b9_7f4a_7c15L, now * 1_000L);
    }

    /** A new flow of a client that was here before. */
    @Benchmark
    public int choosePersistent() {
        final int now = next++;
        return scheduler.serverFor(
                persistent, packets[now & (FRAMES - 1)], now * 0x9e37_79b9_7f4a_7c15L, now * 1_000L);
    }

    /** A QUIC-LB connection id in four passes of AES. */
    @Benchmark
    public int readEncryptedId() {
        return reader.serverOf(fourPasses, payload, 0, LENGTH);
    }
}
