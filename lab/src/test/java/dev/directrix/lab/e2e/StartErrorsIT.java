package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.quickstart.QuickstartLab;
import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What goes wrong when a director starts is said in one clear line, and nothing half-started stays. */
@Tag("lab")
@RequiresRoot
@ExtendWith(SharedQuickstart.class)
@ResourceLock(SharedQuickstart.NAME)
class StartErrorsIT {
    private static final String CONFIG = "/etc/directrix/director.yaml";
    private static final String SOCKET = "/run/directrix/control.sock";
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final int FAILED = 1;
    private static final int INVALID = 3;
    private static final String VALID = """
        node:
          name: dx
          interfaces: [eth1]
        bgp:
          asn: 65101
          router-id: 10.0.0.2
          neighbors:
            - {address: 10.0.0.1, asn: 65000, connect-retry: 1s}
        vips:
          - address: 192.0.2.77
            services: [{protocol: tcp, port: 80, pool: web}]
        pools:
          web: {servers: [{name: s1, address: 10.0.0.1}]}
        """;

    private final QuickstartLab lab;

    StartErrorsIT(QuickstartLab lab) {
        this.lab = lab;
    }

    @AfterEach
    void forgetTheNeighbor() {
        lab.router().exec("vtysh", "-c", "configure terminal", "-c", "router bgp 65000",
            "-c", "no neighbor 10.0.0.2").orFail();
    }

    @Test
    void shouldNameThePlaceOfMalformedYaml() {
        CommandResult result = run(VALID.replace("interfaces: [eth1]", "interfaces: [eth1"));

        assertOneLine(result, INVALID, CONFIG + ":[34]:[0-9]+: ");
    }

    @Test
    void shouldNameThePlaceOfAnUnknownKey() {
        CommandResult result = run(VALID.replace("  name: dx", "  nmae: dx\n  name: dx"));

        assertOneLine(result, INVALID, CONFIG + ":2:[0-9]+: .*nmae.*name");
    }

    @Test
    void shouldNameAMissingInterface() {
        CommandResult result = run(VALID.replace("[eth1]", "[eth1, eth7]"));

        assertOneLine(result, INVALID, CONFIG + ":3:[0-9]+: .*eth7");
    }

    @Test
    void shouldNameABusyControlSocket() {
        LabNode d1 = lab.node("d1");

        CommandResult result = d1.exec(TIMEOUT, List.of("directrix", "run", "-c", CONFIG));

        assertOneLine(result, FAILED, SOCKET);
        assertThat(d1.file(SOCKET)).exists();
        assertThat(lab.directrix("d1", "status").succeeded()).isTrue();
        assertThat(d1.exec("ip", "link", "show", "eth1").output()).contains("xdp");
    }

    @Test
    void shouldNameMissingCapabilities() {
        write(VALID);
        CommandResult result = lab.client().exec(TIMEOUT, List.of("setpriv",
            "--bounding-set=-net_admin,-bpf,-sys_admin", "--inh-caps=-all", "--no-new-privs",
            "directrix", "run", "-c", CONFIG));

        assertOneLine(result, FAILED, "(?i)(CAP_)?NET_ADMIN");
        assertNothingLeft();
    }

    @Test
    void shouldNameThePeerThatRefusesItsAsNumber() {
        lab.router().exec("vtysh", "-c", "configure terminal", "-c", "router bgp 65000",
            "-c", "neighbor 10.0.0.2 remote-as 64999", "-c", "neighbor 10.0.0.2 passive").orFail();

        String line = logLine(VALID, "(?i).*10\\.0\\.0\\.1.*bad peer AS.*");

        assertThat(line).contains("65101");
    }

    @Test
    void shouldNameThePeerWhoseKeyDiffers() throws IOException {
        Files.writeString(lab.client().file("/run/bgp.key"), "not the router's key\n");
        lab.client().exec("chmod", "600", "/run/bgp.key").orFail();
        lab.router().exec("vtysh", "-c", "configure terminal", "-c", "router bgp 65000",
            "-c", "neighbor 10.0.0.2 remote-as 65101", "-c", "neighbor 10.0.0.2 passive",
            "-c", "neighbor 10.0.0.2 password right").orFail();

        String line = logLine(VALID.replace("asn: 65000,", "asn: 65000, password-file: /run/bgp.key,"),
            "(?i).*10\\.0\\.0\\.1.*(password|MD5).*");

        assertThat(line).doesNotContain("not the router's key");
    }

    private CommandResult run(String config) {
        write(config);
        CommandResult result = lab.client().exec(TIMEOUT, List.of("directrix", "run", "-c", CONFIG));
        assertNothingLeft();
        return result;
    }

    /** Runs a director whose session the router refuses, and returns the line that says so. */
    private String logLine(String config, String pattern) {
        write(config);
        LabNode client = lab.client();
        client.exec("rm", "-f", "/var/log/node/refused.log").orFail();
        LabNode.Service director = client.start("refused", List.of("directrix", "run", "-c", CONFIG));
        try {
            Deadline.in(TIMEOUT).await(() -> line(client, pattern).isPresent(),
                () -> "no line matches " + pattern + client.lastLogLines());
            // The first session may fail before there is anything to ask.
            Deadline.in(TIMEOUT).await(
                () -> client.exec("directrix", "neighbors").output().contains("10.0.0.1"),
                () -> "the neighbor is not shown" + client.lastLogLines());
            return line(client, pattern).orElseThrow();
        } finally {
            director.signal("TERM");
            Deadline.in(TIMEOUT).await(() -> !director.isAlive(), () -> "it does not end" + client.lastLogLines());
            assertNothingLeft();
        }
    }

    private static Optional<String> line(LabNode node, String pattern) {
        try {
            return Files.readString(node.logFolder().resolve("refused.log")).lines()
                .filter(line -> line.matches(pattern)).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void write(String config) {
        try {
            Files.createDirectories(lab.client().file("/etc/directrix"));
            Files.writeString(lab.client().file(CONFIG), config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertOneLine(CommandResult result, int exitCode, String pattern) {
        assertThat(result.exitCode()).as(result.output()).isEqualTo(exitCode);
        assertThat(result.lines().stream().filter(line -> line.matches(".*" + pattern + ".*"))).as(result.output())
            .hasSize(1);
        assertThat(result.output()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    private void assertNothingLeft() {
        assertThat(lab.client().file(SOCKET)).doesNotExist();
        assertThat(lab.client().exec("ip", "link", "show", "eth1").output()).doesNotContain("xdp");
        assertThat(lab.client().exec("pgrep", "-f", "directrix.jar").output()).isEmpty();
    }
}
