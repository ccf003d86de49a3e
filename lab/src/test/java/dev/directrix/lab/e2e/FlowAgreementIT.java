package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.probe.HttpResult;
import dev.directrix.lab.quickstart.QuickstartLab;
import dev.directrix.lab.run.LabNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The same flow reaches the same server through each of the directors. */
@Tag("lab")
@RequiresRoot
@ExtendWith(SharedQuickstart.class)
@ResourceLock(SharedQuickstart.NAME)
class FlowAgreementIT {
    private static final int FLOWS = 1000;
    private static final int CLIENT = 0x0a000002;
    private static final int VIP = 0xc000020a;
    private static final String PINS = """

        datapath:
          neighbors:
            10.0.1.21: "02:00:00:00:00:01"
            10.0.1.22: "02:00:00:00:00:02"
            10.0.1.23: "02:00:00:00:00:03"
            10.0.1.24: "02:00:00:00:00:04"
        """;

    @TempDir
    private Path folder;

    @Test
    void shouldSendEachOf1000FlowsToTheSameServerByReplayAndLive(QuickstartLab lab) throws IOException {
        List<HttpResult> live = lab.get(FLOWS);
        assertThat(live).allMatch(HttpResult::succeeded);
        Map<Integer, String> liveServers = new TreeMap<>(
            live.stream().collect(Collectors.toMap(HttpResult::localPort, HttpResult::server)));
        Path in = folder.resolve("in.pcap");
        SynPcap.write(in, CLIENT, VIP, List.copyOf(liveServers.keySet()));

        for (String director : QuickstartLab.directors()) {
            Map<Integer, String> replayed = replay(lab.node(director), in);

            assertThat(replayed).as("flows by director " + director).isEqualTo(liveServers);
        }
        assertThat(liveServers.values().stream().distinct()).hasSize(QuickstartLab.SERVERS.size());
    }

    @Test
    void shouldExplainWhereAFlowGoesTheSameOnEachDirector(QuickstartLab lab) {
        List<String> answers = QuickstartLab.directors().stream()
            .map(director -> lab.directrix(director, "flow", "tcp", "10.0.0.2:61234", "192.0.2.10:80").orFail())
            .map(result -> result.output().replaceAll("(?s).*?\\b(s[1-4])\\b.*", "$1"))
            .distinct().toList();

        assertThat(answers).singleElement().satisfies(server -> assertThat(QuickstartLab.SERVERS).contains(server));
    }

    /** Which server each source port's packet went to when the director's own configuration replays the file. */
    private Map<Integer, String> replay(LabNode director, Path in) throws IOException {
        String config = Files.readString(director.file("/etc/directrix/director.yaml")) + PINS;
        Files.writeString(director.file("/etc/directrix/replay.yaml"), config);
        Files.copy(in, director.file("/run/in.pcap"));

        director.exec(Duration.ofSeconds(60), List.of("directrix", "replay", "-c", "/etc/directrix/replay.yaml",
            "--in", "/run/in.pcap", "--out", "/run/out.pcap")).orFail();

        return SynPcap.destinations(director.file("/run/out.pcap")).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey,
                entry -> entry.getValue().replaceFirst("02:00:00:00:00:0", "s")));
    }
}
