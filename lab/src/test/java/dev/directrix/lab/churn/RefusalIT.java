package dev.directrix.lab.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ClusterReport.Standing;
import dev.directrix.director.control.OperationException;
import dev.directrix.forwarder.port.pcap.CaptureReader;
import dev.directrix.forwarder.port.pcap.CapturedFrame;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectorService;
import dev.directrix.lab.run.LabNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What does not belong into a cluster is refused and logged once with its cause, and neither the epoch nor the members
 * nor any connection change: directors that differ, frames of somebody else, an etcd restored from an old snapshot.
 */
@Tag("lab")
@Tag("root")
@Isolated("measures, under load")
class RefusalIT {
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final LoadPlan PLAN = new LoadPlan(200, Duration.ofMillis(100), 1_000, 20);
    private static final Path TOPOLOGY =
        Path.of(System.getProperty("directrix.root", "..")).resolve(ChurnLab.TOPOLOGY);
    private static final List<String> STAYING = List.of("d1", "d2");
    private static final String CONFIG = "/etc/directrix/live.yaml";
    /** Of each kind of forged frame so many are sent. */
    private static final int SOME = 5;
    private static final int LINK_PORT = 7400;
    private static final int ETHERNET_IP_UDP = 14 + 20 + 8;
    private static final int KIND = 1;
    private static final byte ONCE = 2;

    private ChurnLab lab;

    /** What must stay. */
    private record Standings(long version, long epoch, List<String> members) {
    }

    @BeforeAll
    static void needsRoot() throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root: it makes namespaces");
    }

    @Test
    void shouldRefuseWhatDoesNotBelongIntoTheClusterAndChangeNothing() throws Exception {
        try (ChurnLab up = ChurnLab.up(TOPOLOGY, ChurnSetup.cluster(IDLE), line -> { })) {
            lab = up;
            saveSnapshot();
            end("TERM", "d3", "d4");
            await("two members are left", () -> settledWith(STAYING));
            try (ClientLoad load = ClientLoad.start(lab.node("client"), PLAN, PATIENCE)) {
                load.call();
                refuseDirectors();
                refuseFrames();
                refuseEtcd();
                LoadCounts counts = load.take();
                assertThat(counts.broken()).isEmpty();
                assertThat(counts.failed()).isEmpty();
                assertThat(counts.answers()).isPositive();
            }
        }
    }

    private void refuseDirectors() throws IOException {
        Standings before = standings("d1");
        write("d3", "/etc/directrix/cluster.key", "b".repeat(8) + "0123456789abcdef".repeat(3) + "\n");
        write("d4", "/etc/directrix/seed", "00112233445566778899aabbccddeeff\n");
        assertRefused(Map.of("d3", "another cluster.key-file (fingerprint", "d4", "another maglev seed (fingerprint"));

        for (String director : List.of("d3", "d4")) {
            for (String secret : List.of("/etc/directrix/cluster.key", "/etc/directrix/seed")) {
                Files.copy(lab.node("d1").file(secret), lab.node(director).file(secret),
                    StandardCopyOption.REPLACE_EXISTING);
            }
        }
        change("d3", "maglev:\n", "maglev:\n  table-size: 65521\n");
        change("d4", "tcp: 5s", "tcp: 6s");
        assertRefused(Map.of("d3", "maglev.table-size 65521, the cluster has 65537",
            "d4", "flows.idle 6000 ms, the cluster has 5000 ms"));
        assertThat(standings("d1")).isEqualTo(before);
    }

    private void assertRefused(Map<String, String> causes) {
        causes.keySet().forEach(lab::supervise);
        causes.forEach((director, cause) -> {
            await(director + " is refused", () -> !lines(director, cause).isEmpty());
            // What is told of a cluster is brought up to date a moment after the log.
            await(director + " says why", () -> why(director).filter(why -> why.contains(cause)).isPresent());
            assertThat(lab.control(director).cluster().standing()).isEqualTo(Standing.OUTSIDE);
            end("KILL", director);
            assertThat(lines(director, "does not serve, for good: ")).filteredOn(line -> line.contains(cause))
                .as("logged once").hasSize(1);
        });
    }

    /** Why a director does not serve, as it says; nothing while it is starting and there is nothing to ask yet. */
    private Optional<String> why(String director) {
        try {
            return lab.control(director).cluster().why();
        } catch (OperationException e) {
            return Optional.empty();
        }
    }

    /** Frames of d2, as they were and forged, come to d1 once more by another way. */
    private void refuseFrames() throws Exception {
        Standings before = standings("d1");
        List<byte[]> seen = linkFrames();
        assertThat(seen).as("unsequenced frames of d2").hasSizeGreaterThan(SOME);
        List<byte[]> forged = new ArrayList<>(seen);
        for (byte[] frame : seen.subList(0, SOME)) {
            forged.add(changed(frame, frame.length - 1));
            forged.add(changed(frame, 48));
            forged.add(changed(frame, 0));
            forged.add(changed(frame, 8));
            forged.add(Arrays.copyOf(frame, frame.length - 3));
        }
        try (LinkForger forger =
                 LinkForger.open(lab.node("etcd").namespace(), new InetSocketAddress("10.0.9.11", LINK_PORT))) {
            forger.send(forged);
        }
        Deadline.in(PATIENCE).await(
            () -> Stream.of("replay", "bad-mac", "version", "unknown-cluster", "truncated")
                .allMatch(cause -> counters("d1").getOrDefault("refused-" + cause, 0L) >= SOME),
            () -> "d1 has not refused them: %d frames seen, %s".formatted(seen.size(), counters("d1")));
        for (String cause : List.of("was seen before", "has a wrong MAC", "is of another version of the format",
            "is of another cluster", "is cut short or too long")) {
            assertThat(lines("d1", "cluster: a datagram ")).filteredOn(line -> line.contains(cause)).as(cause)
                .hasSize(1);
        }
        assertThat(standings("d1")).isEqualTo(before);
        assertThat(standings("d2")).isEqualTo(before);
    }

    private static byte[] changed(byte[] frame, int at) {
        byte[] changed = frame.clone();
        changed[at] ^= 1;
        return changed;
    }

    /** What d2 says to d1, unsequenced, which is what a replay could do harm with. */
    private List<byte[]> linkFrames() {
        List<byte[]> frames = new ArrayList<>();
        Deadline deadline = Deadline.in(PATIENCE);
        while (frames.size() <= SOME && !deadline.passed()) {
            capture(frames);
        }
        return frames;
    }

    /** Listens for three seconds. */
    private void capture(List<byte[]> into) {
        LabNode bridge = lab.node("peers");
        Path captured = bridge.file("/run/links.pcap");
        bridge.exec("rm", "-f", "/run/links.pcap").orFail();
        LabNode.Service tcpdump = bridge.start("tcpdump", List.of("tcpdump", "-Z", "root", "-U", "--immediate-mode",
            "-i", "d1", "-w", "/run/links.pcap",
            "udp and src host 10.0.9.12 and dst host 10.0.9.11 and dst port 7400"));
        // It takes no SIGINT before it captures, since a shell has started it in the background.
        await("tcpdump begins", () -> captured.toFile().length() > 0);
        Deadline.pause(Duration.ofSeconds(3));
        tcpdump.signal("INT");
        Deadline.in(PATIENCE).await(() -> !tcpdump.isAlive(), () -> "tcpdump does not end");
        try (CaptureReader capture = CaptureReader.open(captured)) {
            Optional<CapturedFrame> next = capture.next();
            while (next.isPresent()) {
                messages(next.get().bytes(), into);
                next = capture.next();
            }
        }
    }

    /** A datagram of Aeron holds one or more frames, padded to 32 octets. */
    private static void messages(byte[] packet, List<byte[]> into) {
        ByteBuffer datagram = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        int at = ETHERNET_IP_UDP;
        while (at + LinkForger.HEADER <= packet.length) {
            int length = datagram.getInt(at);
            boolean isData = datagram.getShort(at + 6) == 1 && length > LinkForger.HEADER;
            if (isData && packet[at + LinkForger.HEADER + KIND] == ONCE) {
                into.add(Arrays.copyOfRange(packet, at + LinkForger.HEADER, at + length));
            }
            at += Math.max(LinkForger.HEADER, (length + 31) / 32 * 32);
        }
    }

    private void saveSnapshot() {
        lab.node("etcd").shell(PATIENCE, "ETCDCTL_API=3 etcdctl snapshot save /run/snapshot.db").orFail();
    }

    /** The etcd that comes back has the same name and an old state: its revision is below the one that was seen. */
    private void refuseEtcd() {
        Standings before = standings("d1");
        LabNode etcd = lab.node("etcd");
        etcd.service("etcd").signal("KILL");
        etcd.shell(PATIENCE, "ETCDCTL_API=3 etcdctl snapshot restore /run/snapshot.db --name churn"
            + " --initial-cluster churn=http://localhost:2380 --initial-advertise-peer-urls http://localhost:2380"
            + " --data-dir /run/etcd-restored").orFail();
        etcd.start("etcd", List.of("etcd", "--name", "churn", "--data-dir", "/run/etcd-restored",
            "--listen-client-urls", "http://0.0.0.0:2379", "--advertise-client-urls", "http://10.0.9.5:2379"));
        for (String director : STAYING) {
            await(director + " does not believe etcd", () -> !lines(director, "is not believed: ").isEmpty());
        }
        Deadline.pause(Duration.ofSeconds(5));
        for (String director : STAYING) {
            assertThat(standings(director)).isEqualTo(before);
            assertThat(lab.control(director).cluster().standing()).isEqualTo(Standing.SERVING);
            assertThat(lab.control(director).cluster().etcd().answers()).isFalse();
            assertThat(lines(director, "RevisionFence: etcd at http://10.0.9.5:2379 is not believed: "))
                .as("logged once").singleElement().asString().contains("seen before: restored from an old backup");
        }
    }

    private void end(String signal, String... directors) {
        List<LabNode.Service> services = Stream.of(directors)
            .map(director -> lab.node(director).service(DirectorService.NAME)).toList();
        services.forEach(service -> service.signal(signal));
        services.forEach(service -> await(service.node().name() + " ends", () -> !service.isAlive()));
    }

    private boolean settledWith(List<String> members) {
        ClusterReport report = lab.control("d1").cluster();
        return report.tables().filter(tables -> tables.phase().equals("stable")
            && tables.entered() == tables.version()).isPresent()
            && report.members().stream().map(ClusterReport.Member::name).toList().equals(members)
            && report.members().stream().allMatch(member -> member.standing() == Standing.SERVING);
    }

    private Standings standings(String director) {
        ClusterReport report = lab.control(director).cluster();
        ClusterReport.Tables tables = report.tables().orElseThrow();
        return new Standings(tables.version(), tables.epoch(),
            report.members().stream().map(member -> member.name() + "/" + member.incarnation()).toList());
    }

    private Map<String, Long> counters(String director) {
        return lab.control(director).cluster().counters();
    }

    private List<String> lines(String director, String text) {
        try (Stream<String> lines = Files.lines(lab.node(director).logFolder().resolve("director.log"))) {
            return lines.filter(line -> line.contains(text)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String director, String path, String text) throws IOException {
        Files.writeString(lab.node(director).file(path), text);
    }

    private void change(String director, String from, String to) throws IOException {
        String config = Files.readString(lab.node(director).file(CONFIG));
        assertThat(config).contains(from);
        write(director, CONFIG, config.replace(from, to));
    }

    private void await(String what, BooleanSupplier condition) {
        Deadline.in(PATIENCE).await(condition, () -> "not within " + PATIENCE.toSeconds() + " s: " + what);
    }
}
