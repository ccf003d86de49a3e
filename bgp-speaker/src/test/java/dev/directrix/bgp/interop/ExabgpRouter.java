package dev.directrix.bgp.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.directrix.bgp.wire.Family;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** ExaBGP 4 as it comes with Debian. It keeps no routes: what it heard is read from the events of its API. */
final class ExabgpRouter implements Router {

    private static final String EVENTS = "events.json";
    private static final String ORDERS = "orders";
    private static final String LOG = "exabgp.log";
    private static final int NOTIFICATION = 3;

    private final RouterLab lab;
    private Peering peering = Peering.overIpv4();
    private Process process;

    ExabgpRouter(final RouterLab lab) {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/exabgp")), "needs ExaBGP");
        this.lab = lab;
    }

    @Override
    public void start(final Peering wanted) {
        peering = wanted;
        lab.write("api.sh", "#!/bin/sh\ntail -n +1 -f --pid=$$ " + lab.file(ORDERS) + " &\nexec cat >> "
            + lab.file(EVENTS) + "\n");
        lab.write("exabgp.conf", config(wanted));
        Commands.run("chmod", "755", lab.file("api.sh").toString());
        launch();
    }

    @Override
    public Set<String> established() {
        final Set<String> up = new HashSet<>();
        if (!process.isAlive()) {
            return up;
        }
        for (final JsonObject event : events()) {
            if (event.get("type").getAsString().equals("state")) {
                final JsonObject neighbor = event.getAsJsonObject("neighbor");
                final String peer = neighbor.getAsJsonObject("address").get("peer").getAsString();
                switch (neighbor.get("state").getAsString()) {
                    case "up" -> up.add(peer);
                    case "down" -> up.remove(peer);
                    default -> up.addAll(Set.of());
                }
            }
        }
        return up;
    }

    @Override
    public List<SeenRoute> routes(final Family family) {
        final String name = family.equals(Family.IPV4_UNICAST) ? "ipv4 unicast" : "ipv6 unicast";
        final Map<String, SeenRoute> table = new LinkedHashMap<>();
        for (final JsonObject event : events()) {
            switch (event.get("type").getAsString()) {
                case "state" -> {
                    if (event.getAsJsonObject("neighbor").get("state").getAsString().equals("down")) {
                        table.clear();
                    }
                }
                case "update" -> apply(event, name, table);
                default -> table.putAll(Map.of());
            }
        }
        return List.copyOf(table.values());
    }

    @Override
    public String wordsReceived() {
        // 4.2 cannot decode a NOTIFICATION with a text, but hands its API the octets before it tries.
        return events().stream().map(event -> event.getAsJsonObject("neighbor"))
            .filter(neighbor -> neighbor != null && neighbor.has("message")
                && neighbor.get("direction").getAsString().equals("receive")
                && neighbor.getAsJsonObject("message").has("category")
                && neighbor.getAsJsonObject("message").get("category").getAsInt() == NOTIFICATION)
            .map(neighbor -> {
                final byte[] body = HexFormat.of()
                    .parseHex(neighbor.getAsJsonObject("message").get("body").getAsString().replace("0x", ""));
                return body[0] + "/" + body[1] + " " + new String(body, StandardCharsets.UTF_8);
            })
            .collect(Collectors.joining("\n"));
    }

    @Override
    public void shutNeighbor(final String text) {
        order("neighbor " + peering.neighbors().getFirst() + " teardown 2");
    }

    @Override
    public void requestRefresh() {
        order("neighbor " + peering.neighbors().getFirst() + " announce route-refresh ipv4 unicast");
        order("neighbor " + peering.neighbors().getFirst() + " announce route-refresh ipv6 unicast");
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
        return lab.read(EVENTS) + lab.read(LOG);
    }

    private void order(final String line) {
        try {
            Files.writeString(lab.file(ORDERS), line + "\n", StandardOpenOption.APPEND);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void launch() {
        lab.write(ORDERS, "");
        lab.write(EVENTS, "");
        process = lab.startInRouter(LOG, Map.of("exabgp.daemon.user", "root", "exabgp.daemon.drop", "false",
            "exabgp.bgp.openwait", "5", "exabgp.api.cli", "false", "exabgp.log.level", "DEBUG"),
            "exabgp", lab.file("exabgp.conf").toString());
        await().atMost(Duration.ofSeconds(30)).until(() -> lab.read(LOG).contains("loaded new configuration"));
    }

    private String config(final Peering wanted) {
        final StringBuilder config = new StringBuilder(200)
            .append("process watch { run ").append(lab.file("api.sh")).append("; encoder json; }\n");
        for (final String neighbor : wanted.neighbors()) {
            config.append("neighbor ").append(neighbor).append(" {\n  router-id ").append(wanted.routerId())
                .append(";\n  local-address ").append(wanted.routerAddress())
                .append(";\n  local-as ").append(Peering.ASN).append(";\n  peer-as ").append(Peering.NEIGHBOR_ASN)
                .append(";\n  hold-time ").append(wanted.holdSeconds()).append(";\n  listen 179;\n  passive ")
                .append(wanted.passive()).append(";\n");
            wanted.password().ifPresent(key -> config.append("  md5-password ").append(key).append(";\n"));
            config.append("  capability { route-refresh enable; ")
                .append(wanted.addPath() ? "add-path receive; " : "")
                .append(wanted.extendedNextHop() ? "nexthop enable; " : "")
                .append("}\n  family { ipv4 unicast; ipv6 unicast; }\n")
                .append(wanted.extendedNextHop() ? "  nexthop { ipv4 unicast ipv6; }\n" : "")
                .append("  api { processes [ watch ]; neighbor-changes;\n")
                .append("    receive { parsed; packets; open; update; notification; refresh; } }\n}\n");
        }
        return config.toString();
    }

    /**
     * Whole lines only: the last one may be on its way. Answers to orders stand between the events; those of
     * ROUTE-REFRESH are no JSON (4.2 quotes its words twice).
     */
    private List<JsonObject> events() {
        final String text = lab.read(EVENTS);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines()
            .filter(line -> line.startsWith("{") && !line.contains("\"type\": \"refresh\""))
            .map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }

    private static void apply(final JsonObject event, final String family, final Map<String, SeenRoute> table) {
        final JsonObject message = event.getAsJsonObject("neighbor").getAsJsonObject("message");
        if (!message.has("update")) {
            return;
        }
        final JsonObject update = message.getAsJsonObject("update");
        if (update.has("withdraw") && update.getAsJsonObject("withdraw").has(family)) {
            for (final JsonElement gone : update.getAsJsonObject("withdraw").getAsJsonArray(family)) {
                table.remove(key(gone.getAsJsonObject()));
            }
        }
        if (update.has("announce") && update.getAsJsonObject("announce").has(family)) {
            final Set<String> communities = communities(update.getAsJsonObject("attribute"));
            final JsonObject byNextHop = update.getAsJsonObject("announce").getAsJsonObject(family);
            for (final String nextHop : byNextHop.keySet()) {
                for (final JsonElement one : byNextHop.getAsJsonArray(nextHop)) {
                    final JsonObject nlri = one.getAsJsonObject();
                    table.put(key(nlri), new SeenRoute(nlri.get("nlri").getAsString(), nextHop, pathId(nlri),
                        communities));
                }
            }
        }
    }

    private static Set<String> communities(final JsonObject attributes) {
        final Set<String> result = new HashSet<>();
        for (final String kind : List.of("community", "large-community")) {
            if (attributes.has(kind)) {
                for (final JsonElement one : attributes.getAsJsonArray(kind)) {
                    final JsonArray numbers = one.getAsJsonArray();
                    final List<String> parts = new ArrayList<>();
                    numbers.forEach(number -> parts.add(number.getAsString()));
                    result.add(String.join(":", parts));
                }
            }
        }
        return result;
    }

    private static String key(final JsonObject nlri) {
        return nlri.get("nlri").getAsString() + " " + pathId(nlri);
    }

    /** ExaBGP writes the identifier like an address. */
    private static OptionalLong pathId(final JsonObject nlri) {
        if (!nlri.has("path-information")) {
            return OptionalLong.empty();
        }
        long id = 0;
        for (final String octet : nlri.get("path-information").getAsString().split("\\.", -1)) {
            id = id * 256 + Long.parseLong(octet);
        }
        return OptionalLong.of(id);
    }
}
