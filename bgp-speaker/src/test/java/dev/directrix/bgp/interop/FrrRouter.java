package dev.directrix.bgp.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.directrix.bgp.wire.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** FRR as it comes with Debian: zebra and bgpd, with BFD also bfdd. */
final class FrrRouter implements Router {

    private static final String LOG = "frr.log";

    private final RouterLab lab;
    private final Map<String, Process> daemons = new HashMap<>();
    private List<String> neighbors = List.of();

    FrrRouter(final RouterLab lab) {
        assumeTrue(Files.isExecutable(Path.of("/usr/lib/frr/bgpd")), "needs FRR");
        this.lab = lab;
    }

    @Override
    public void start(final Peering peering) {
        final StringBuilder lines = new StringBuilder();
        for (final String neighbor : peering.neighbors()) {
            final String us = " neighbor " + neighbor + " ";
            lines.append(us).append("remote-as ").append(Peering.NEIGHBOR_ASN).append('\n')
                .append(us).append("timers ").append(peering.holdSeconds() / 3).append(' ')
                .append(peering.holdSeconds()).append('\n')
                .append(us).append("timers connect 1\n");
            peering.password().ifPresent(key -> lines.append(us).append("password ").append(key).append('\n'));
            lines.append(peering.passive() ? us + "passive\n" : "")
                .append(peering.bfd() ? us + "bfd 10 100 100\n" : "")
                .append(peering.extendedNextHop() ? us + "capability extended-nexthop\n" : "");
        }
        for (final String family : List.of("ipv4", "ipv6")) {
            lines.append(" address-family ").append(family).append(" unicast\n");
            peering.neighbors().forEach(neighbor ->
                lines.append("  neighbor ").append(neighbor).append(" activate\n"));
            lines.append(" exit-address-family\n");
        }
        neighbors = peering.neighbors();
        start(peering.routerId(), lines.toString(), peering.bfd() ? Optional.of("") : Optional.empty());
    }

    /** Starts it with these lines below {@code router bgp}. */
    void start(final String bgpLines) {
        start(RouterLab.ROUTER, bgpLines, Optional.empty());
    }

    /** Starts it with these lines below {@code router bgp} and {@code bfd}. */
    void start(final String bgpLines, final String bfdLines) {
        start(RouterLab.ROUTER, bgpLines, Optional.of(bfdLines));
    }

    @Override
    public Set<String> established() {
        final JsonObject peers = parse(vtysh("show bgp neighbors json"));
        return neighbors.stream().filter(neighbor -> peers.has(neighbor)
            && peers.getAsJsonObject(neighbor).get("bgpState").getAsString().equals("Established"))
            .collect(Collectors.toSet());
    }

    @Override
    public List<SeenRoute> routes(final Family family) {
        final String table = family.equals(Family.IPV4_UNICAST) ? "ipv4" : "ipv6";
        final JsonObject all = parse(vtysh("show bgp " + table + " unicast json"));
        final List<SeenRoute> result = new ArrayList<>();
        if (all.has("routes")) {
            for (final String prefix : all.getAsJsonObject("routes").keySet()) {
                final JsonObject one = parse(vtysh("show bgp " + table + " unicast " + prefix + " json"));
                if (one.has("paths")) {
                    one.getAsJsonArray("paths").forEach(path -> result.add(route(prefix, path.getAsJsonObject())));
                }
            }
        }
        return result;
    }

    @Override
    public String wordsReceived() {
        // 8.4 shows the text (RFC 9003) nowhere but in its log.
        return lab.read(LOG).lines().filter(line -> line.contains("NOTIFICATION: received"))
            .collect(Collectors.joining("\n"));
    }

    @Override
    public void shutNeighbor(final String text) {
        vtysh("configure terminal", "router bgp " + Peering.ASN,
            "neighbor " + neighbors.getFirst() + " shutdown message " + text);
    }

    @Override
    public void requestRefresh() {
        vtysh("clear bgp " + neighbors.getFirst() + " soft in");
    }

    @Override
    public void freeze() {
        daemons.values().forEach(daemon -> RouterLab.signal(daemon, "STOP"));
    }

    @Override
    public void thaw() {
        daemons.values().forEach(daemon -> RouterLab.signal(daemon, "CONT"));
    }

    @Override
    public void restart() {
        kill();
        startBgpd();
    }

    @Override
    public String diagnosis() {
        return vtysh("show bgp summary", "show bgp neighbors", "show bfd peers") + lab.read(LOG);
    }

    /** Sends a signal to one of its daemons. */
    void signal(final String daemon, final String signal) {
        RouterLab.signal(daemons.get(daemon), signal);
    }

    /** Kills bgpd. */
    void kill() {
        RouterLab.signal(daemons.get("bgpd"), "KILL");
        await().atMost(Duration.ofSeconds(10)).until(() -> !daemons.get("bgpd").isAlive());
    }

    /** Starts bgpd again after it died. */
    void startBgpd() {
        daemon("bgpd", "bgpd.vty");
    }

    /** What it answers; several commands as if typed one after the other. */
    String vtysh(final String... commands) {
        final List<String> line = new ArrayList<>(List.of("vtysh", "-N", lab.routerSpace()));
        Stream.of(commands).forEach(command -> line.addAll(List.of("-c", command)));
        return Commands.output(line.toArray(String[]::new));
    }

    private void start(final String routerId, final String bgpLines, final Optional<String> bfdLines) {
        Commands.run("mkdir", "-p", sockets().toString());
        lab.write("zebra.conf", "hostname r\n");
        lab.write("bfdd.conf", "hostname r\nbfd\n" + bfdLines.orElse(""));
        lab.write("bgpd.conf", "hostname r\nlog file " + lab.file(LOG) + " debugging\ndebug bgp neighbor-events\n"
            + "router bgp " + Peering.ASN + "\n bgp router-id " + routerId + "\n"
            + " no bgp ebgp-requires-policy\n no bgp default ipv4-unicast\n bgp bestpath as-path multipath-relax\n"
            + bgpLines);
        Commands.run("chown", "-R", "frr:frr", sockets().toString(), lab.file(".").toString());
        daemon("zebra", "zserv.api");
        if (bfdLines.isPresent()) {
            daemon("bfdd", "bfdd.vty");
        }
        startBgpd();
    }

    private void daemon(final String name, final String socket) {
        Commands.output("rm", "-f", sockets().resolve(socket).toString());
        daemons.put(name, lab.startInRouter(name + ".out", Map.of(), "/usr/lib/frr/" + name, "-N", lab.routerSpace(),
            "-i", lab.file(name + ".pid").toString(), "-f", lab.file(name + ".conf").toString(), "-A", "127.0.0.1"));
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20))
            .until(() -> Files.exists(sockets().resolve(socket)));
    }

    private Path sockets() {
        return Path.of("/var/run/frr", lab.routerSpace());
    }

    private static SeenRoute route(final String prefix, final JsonObject path) {
        final Set<String> communities = new HashSet<>();
        for (final String kind : List.of("community", "largeCommunity")) {
            if (path.has(kind)) {
                path.getAsJsonObject(kind).getAsJsonArray("list").forEach(one ->
                    communities.add(one.getAsString().replace("gracefulShutdown", "65535:0")));
            }
        }
        final JsonArray hops = path.getAsJsonArray("nexthops");
        final String nextHop = hops.asList().stream().map(JsonElement::getAsJsonObject)
            .filter(hop -> !hop.has("scope") || hop.get("scope").getAsString().equals("global"))
            .map(hop -> hop.get("ip").getAsString()).findFirst().orElse("");
        final long id = path.has("addpathRxId") ? path.get("addpathRxId").getAsLong() : 0;
        return new SeenRoute(prefix, nextHop, id == 0 ? OptionalLong.empty() : OptionalLong.of(id), communities);
    }

    /** The JSON in an answer; vtysh may say a word about its own configuration first. */
    private static JsonObject parse(final String answer) {
        final int start = answer.indexOf("{");
        return start < 0 ? new JsonObject() : JsonParser.parseString(answer.substring(start)).getAsJsonObject();
    }
}
