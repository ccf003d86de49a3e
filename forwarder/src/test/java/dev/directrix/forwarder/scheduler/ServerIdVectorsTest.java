package dev.directrix.forwarder.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.OversizePolicy;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerId;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.ServiceTimeouts;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.VirtualService;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Katran reads out of the packets of its own tests, where those are at hand. */
class ServerIdVectorsTest {
    private static final Path FOLDER = Path.of(System.getProperty("directrix.vectors", "absent"), "lb", "katran");
    private static final Pattern ID = Pattern.compile("\\{\"id\": (\\d+), \"real\": \"([^\"]+)\"}");
    private static final Pattern CASE = Pattern.compile("\"in\": \"([0-9a-f]+)\".*\"vip\": \\{\"address\": \"([^\"]+)\""
            + ".*\"expected_real\": (\"[^\"]+\"|null), \"decided_by\": (\"[^\"]+\"|null), \"server_id\": (\\d+|null)");
    private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.10");
    private static final int UDP_BYTES = 8;

    @ParameterizedTest
    @CsvSource({"ipip.jsonl, 10.200.1.5 fc00:1::2, katran", "gue.jsonl, 10.200.1.5 fc00:1::2, katran",
        "udp_stable_routing.jsonl, fc00:1::9 10.200.1.90, stable"})
    void shouldReadTheServerThatKatranReads(final String file, final String vips, final String kind)
            throws IOException {
        assumeTrue(Files.exists(FOLDER.resolve(file)), "no vectors here");
        final ServiceIndex index = index(kind.equals("katran")
                ? new ServerIdRule.KatranQuic() : new ServerIdRule.StableRouting());
        final CompiledService service = index.service(index.find(0xc000_020a, 17, 443));
        int named = 0;
        for (final String line : Files.readAllLines(FOLDER.resolve(file))) {
            final Matcher vector = CASE.matcher(line);
            if (!vector.find() || !Set.of(vips.split(" ")).contains(vector.group(2))) {
                continue;
            }
            final boolean byId = vector.group(4).equals("\"server id in the packet\"");
            assertThat(read(service, index, vector.group(1))).as(line)
                    .isEqualTo(byId ? vector.group(3).replace("\"", "") : "");
            named += byId ? 1 : 0;
        }
        assertThat(named).isPositive();
    }

    private static String read(final CompiledService service, final ServiceIndex index, final String frame) {
        final MemorySegment memory = TestPacket.segment(HexFormat.of().parseHex(frame));
        final PacketParser packet = new PacketParser();
        packet.parse(memory, 0, (int) memory.byteSize());
        if (!packet.isUdp() || packet.transportBytes() < UDP_BYTES) {
            return "";
        }
        final int server = new ServerIdReader().serverOf(
                service, memory, packet.transport() + UDP_BYTES, packet.transportBytes() - UDP_BYTES);
        return index.server(server).map(RealServer::name).orElse("");
    }

    private static ServiceIndex index(final ServerIdRule rule) throws IOException {
        final Map<String, List<ServerId>> ids = new LinkedHashMap<>();
        final Matcher entry = ID.matcher(Files.readString(FOLDER.resolve("config.json")));
        while (entry.find()) {
            ids.computeIfAbsent(entry.group(2), _ -> new ArrayList<>())
                    .add(ServerId.of(Long.parseLong(entry.group(1))));
        }
        final List<RealServer> servers = ids.entrySet().stream().map(server -> new RealServer(server.getKey(),
                InetAddress.ofLiteral(server.getKey()), 1, ServerState.ACTIVE,
                new ServerSettings(0, 0, 0, server.getValue()))).toList();
        final ServiceSettings settings = new ServiceSettings(Optional.empty(), Optional.empty(), false,
                ServiceTimeouts.DEFAULT, OversizePolicy.TOO_BIG, DeadServerPolicy.MOVE, List.of(rule));
        return new TableCompiler().compile(ForwardingTable.of(Set.of(VIP), List.of(new VirtualService(
                VIP, Protocol.UDP, PortRange.of(443), ServerPool.of("reals", servers, 251, SchedulerRig.SEED),
                settings))));
    }
}
