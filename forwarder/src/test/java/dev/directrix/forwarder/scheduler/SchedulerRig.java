package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.Candidates;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.Seed;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A worker's scheduler before one pool at two VIPs; servers are named s1, s2, ..., time is driven. */
final class SchedulerRig {
    static final Seed SEED = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
    static final long SECOND = 1_000_000_000L;
    static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.10");
    static final InetAddress OTHER_VIP = InetAddress.ofLiteral("192.0.2.11");
    private static final int CLIENT = 0xc633_6400;

    final Load load = new Load(TableCompiler.MAX_SERVERS);
    final ServiceScheduler scheduler;
    long nowNs = SECOND;
    private final TableCompiler compiler;
    private final FlowHash hash = FlowHash.of(SEED);
    private final PacketParser packet = new PacketParser();
    private final Scheduling scheduling;
    private final ServiceSettings settings;
    private ServiceIndex index = ServiceIndex.EMPTY;
    private int clients;

    SchedulerRig(final SchedulerKind kind) {
        this(Scheduling.of(kind), ServiceSettings.DEFAULT);
    }

    SchedulerRig(final Scheduling scheduling, final ServiceSettings settings) {
        this(scheduling, settings, new PersistenceTable(1024), new TableCompiler());
    }

    SchedulerRig(
            final Scheduling scheduling,
            final ServiceSettings settings,
            final PersistenceTable persistence,
            final TableCompiler compiler) {
        this.scheduling = scheduling;
        this.settings = settings;
        this.compiler = compiler;
        this.scheduler = new ServiceScheduler(hash, load, persistence, 42);
    }

    static RealServer server(final int number, final int weight) {
        return server(number, weight, ServerState.ACTIVE, ServerSettings.DEFAULT);
    }

    static RealServer limited(final int number, final int weight, final int upper, final int lower) {
        return server(number, weight, ServerState.ACTIVE,
                new ServerSettings(ServerSettings.SAME_PORT, upper, lower, List.of()));
    }

    static RealServer server(
            final int number, final int weight, final ServerState state, final ServerSettings settings) {
        return new RealServer("s" + number, InetAddress.ofLiteral("10.0.1." + (20 + number)), weight, state, settings);
    }

    /** Serves with s1, s2, ... of these weights. */
    SchedulerRig servers(final int... weights) {
        final List<RealServer> servers = new ArrayList<>();
        for (final int weight : weights) {
            servers.add(server(servers.size() + 1, weight));
        }
        return servers(servers.toArray(RealServer[]::new));
    }

    /** Serves with these. */
    SchedulerRig servers(final RealServer... servers) {
        final ServerPool pool = ServerPool.of("web", Arrays.asList(servers), Forwarding.DIRECT, scheduling, 251, SEED);
        index = compiler.compile(ForwardingTable.of(Set.of(VIP, OTHER_VIP), Stream.of(VIP, OTHER_VIP)
                .flatMap(vip -> Stream.of(80, 443)
                        .map(port -> new VirtualService(vip, Protocol.TCP, PortRange.of(port), pool, settings)))
                .toList()));
        return this;
    }

    /** The server of a new flow of a client that was not here before, or an empty name. */
    String next() {
        clients++;
        return next(clients % 200 + 1, 1024 + clients % 60_000);
    }

    /** The server of a new flow from 198.51.100.x. */
    String next(final int client, final int port) {
        return next(TestPacket.tcp(port, TestPacket.SYN).from(CLIENT + client));
    }

    /** The server of a flow, or an empty name. */
    String next(final TestPacket frame) {
        final MemorySegment memory = frame.segment();
        packet.parse(memory, 0, (int) memory.byteSize());
        final CompiledService service = index.service(
                index.find(packet.destination(), packet.protocol(), packet.ports() & 0xffff));
        final long flowHash = hash.hash4(packet.source(), packet.destination(),
                packet.ports() >>> 16, packet.ports() & 0xffff, packet.protocol());
        final int server = scheduler.serverFor(service, packet, flowHash, nowNs);
        return index.server(server).map(RealServer::name).orElse("");
    }

    /** The servers of so many new flows. */
    List<String> next(final int count) {
        return Stream.generate(this::next).limit(count).toList();
    }

    /** How many of so many new flows each server got. */
    Map<String, Long> shares(final int count) {
        return next(count).stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new,
                Collectors.counting()));
    }

    /** The servers of so many new flows that all become established connections. */
    List<String> connect(final int count) {
        return Stream.generate(() -> {
            final String name = next();
            nowNs += 2 * SECOND;
            if (!name.isEmpty()) {
                connections(name, 1);
            }
            return name;
        }).limit(count).toList();
    }

    /** Adds active connections of a server. */
    void connections(final String name, final int active) {
        load.flowsChanged(idOf(name), active, 0);
    }

    /** Adds inactive connections of a server. */
    void inactive(final String name, final int inactive) {
        load.flowsChanged(idOf(name), 0, inactive);
    }

    Candidates candidates() {
        return index.service(index.find(Addresses.toInt(VIP), Protocol.TCP.number(), 80)).candidates();
    }

    WorkerLoad workerLoad() {
        return new WorkerLoad(load, new RecentChoices());
    }

    HashBuckets buckets(final boolean byWeight) {
        return new HashBuckets(candidates(), byWeight);
    }

    int idOf(final String name) {
        return index.servers().entrySet().stream()
                .filter(entry -> entry.getValue().name().equals(name))
                .mapToInt(Map.Entry::getKey).findFirst().orElseThrow();
    }
}
