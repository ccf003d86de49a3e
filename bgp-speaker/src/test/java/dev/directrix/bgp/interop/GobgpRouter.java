package dev.directrix.bgp.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.directrix.bgp.wire.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** GoBGP 3 as it comes with Debian: its daemon, asked by its own command. */
final class GobgpRouter implements Router {

    private static final String LOG = "gobgpd.log";
    private static final int NEXT_HOP = 3;
    private static final int COMMUNITIES = 8;
    private static final int MP_REACH = 14;
    private static final int LARGE_COMMUNITIES = 32;

    private final RouterLab lab;
    private List<String> neighbors = List.of();
    private Process process;

    GobgpRouter(final RouterLab lab) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gobgpd")), "needs GoBGP");
        this.lab = lab;
    }

    @Override
    public void start(final Peering peering) {
        neighbors = peering.neighbors();
        final StringBuilder config = new StringBuilder(200)
            .append("[global.config]\nas = ").append(Peering.ASN).append("\nrouter-id = \"").append(peering.routerId())
            .append("\"\n");
        for (final String neighbor : neighbors) {
            config.append("[[neighbors]]\n[neighbors.config]\nneighbor-address = \"").append(neighbor)
                .append("\"\npeer-as = ").append(Peering.NEIGHBOR_ASN).append('\n');
            peering.password().ifPresent(key -> config.append("auth-password = \"").append(key).append("\"\n"));
            config.append("[neighbors.timers.config]\nconnect-retry = 1\nhold-time = ").append(peering.holdSeconds())
                .append("\nkeepalive-interval = ").append(peering.holdSeconds() / 3)
                .append("\n[neighbors.transport.config]\nlocal-address = \"").append(peering.routerAddress())
                .append("\"\npassive-mode = ").append(peering.passive())
                .append("\n[neighbors.add-paths.config]\nreceive = ").append(peering.addPath()).append('\n');
            for (final String family : List.of("ipv4-unicast", "ipv6-unicast")) {
                config.append("[[neighbors.afi-safis]]\n[neighbors.afi-safis.config]\nafi-safi-name = \"")
                    .append(family).append("\"\n");
            }
        }
        lab.write("gobgpd.toml", config.toString());
        launch();
    }

    @Override
    public Set<String> established() {
        return JsonParser.parseString(orElse(gobgp("-j", "neighbor"), "[]")).getAsJsonArray().asList().stream()
            .map(JsonElement::getAsJsonObject)
            .map(neighbor -> neighbor.getAsJsonObject("state"))
            .filter(state -> state.has("session_state") && state.get("session_state").getAsInt() == 6)
            .map(state -> state.get("neighbor_address").getAsString())
            .collect(Collectors.toSet());
    }

    @Override
    public List<SeenRoute> routes(final Family family) {
        final String table = family.equals(Family.IPV4_UNICAST) ? "ipv4" : "ipv6";
        final JsonObject all = JsonParser
            .parseString(orElse(gobgp("-j", "neighbor", neighbors.getFirst(), "adj-in", "-a", table), "{}"))
            .getAsJsonObject();
        final List<SeenRoute> result = new ArrayList<>();
        for (final String prefix : all.keySet()) {
            // While the session is down there is an error text in place of the paths.
            if (all.get(prefix).isJsonArray()) {
                all.getAsJsonArray(prefix).forEach(path -> result.add(route(prefix, path.getAsJsonObject())));
            }
        }
        return result;
    }

    @Override
    public String wordsReceived() {
        return lab.read(LOG).lines().filter(line -> line.contains("received notification"))
            .collect(Collectors.joining("\n"));
    }

    @Override
    public void shutNeighbor(final String text) {
        gobgp("neighbor", neighbors.getFirst(), "shutdown", "--reason", text);
    }

    @Override
    public void requestRefresh() {
        gobgp("neighbor", neighbors.getFirst(), "softresetin");
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
        return gobgp("neighbor") + gobgp("neighbor", neighbors.getFirst()) + lab.read(LOG);
    }

    /** What it answers. */
    String gobgp(final String... words) {
        final List<String> command = new ArrayList<>(List.of("gobgp"));
        command.addAll(List.of(words));
        return lab.askInRouter(command.toArray(String[]::new));
    }

    private void launch() {
        process = lab.startInRouter(LOG, Map.of(), "gobgpd", "-f", lab.file("gobgpd.toml").toString(),
            "-l", "debug", "-p", "--pprof-disable");
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50))
            .until(() -> gobgp("-j", "neighbor").startsWith("["));
    }

    /** Its command prints plain words instead of JSON when there is nothing or the daemon is not there. */
    private static String orElse(final String answer, final String otherwise) {
        return answer.startsWith(otherwise.substring(0, 1)) ? answer : otherwise;
    }

    private static SeenRoute route(final String prefix, final JsonObject path) {
        final Set<String> communities = new HashSet<>();
        String nextHop = "";
        for (final JsonElement element : path.getAsJsonArray("attrs")) {
            final JsonObject attribute = element.getAsJsonObject();
            switch (attribute.get("type").getAsInt()) {
                case NEXT_HOP, MP_REACH -> nextHop = attribute.get("nexthop").getAsString();
                case COMMUNITIES -> attribute.getAsJsonArray("communities").forEach(one ->
                    communities.add((one.getAsLong() >> 16) + ":" + (one.getAsLong() & 0xffff)));
                case LARGE_COMMUNITIES -> attribute.getAsJsonArray("value").forEach(one ->
                    communities.add(one.getAsJsonObject().get("ASN").getAsLong()
                        + ":" + one.getAsJsonObject().get("LocalData1").getAsLong()
                        + ":" + one.getAsJsonObject().get("LocalData2").getAsLong()));
                default -> nextHop = nextHop.strip();
            }
        }
        return new SeenRoute(prefix, nextHop, OptionalLong.empty(), communities);
    }
}
