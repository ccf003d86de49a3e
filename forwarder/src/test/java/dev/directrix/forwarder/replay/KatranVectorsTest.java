package dev.directrix.forwarder.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.port.pcap.CapturePrecision;
import dev.directrix.forwarder.port.pcap.CaptureReader;
import dev.directrix.forwarder.port.pcap.CaptureWriter;
import dev.directrix.forwarder.port.pcap.CapturedFrame;
import dev.directrix.forwarder.service.TestPools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Katran's own test frames through a replay, each with the server injected that Katran's table gave its flow: the same
 * verdict and the same bytes, but for {@link #difference purposeful differences}.
 */
class KatranVectorsTest {
    private static final Path VECTORS =
            Path.of(System.getProperty("directrix.vectors", "absent"), "lb", "katran");
    private static final HexFormat HEX = HexFormat.of();
    private static final int ETHERNET = 14;

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> shouldForwardAsKatranDoes() throws IOException {
        assumeTrue(Files.exists(VECTORS), () -> "no test vectors at " + VECTORS);
        final Map<?, ?> config = json(Files.readString(VECTORS.resolve("config.json")));
        return ((Map<?, ?>) config.get("sets")).keySet().stream()
                .map(String.class::cast)
                .filter(set -> Files.exists(VECTORS.resolve(set + ".jsonl")))
                .flatMap(set -> lines(set).stream()
                        .map(line -> json(line))
                        .map(one -> DynamicTest.dynamicTest(
                                (String) one.get("case"), () -> check(new KatranConfig(config, set), one))));
    }

    private static List<String> lines(final String set) {
        try {
            return Files.readAllLines(VECTORS.resolve(set + ".jsonl"));
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<?, ?> json(final String text) {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    private void check(final KatranConfig config, final Map<?, ?> one) throws IOException {
        final byte[] in = HEX.parseHex((String) one.get("in"));
        final Path capture = folder.resolve(one.get("case") + ".in.pcap");
        final Path result = folder.resolve(one.get("case") + ".out.pcap");
        try (CaptureWriter writer = CaptureWriter.create(capture, CapturePrecision.NANOSECONDS)) {
            writer.write(1_000_000_000L, in);
        }
        final ReplayConfig replay = new ReplayConfig(config.table(one), TestPools.SEED, 1000, FlowTimeouts.DEFAULT,
                new PinnedNeighbors(Map.of(), Optional.of(config.routerMac())));
        final ReplayReport report = Replay.run(replay, capture, result, decision(config, one));
        final List<byte[]> sent = read(result);
        final String verdict = sent.isEmpty() ? report.passed() == 1 ? "XDP_PASS" : "XDP_DROP" : "XDP_TX";
        final Optional<String> difference = difference(config, one, in);
        if (difference.isPresent()) {
            assertThat(report.frames()).as("%s", difference.get()).isEqualTo(
                    report.passed() + report.droppedTotal() + report.forwarded());
            return;
        }
        assertThat(verdict).as("%s: dropped %s", one.get("description"), report.dropped())
                .isEqualTo(one.get("verdict"));
        if (verdict.equals("XDP_TX")) {
            assertThat(sent).hasSize(1);
            final byte[] expected = HEX.parseHex((String) one.get("out"));
            leaveOut(config, one, expected, sent.getFirst());
            assertThat(HEX.formatHex(sent.getFirst())).isEqualTo(HEX.formatHex(expected));
        }
    }

    /** The decision as the file that {@code --decide} reads; where the packet names its server, another one. */
    private Optional<Path> decision(final KatranConfig config, final Map<?, ?> one) throws IOException {
        if (!(one.get("flow") instanceof Map<?, ?> flow) || !(one.get("expected_real") instanceof String real)) {
            return Optional.empty();
        }
        final String server = "server id in the packet".equals(one.get("decided_by"))
                ? config.anotherReal(one, real) : real;
        final String line = "%s %s %s %s%n".formatted(flow.get("proto"),
                KatranConfig.endpoint(flow.get("src"), flow.get("sport")),
                KatranConfig.endpoint(flow.get("dst"), flow.get("dport")), server);
        return Optional.of(Files.writeString(folder.resolve(one.get("case") + ".decide"), line));
    }

    /**
     * Where this director does otherwise on purpose:
     * <ul>
     * <li>IPv4 options and fragments of both IP versions are served, not dropped;
     * <li>what is sent to a VIP at a port without a service is dropped, not passed: no kernel owns the VIP, and one
     *     that forwards would send it back to the router;
     * <li>a packet that Katran drops for its size is sent, cut, or answered as the way to the server asks for;
     * <li>a director does not undo tunnels: what comes in one is for its kernel, and decapsulation is for servers.
     * </ul>
     */
    private static Optional<String> difference(final KatranConfig config, final Map<?, ?> one, final byte[] in) {
        final boolean dropped = "XDP_DROP".equals(one.get("verdict"));
        final boolean ipv4 = in[12] == 8;
        if (config.set().equals("decap")) {
            return "XDP_PASS".equals(one.get("verdict")) ? Optional.empty() : Optional.of("no tunnels are undone");
        }
        if ("XDP_PASS".equals(one.get("verdict")) && config.isVip(in)) {
            return Optional.of("no service at this port of the VIP");
        }
        if (dropped && ipv4 && (in[ETHERNET] & 0xf) > 5) {
            return Optional.of("IPv4 options are served");
        }
        if (dropped && (ipv4 ? ((in[20] & 0x3f) | in[21]) != 0 : in[20] == 44)) {
            return Optional.of("fragments are served");
        }
        return dropped && in.length > config.largestInputFrame()
                ? Optional.of("size is a matter of the way to the server") : Optional.empty();
    }

    /** Takes over bytes that are not to be compared. */
    private static void leaveOut(
            final KatranConfig config, final Map<?, ?> one, final byte[] expected, final byte[] sent) {
        if (!(one.get("outer") instanceof Map<?, ?> outer) || expected.length != sent.length) {
            return;
        }
        final boolean outerIpv4 = expected[12] == 8;
        final int udp = ETHERNET + (outerIpv4 ? 20 : 40);
        final boolean gue = outer.containsKey("sport");
        final boolean portOnly = config.hashesPortOnly(one);
        if (gue && (Boolean.FALSE.equals(outer.get("checksum_correct")) || portOnly)) {
            System.arraycopy(sent, udp + 6, expected, udp + 6, 2);
        }
        if (!portOnly) {
            return;
        }
        // For such a VIP Katran takes the client's address for 0 in the rules of the outer header; we do not.
        if (gue) {
            System.arraycopy(sent, udp, expected, udp, 2);
        } else if (outerIpv4) {
            System.arraycopy(sent, 24, expected, 24, 2);
            System.arraycopy(sent, 28, expected, 28, 2);
        } else {
            System.arraycopy(sent, 34, expected, 34, 4);
        }
    }

    private static List<byte[]> read(final Path capture) {
        try (CaptureReader reader = CaptureReader.open(capture)) {
            return Stream.generate(reader::next).takeWhile(Optional::isPresent)
                    .map(Optional::get).map(CapturedFrame::bytes).toList();
        }
    }
}
