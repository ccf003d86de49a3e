package dev.directrix.forwarder.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.port.pcap.CapturePrecision;
import dev.directrix.forwarder.port.pcap.CaptureReader;
import dev.directrix.forwarder.port.pcap.CaptureWriter;
import dev.directrix.forwarder.port.pcap.CapturedFrame;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TestPools;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final List<RealServer> FOUR = TestPools.servers(4, ServerState.ACTIVE);
    private static final InetAddress S1 = InetAddress.ofLiteral("10.0.1.21");
    private static final long S1_MAC = 0x0200_0a00_0115L;
    private static final long OTHER_MAC = 0x0200_0a00_01ffL;
    private static final PinnedNeighbors PINNED = new PinnedNeighbors(Map.of(S1, S1_MAC), Optional.of(OTHER_MAC));
    private static final long START_NS = 1_763_661_600_000_000_001L;
    private static final long MILLISECOND = 1_000_000L;
    private static final int FLOWS = 200;

    @TempDir
    private Path folder;
    private Path in;
    private Path out;

    @BeforeEach
    void capture() {
        in = folder.resolve("in.pcap");
        out = folder.resolve("out.pcap");
        try (CaptureWriter writer = CaptureWriter.create(in, CapturePrecision.NANOSECONDS)) {
            long now = START_NS;
            for (int round = 0; round < 2; round++) {
                for (int port = 1; port <= FLOWS; port++) {
                    now += MILLISECOND;
                    writer.write(now, TestPacket.tcp(port, round == 0 ? TestPacket.SYN : TestPacket.ACK).bytes());
                }
            }
            writer.write(now, TestPacket.icmp(8).bytes());
            writer.write(now, TestPacket.tcp(1, 0).to(5).bytes());
            writer.write(now, new TestPacket().withTcp(1, 99, TestPacket.ACK).bytes());
        }
    }

    private static ReplayConfig config(final List<RealServer> servers, final PinnedNeighbors neighbors) {
        return new ReplayConfig(
                TestPools.table(servers), TestPools.SEED, 10_000, FlowTimeouts.DEFAULT, neighbors);
    }

    private static CapturedFrame read(final CaptureReader reader) {
        return reader.next().orElseThrow();
    }

    @Test
    void shouldReportWhatItDid() {
        final ReplayReport report = Replay.run(config(FOUR, PINNED), in, out, Optional.empty());
        assertThat(report.frames()).isEqualTo(2 * FLOWS + 3);
        assertThat(report.forwarded()).isEqualTo(2 * FLOWS);
        assertThat(report.echoReplies()).isEqualTo(1);
        assertThat(report.passed()).isEqualTo(1);
        assertThat(report.dropped()).containsExactly(Map.entry(DropReason.NO_SERVICE, 1L));
        assertThat(report.droppedTotal()).isEqualTo(1);
        assertThat(report.cut()).isZero();
        assertThat(report.flows()).hasSize(FLOWS);
        assertThat(report.servers()).hasSize(4).containsKey(new ServerKey("web", S1));
        assertThat(report.servers().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(2 * FLOWS);
    }

    @Test
    void shouldWriteEachFrameToItsServersMacWithItsOwnTime() {
        final ReplayReport report = Replay.run(config(FOUR, PINNED), in, out, Optional.empty());
        try (CaptureReader sent = CaptureReader.open(out);
                CaptureReader original = CaptureReader.open(in)) {
            assertThat(sent.precision()).isEqualTo(CapturePrecision.NANOSECONDS);
            long toS1 = 0;
            for (int i = 0; i < 2 * FLOWS; i++) {
                final CapturedFrame before = read(original);
                final CapturedFrame after = read(sent);
                assertThat(after.timeNs()).isEqualTo(before.timeNs());
                final ByteBuffer frame = ByteBuffer.wrap(after.bytes());
                assertThat(frame.getLong(0) >>> 16).isIn(S1_MAC, OTHER_MAC);
                toS1 += frame.getLong(0) >>> 16 == S1_MAC ? 1 : 0;
                assertThat(frame.getLong(6) >>> 16).as("from where it was sent to").isEqualTo(TestPacket.OWN_MAC);
                assertThat(frame.slice(12, frame.capacity() - 12))
                        .isEqualTo(ByteBuffer.wrap(before.bytes()).slice(12, frame.capacity() - 12));
            }
            assertThat(toS1).isEqualTo(report.servers().get(new ServerKey("web", S1)));
            assertThat(read(sent).bytes()[34]).as("the echo reply").isZero();
            assertThat(sent.next()).isEmpty();
        }
    }

    @Test
    void shouldDecideAlikeWhateverTheOrderOfServersIs() throws IOException {
        final Path first = folder.resolve("first");
        final Path second = folder.resolve("second");
        Replay.run(config(FOUR, PINNED), in, out, Optional.empty()).writeFlows(first);
        Replay.run(config(FOUR.reversed(), PINNED), in, out, Optional.empty()).writeFlows(second);
        assertThat(first).hasSameTextualContentAs(second);
        assertThat(Files.readAllLines(first)).hasSize(FLOWS)
                .allMatch(line -> line.matches("tcp 198\\.51\\.100\\.7:\\d+ 192\\.0\\.2\\.10:80 s[1-4]"));
    }

    @Test
    void shouldObeyADecisionFileAndHashTheRest() throws IOException {
        final ReplayReport hashed = Replay.run(config(FOUR, PINNED), in, out, Optional.empty());
        final Path file = folder.resolve("decide");
        final StringBuilder lines = new StringBuilder("# by name and by address\n\n");
        for (int port = 1; port <= 100; port++) {
            lines.append("tcp 198.51.100.7:").append(port).append(" 192.0.2.10:80 ")
                    .append(port % 2 == 0 ? "s3" : "10.0.1.24").append(port == 7 ? "   # odd\n" : "\n");
        }
        Files.writeString(file, lines);
        final ReplayReport report = Replay.run(config(FOUR, PINNED), in, out, Optional.of(file));
        report.flows().forEach((flow, server) -> assertThat(server.name()).as("%s", flow)
                .isEqualTo(flow.sourcePort() > 100 ? hashed.flows().get(flow).name()
                        : flow.sourcePort() % 2 == 0 ? "s3" : "s4"));
        assertThat(report.flows()).hasSize(FLOWS);
    }

    @Test
    void shouldTakeItsOwnListOfFlowsAsDecisions() {
        final Path flows = folder.resolve("flows");
        final ReplayReport first = Replay.run(config(FOUR, PINNED), in, out, Optional.empty());
        first.writeFlows(flows);
        assertThat(Replay.run(config(FOUR, PINNED), in, out, Optional.of(flows))).isEqualTo(first);
    }

    @Test
    void shouldNameEveryWrongLineOfADecisionFile() throws IOException {
        final Path file = Files.writeString(folder.resolve("decide"), """
                tcp 198.51.100.7:1 192.0.2.10:80 s9
                tcp 198.51.100.7:1 192.0.2.10:81 s1
                sctp 198.51.100.7:1 192.0.2.10:80 s1
                tcp 198.51.100.7 192.0.2.10:80 s1
                tcp 198.51.100.7:1 192.0.2.10:80
                tcp 198.51.100.7:70000 192.0.2.10:80 s1
                tcp 198.51.100.777:1 192.0.2.10:80 s1
                tcp 198.51.100.7:2 192.0.2.10:80 s1
                tcp 198.51.100.7:2 192.0.2.10:80 s2
                """);
        assertThatThrownBy(() -> Replay.run(config(FOUR, PINNED), in, out, Optional.of(file)))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("decide:1: pool web has no server named or at 's9'")
                .hasMessageContaining("decide:2: there is no service tcp 192.0.2.10:81")
                .hasMessageContaining("decide:3: protocol 'sctp'")
                .hasMessageContaining("decide:4: '198.51.100.7' is not ADDRESS:PORT")
                .hasMessageContaining("decide:5: expected 'proto src:port dst:port server'")
                .hasMessageContaining("decide:6: ports are within 0..65535")
                .hasMessageContaining("decide:7: ")
                .hasMessageContaining("decide:9: the flow tcp 198.51.100.7:2 192.0.2.10:80 is decided in line 8")
                .hasMessageNotContaining("decide:8");
        assertThat(out).as("nothing is written").doesNotExist();
    }

    @Test
    void shouldAskForTheMacAddressesThatItNeeds() {
        final PinnedNeighbors onlyOne = new PinnedNeighbors(Map.of(S1, S1_MAC), Optional.empty());
        assertThatThrownBy(() -> Replay.run(config(FOUR, onlyOne), in, out, Optional.empty()))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("for s2 (10.0.1.22), s3 (10.0.1.23), s4 (10.0.1.24):")
                .hasMessageContaining("datapath.neighbors");
    }

    @Test
    void shouldLetFlowsEndByTheClockOfTheCapture() throws IOException {
        final Path late = folder.resolve("late.pcap");
        try (CaptureWriter writer = CaptureWriter.create(late, CapturePrecision.MICROSECONDS)) {
            writer.write(START_NS, TestPacket.tcp(1, TestPacket.ACK).bytes());
            writer.write(START_NS + 3_600_000 * MILLISECOND, TestPacket.tcp(1, TestPacket.ACK).bytes());
        }
        final ReplayConfig tiny = new ReplayConfig(
                TestPools.table(FOUR), TestPools.SEED, 1, FlowTimeouts.DEFAULT, PINNED);
        assertThat(Replay.run(tiny, late, out, Optional.empty()).forwarded()).isEqualTo(2);
        try (CaptureReader reader = CaptureReader.open(out)) {
            assertThat(reader.precision()).isEqualTo(CapturePrecision.MICROSECONDS);
        }
    }

    @Test
    void shouldCountFramesThatTheCaptureCutsAndRefuseToOverwriteIt() throws IOException {
        final byte[] whole = TestPacket.tcp(1, TestPacket.ACK).bytes();
        final byte[] pcap = ByteBuffer.allocate(24 + 16 + 40)
                .putInt(0xa1b2c3d4).putInt(0x0002_0004).putLong(0).putInt(40).putInt(1)
                .putInt(1).putInt(0).putInt(40).putInt(whole.length).put(whole, 0, 40).array();
        final Path cut = Files.write(folder.resolve("cut.pcap"), pcap);
        final ReplayReport report = Replay.run(config(FOUR, PINNED), cut, out, Optional.empty());
        assertThat(report.cut()).isEqualTo(1);
        assertThat(report.dropped()).containsExactly(Map.entry(DropReason.BAD_IP_HEADER, 1L));
        assertThatThrownBy(() -> Replay.run(config(FOUR, PINNED), cut, cut, Optional.empty()))
                .isInstanceOf(ReplayException.class).hasMessageContaining("overwritten");
        assertThat(cut).hasBinaryContent(pcap);
    }
}
