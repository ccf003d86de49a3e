package dev.directrix.bgp.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.bgp.wire.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** BIRD 2 as it comes with Debian. */
final class BirdRouter implements Router {

    private static final String LOG = "bird.log";
    private static final Pattern PREFIX = Pattern.compile("^([0-9a-f.:]+/\\d+)?\\s+(?:unicast|unreachable) \\[.*");
    private static final Pattern COMMUNITY = Pattern.compile("\\(([\\d, ]+)\\)");

    private final RouterLab lab;
    private List<String> neighbors = List.of();
    private Process process;

    BirdRouter(final RouterLab lab) {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/bird")), "needs BIRD");
        this.lab = lab;
    }

    @Override
    public void start(final Peering peering) {
        final StringBuilder config = new StringBuilder(200)
            .append("log \"").append(lab.file(LOG)).append("\" all;\nrouter id ").append(peering.routerId())
            .append(";\nprotocol device { scan time 1; }\nprotocol kernel { ipv4 { export all; }; merge paths on; }\n")
            .append(peering.bfd() ? "protocol bfd { interface \"veth0\" { interval 100 ms; multiplier 10; }; }\n" : "");
        neighbors = peering.neighbors();
        for (int i = 0; i < neighbors.size(); i++) {
            config.append("protocol bgp d").append(i + 1).append(" {\n  debug { states, events };\n  local ")
                .append(peering.routerAddress()).append(" as ").append(Peering.ASN).append(";\n  neighbor ")
                .append(neighbors.get(i)).append(" as ").append(Peering.NEIGHBOR_ASN)
                .append(";\n  connect retry time 1;\n  connect delay time 1;\n  error wait time 1, 2;\n  hold time ")
                .append(peering.holdSeconds()).append(";\n");
            peering.password().ifPresent(key -> config.append("  password \"").append(key).append("\";\n"));
            config.append(peering.passive() ? "  passive on;\n" : "").append(peering.bfd() ? "  bfd on;\n" : "");
            final String common = "import all; export none; " + (peering.addPath() ? "add paths rx; " : "");
            config.append("  ipv4 { ").append(common)
                .append(peering.extendedNextHop() ? "extended next hop on; " : "")
                .append("};\n  ipv6 { ").append(common).append("};\n}\n");
        }
        start(config.toString());
    }

    /** Starts it with this configuration. */
    void start(final String config) {
        lab.write("bird.conf", config);
        launch();
    }

    @Override
    public Set<String> established() {
        final List<String> lines = birdc("show", "protocols").lines().toList();
        final Set<String> up = new HashSet<>();
        for (int i = 0; i < neighbors.size(); i++) {
            final String name = "d" + (i + 1) + " ";
            if (lines.stream().anyMatch(line -> line.startsWith(name) && line.contains("Established"))) {
                up.add(neighbors.get(i));
            }
        }
        return up;
    }

    @Override
    public List<SeenRoute> routes(final Family family) {
        final String table = family.equals(Family.IPV4_UNICAST) ? "master4" : "master6";
        final List<SeenRoute> result = new ArrayList<>();
        String prefix = "";
        String nextHop = "";
        Set<String> communities = new HashSet<>();
        final String answer = birdc("show", "route", "table", table, "all") + "\n end";
        for (final String line : answer.lines().toList()) {
            final Matcher head = PREFIX.matcher(line);
            if (head.matches() || line.equals(" end")) {
                if (!nextHop.isEmpty()) {
                    result.add(new SeenRoute(prefix, nextHop, OptionalLong.empty(), communities));
                }
                prefix = head.matches() && head.group(1) != null ? head.group(1) : prefix;
                nextHop = "";
                communities = new HashSet<>();
            } else if (line.contains("BGP.next_hop:")) {
                nextHop = line.replaceFirst(".*BGP.next_hop:\\s*", "").split(" ", -1)[0];
            } else if (line.contains("BGP.community:") || line.contains("BGP.large_community:")) {
                final Matcher community = COMMUNITY.matcher(line);
                while (community.find()) {
                    communities.add(community.group(1).replace(", ", ":").replace(",", ":"));
                }
            }
        }
        return result;
    }

    @Override
    public String wordsReceived() {
        return lab.read(LOG).lines().filter(line -> line.contains("Received: ")).collect(Collectors.joining("\n"))
            + birdc("show", "protocols", "all", "d1");
    }

    @Override
    public void shutNeighbor(final String text) {
        birdc("disable", "d1", "\"" + text + "\"");
    }

    @Override
    public void requestRefresh() {
        birdc("reload", "in", "d1");
    }

    @Override
    public void freeze() {
        RouterLab.signal(process, "STOP");
    }

    @Override
    public void thaw() {
        RouterLab.signal(process, "CONT");
    }

    @Override
    public void restart() {
        RouterLab.signal(process, "KILL");
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
        launch();
    }

    @Override
    public String diagnosis() {
        return birdc("show", "protocols", "all") + birdc("show", "bfd", "sessions") + lab.read(LOG);
    }

    /** What it answers. */
    String birdc(final String... words) {
        final List<String> command = new ArrayList<>(List.of("birdc", "-s", lab.file("bird.ctl").toString()));
        command.addAll(Arrays.asList(words));
        return Commands.output(command.toArray(String[]::new));
    }

    private void launch() {
        process = lab.startInRouter("bird.out", Map.of(), "bird", "-f", "-c", lab.file("bird.conf").toString(),
            "-s", lab.file("bird.ctl").toString(), "-P", lab.file("bird.pid").toString());
        await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20))
            .until(() -> birdc("show", "status").contains("is up and running"));
    }
}
