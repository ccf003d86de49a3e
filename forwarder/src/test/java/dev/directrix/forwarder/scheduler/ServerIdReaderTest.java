package dev.directrix.forwarder.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.AesKey;
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
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerIdReaderTest {
    private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.10");
    private static final AesKey KEY = AesKey.ofHex("8f95f09245765f80256934e50c66207f");
    private static final String PADDING = "00".repeat(20);

    private final ServerIdReader reader = new ServerIdReader();
    private ServiceIndex index = ServiceIndex.EMPTY;

    private static RealServer server(final int number, final String... ids) {
        return new RealServer("s" + number, InetAddress.ofLiteral("10.0.1." + (20 + number)), 1, ServerState.ACTIVE,
                new ServerSettings(ServerSettings.SAME_PORT, ServerSettings.NO_LIMIT, ServerSettings.NO_LIMIT,
                        Arrays.stream(ids).map(ServerId::ofHex).toList()));
    }

    private CompiledService service(final ServerIdRule... rules) {
        final ServerPool pool = ServerPool.of("quic",
                List.of(server(1, "1022", "c4605e"), server(2, "ed793a", "ed793a51d49b8f5fab65"), server(3, "30403")),
                251, SchedulerRig.SEED);
        final ServiceSettings settings = new ServiceSettings(Optional.empty(), Optional.empty(), false,
                ServiceTimeouts.DEFAULT, OversizePolicy.TOO_BIG, DeadServerPolicy.MOVE, Arrays.asList(rules));
        index = new TableCompiler().compile(ForwardingTable.of(
                Set.of(VIP), List.of(new VirtualService(VIP, Protocol.UDP, PortRange.of(443), pool, settings))));
        return index.service(index.find(0xc000_020a, 17, 443));
    }

    private String named(final CompiledService service, final String payload) {
        final MemorySegment memory = TestPacket.segment(HexFormat.of().parseHex(payload));
        final int server = reader.serverOf(service, memory, 0, (int) memory.byteSize());
        return index.server(server).map(RealServer::name).orElse("");
    }

    @Test
    void shouldReadQuicLbIdsOfShortAndLongHeaders() {
        final CompiledService service = service(new ServerIdRule.QuicLb(0, 3, 4, Optional.empty()));
        final String id = "07c4605e4504cc4f";
        assertThat(named(service, "40" + id + PADDING)).isEqualTo("s1");
        assertThat(named(service, "c0" + "00000001" + "08" + id + PADDING)).isEqualTo("s1");
        assertThat(named(service, "c0" + "00000001" + "07" + id + PADDING)).as("one octet too short").isEmpty();
        assertThat(named(service, "40" + "27c4605e4504cc4f" + PADDING)).as("another rotation").isEmpty();
        assertThat(named(service, "40" + "e7c4605e4504cc4f" + PADDING)).as("unroutable (0b111)").isEmpty();
        assertThat(named(service, "40" + "07c4605d4504cc4f" + PADDING)).as("a number nobody has").isEmpty();
    }

    @Test
    void shouldReadEachConfigurationByItsRotation() {
        final CompiledService service = service(
                new ServerIdRule.QuicLb(0, 3, 4, Optional.of(KEY)),
                new ServerIdRule.QuicLb(1, 10, 5, Optional.of(KEY)));
        assertThat(named(service, "40" + "0720b1d07b359d3c" + PADDING)).isEqualTo("s2");
        assertThat(named(service, "40" + "2fcc381bc74cb4fbad2823a3d1f8fed2" + PADDING)).isEqualTo("s2");
    }

    @Test
    void shouldReadKatransVersions() {
        final CompiledService service = service(new ServerIdRule.KatranQuic());
        // 01 then 0x1022 in 16 bits: 01000100 00001000 10......
        assertThat(named(service, "40" + "4408800000000000" + PADDING)).isEqualTo("s1");
        assertThat(named(service, "40" + "8003040300000000" + PADDING)).isEqualTo("s3");
        assertThat(named(service, "40" + "c000030403000000" + PADDING)).isEqualTo("s3");
        assertThat(named(service, "40" + "0003040300000000" + PADDING)).as("no version").isEmpty();
    }

    @Test
    void shouldLetTheFlowDecideForKatransInitialsAndShortIds() {
        final CompiledService service = service(new ServerIdRule.KatranQuic());
        final String id = "8003040300000000";
        assertThat(named(service, "c0" + "00000001" + "08" + id + PADDING)).as("Initial").isEmpty();
        assertThat(named(service, "d0" + "00000001" + "08" + id + PADDING)).as("0-RTT").isEmpty();
        assertThat(named(service, "e0" + "00000001" + "08" + id + PADDING)).as("Handshake").isEqualTo("s3");
        assertThat(named(service, "f0" + "00000001" + "08" + id + PADDING)).as("Retry").isEqualTo("s3");
        assertThat(named(service, "e0" + "00000001" + "07" + id + PADDING)).as("seven octets").isEmpty();
    }

    @Test
    void shouldReadTheStableRoutingHeader() {
        final CompiledService service = service(new ServerIdRule.StableRouting());
        assertThat(named(service, "52" + "030403" + "00000000" + "6c6f")).isEqualTo("s3");
        assertThat(named(service, "52" + "000000" + "00000000" + "6c6f")).as("not known yet").isEmpty();
        assertThat(named(service, "53" + "030403" + "00000000" + "6c6f")).as("another type").isEmpty();
        assertThat(named(service, "52" + "030403" + "000000")).as("cut").isEmpty();
    }

    @Test
    void shouldReadNothingBehindThePayload() {
        final CompiledService service = service(new ServerIdRule.QuicLb(0, 3, 4, Optional.empty()),
                new ServerIdRule.KatranQuic(), new ServerIdRule.StableRouting());
        final String whole = "c0" + "00000001" + "08" + "07c4605e4504cc4f" + PADDING;
        for (int octets = 0; octets < 14; octets++) {
            assertThat(named(service, whole.substring(0, 2 * octets))).isEmpty();
        }
        assertThat(named(service, whole.substring(0, 28))).isEqualTo("s1");
        assertThat(named(service, "52")).isEmpty();
        assertThat(named(service, "c0" + "00000001" + "ff" + "07c4605e4504cc4f")).isEmpty();
    }
}
