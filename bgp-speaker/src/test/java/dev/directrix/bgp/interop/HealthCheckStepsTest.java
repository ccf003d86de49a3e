package dev.directrix.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * One health-check script and one configuration, first under Debian's ExaBGP, then under this speaker: after each step
 * FRR must have the same routes with the same attributes.
 */
@Tag("root")
@Execution(ExecutionMode.CONCURRENT)
class HealthCheckStepsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> STEPS =
        List.of("up", "slow", "maintenance", "half", "up", "many", "fewer", "other", "down", "up");
    private static final String FRR = """
         neighbor 10.99.1.11 remote-as 65101
         neighbor 10.99.1.11 timers connect 1
         address-family ipv4 unicast
          neighbor 10.99.1.11 activate
         exit-address-family
         address-family ipv6 unicast
          neighbor 10.99.1.11 activate
         exit-address-family
        """;

    @TempDir
    private Path folder;

    @Test
    void shouldLeadToTheSameRoutesAsExabgpStepByStep() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/exabgp")), "needs Debian's exabgp");
        final Map<String, String> exabgp = walk(List.of("/usr/sbin/exabgp", conf().toString()));
        final Map<String, String> ours = walk(List.of(
            ProcessHandle.current().info().command().orElse("java"), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            RunnerMain.class.getName(), conf().toString()));
        assertThat(exabgp.get("1 up")).contains("192.0.2.10/32", "2001:db8::10/128");
        assertThat(ours).isEqualTo(exabgp);
    }

    /** What FRR has after each step. */
    private Map<String, String> walk(final List<String> command) throws Exception {
        final Path verdict = Files.writeString(folder.resolve("verdict"), "none");
        final Path report = Files.writeString(folder.resolve("report"), "");
        final Map<String, String> routes = new LinkedHashMap<>();
        try (RouterLab lab = new RouterLab()) {
            final FrrRouter frr = new FrrRouter(lab);
            frr.start(FRR);
            final ProcessBuilder builder = new ProcessBuilder(lab.besideRouter(command));
            builder.environment().putAll(Map.of("exabgp_daemon_user", "root", "exabgp_daemon_drop", "false",
                "exabgp_api_cli", "false", "exabgp_log_destination", "stderr", "exabgp_log_level", "WARNING"));
            final Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile()).start();
            try {
                await().atMost(PATIENCE).until(() -> frr.vtysh("show bgp neighbors 10.99.1.11 json")
                    .contains("\"bgpState\":\"Established\""));
                for (final String step : STEPS) {
                    Files.writeString(verdict, step);
                    await().atMost(PATIENCE).until(() -> Files.readString(report).equals(step));
                    routes.put((routes.size() + 1) + " " + step, settled(frr));
                }
            } finally {
                process.getOutputStream().close();
                process.destroy();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
        return routes;
    }

    /** FRR's routes when they have stopped changing. */
    private static String settled(final FrrRouter frr) {
        final List<String> seen = new ArrayList<>(List.of(""));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            seen.add(routes(frr));
            return seen.size() > 3 && seen.getLast().equals(seen.get(seen.size() - 2));
        });
        return seen.getLast();
    }

    private static String routes(final FrrRouter frr) {
        final StringBuilder text = new StringBuilder();
        for (final String family : List.of("ipv4", "ipv6")) {
            final JsonElement table = json(frr.vtysh("show bgp " + family + " unicast json")).get("routes");
            (table == null ? new JsonObject() : table.getAsJsonObject()).keySet().stream().sorted().forEach(prefix ->
                paths(frr, family, prefix).forEach(path -> text.append(prefix).append(' ').append(path).append('\n')));
        }
        return text.toString();
    }

    /** What vtysh says as JSON, behind its complaints; nothing where it has only words. */
    private static JsonObject json(final String answer) {
        final int at = answer.indexOf('{');
        return at < 0 ? new JsonObject() : JsonParser.parseString(answer.substring(at)).getAsJsonObject();
    }

    /** The paths of a prefix, without what is different each time. */
    private static List<String> paths(final FrrRouter frr, final String family, final String prefix) {
        final JsonElement paths = json(frr.vtysh("show bgp " + family + " unicast " + prefix + " json")).get("paths");
        final List<String> result = new ArrayList<>();
        for (final JsonElement element : paths == null ? new JsonArray() : paths.getAsJsonArray()) {
            final JsonObject path = element.getAsJsonObject();
            path.remove("lastUpdate");
            path.remove("version");
            path.remove("peer");
            result.add(path.toString());
        }
        return result;
    }

    private Path conf() throws IOException {
        final Path script = folder.resolve("vip-check.py");
        try (InputStream in = HealthCheckStepsTest.class.getResourceAsStream("/exabgp/vip-check.py")) {
            Files.write(script, in.readAllBytes());
        }
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return Files.writeString(folder.resolve("vips.conf"), """
            process vips {
                run %s %s %s;
                encoder text;
            }
            neighbor 10.99.1.1 {
                router-id 10.99.1.11;
                local-address 10.99.1.11;
                local-as 65101;
                peer-as 65000;
                family {
                    ipv4 unicast;
                    ipv6 unicast;
                }
                api {
                    processes [ vips ];
                }
            }
            """.formatted(script, folder.resolve("verdict"), folder.resolve("report")));
    }
}
