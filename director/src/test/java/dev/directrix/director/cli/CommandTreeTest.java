package dev.directrix.director.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.config.ExampleConfigs;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.control.ClusterCodecs;
import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.ControlServer;
import dev.directrix.director.control.DrainCodecs;
import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.FakeOperations;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.Reports;
import dev.directrix.director.control.TraceRequest;
import dev.directrix.director.control.json.JsonText;
import dev.directrix.director.runtime.StartException;
import dev.directrix.forwarder.port.pcap.CaptureReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command, through a real control socket. */
class CommandTreeTest {

    @TempDir
    private Path folder;

    private final FakeOperations operations = new FakeOperations();
    private final List<LoadedConfig> started = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Iterator<Boolean> looks = List.of(false).iterator();
    private ControlServer server;

    @BeforeEach
    void serve() {
        server = ControlServer.open(folder.resolve("control.sock"), operations);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(final String... args) {
        return run(false, args);
    }

    private int run(final boolean colourful, final String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandTree(new PrintWriter(out, true), new PrintWriter(err, true), colourful, config -> {
            started.add(config);
            return 0;
        }, () -> looks.next(), () -> looks.next()).execute(args);
    }

    /** Runs a command of a few words against the fake director, and expects that it succeeds. */
    private String ask(final String words) {
        assertThat(run((words + " --control " + folder.resolve("control.sock")).split(" "))).isZero();
        assertThat(err.toString()).isEmpty();
        return out.toString();
    }

    private static String golden(final String name) throws IOException {
        try (var in = CommandTreeTest.class.getResourceAsStream("golden/" + name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"status, status", "weight show, weights-show", "weight set 300, weights", "weight reset, weights",
        "weight set 100 --over 10m --step 5, weights-ramp", "drain --no-wait, vips",
        "undrain, undrained", "server list, servers",
        "server weight web/s1 3, server",
        "flow tcp 198.51.100.7:40000 192.0.2.10:80, flow", "flows, flows", "neighbors, neighbors",
        "neighbors 10.0.1.1, neighbor", "neighbors 2001:db8::2, neighbor-down", "routes, routes",
        "reload, reload", "cluster members, cluster-members", "cluster epoch, cluster-epoch",
        "cluster settle, cluster-settle", "cluster off d4 d5 --yes, cluster-epoch"})
    void shouldPrintForPeople(final String words, final String name) throws IOException {
        assertThat(ask(words)).isEqualTo(golden(name));
    }

    @Test
    void shouldPrintForPrograms() {
        assertThat(Codecs.STATUS.read(JsonText.parse(ask("status --output json")))).isEqualTo(Reports.STATUS);
        assertThat(Codecs.WEIGHTS.read(JsonText.parse(ask("weight show --output json")))).isEqualTo(Reports.WEIGHTS);
        assertThat(DrainCodecs.DRAINS.read(JsonText.parse(ask("drain --no-wait --output json"))))
            .isEqualTo(Reports.DRAINING);
        assertThat(DrainCodecs.DRAINS.read(JsonText.parse(ask("undrain --output json")))).isEqualTo(Reports.UNDRAINED);
        assertThat(Codecs.SERVERS.read(JsonText.parse(ask("server list --output json")))).isEqualTo(Reports.SERVERS);
        assertThat(Codecs.FLOW.read(JsonText.parse(
            ask("flow tcp 198.51.100.7:40000 192.0.2.10:80 --output json")))).isEqualTo(Reports.FLOW);
        assertThat(Codecs.FLOWS.read(JsonText.parse(ask("flows --output json")))).isEqualTo(Reports.FLOWS);
        assertThat(Codecs.NEIGHBORS.read(JsonText.parse(ask("neighbors --output json"))))
            .isEqualTo(Reports.NEIGHBORS);
        assertThat(Codecs.ROUTES.read(JsonText.parse(ask("routes --output JSON")))).isEqualTo(Reports.ROUTES);
        assertThat(ClusterCodecs.CLUSTER.read(JsonText.parse(ask("cluster settle --output json"))))
            .isEqualTo(Reports.CLUSTER);
        assertThat(Codecs.RELOAD.read(JsonText.parse(ask("reload --output json")))).isEqualTo(Reports.RELOAD);
    }

    @Test
    void shouldPassArgumentsOn() {
        ask("weight show --receiver frr-10.3.1 --maximum-paths 8");
        ask("weight set 300 --vip 192.0.2.10");
        ask("weight set 100 --over 10m --step 5 --vip 192.0.2.10");
        ask("weight set 100 --over 1h");
        ask("weight reset --vip 192.0.2.10");
        ask("drain --vip 192.0.2.10 --no-wait");
        ask("drain --director d2 --no-wait --timeout 5m --force");
        ask("drain --no-wait --keep-sessions");
        ask("drain --no-wait --text noon");
        ask("undrain --vip 2001:db8::10");
        ask("server weight s1 0");
        ask("server drain web/s1");
        ask("server drain web/s1 --director d2");
        ask("server enable s1");
        ask("flow UDP [2001:db8::7]:5353 [2001:db8::10]:53");
        ask("flows --top 500");
        ask("cluster off d4 d5 --yes");
        ask("routes --neighbor 10.0.1.1 --vip 192.0.2.10");

        assertThat(operations.calls()).containsExactly("shares at frr-10.3.1 up to 8", "weights",
            "weight 300 of 192.0.2.10",
            "weight 100 of 192.0.2.10 over 600 s by 5", "weight 100 over 3600 s", "reset weight of 192.0.2.10",
            "drain of 192.0.2.10 within 30 s", "to d2:",
            "drain within 300 s by force saying drained by operator",
            "drain within 30 s", "drain within 30 s saying noon", "undrain of 2001:db8::10",
            "weight 0 of server s1", "drain server web/s1",
            "to d2:", "drain server web/s1",
            "enable server s1", "flow udp [2001:db8::7]:5353 [2001:db8::10]:53", "flows 500", "off d4 d5",
            "routes to 10.0.1.1 of 192.0.2.10");
    }

    @Test
    void shouldWatchADrainUntilItIsOver() {
        final List<DrainReport> course = List.of(Reports.HALFWAY, Reports.DRAINED);
        operations.drains.addAll(course);
        looks = List.of(true, true).iterator();
        assertThat(ask("drain --vip 192.0.2.10")).isEqualTo("""
            192.0.2.10  draining  1.0k packets/s of 1.2k, 0s of 30s
            192.0.2.10  moved  withdrawn: no packets come any more
            """);

        operations.drains.addAll(course);
        looks = List.of(true, true).iterator();
        assertThat(ask("drain --output json").lines().map(line -> DrainCodecs.DRAINS.read(JsonText.parse(line))))
            .containsExactly(Reports.DRAINING, Reports.HALFWAY, Reports.DRAINED);

        operations.drains.addAll(course);
        looks = List.of(true, true).iterator();
        assertThat(run(true, "drain", "--control", folder.resolve("control.sock").toString())).isZero();
        assertThat(out.toString()).contains("\u001b[1A\r\u001b[K192.0.2.10       [\u001b[33m" + "#".repeat(16)
            + "\u001b[0m--------]  412 packets/s of 1.2k, share 4.1%, 210 flows, 2s of 30s\n");
        assertThat(operations.calls()).contains("drains of 192.0.2.10", "drains");
    }

    @Test
    void shouldFailWhenADrainIsHeldInterruptedOrTakenBack() {
        operations.drains.add(Reports.HELD);
        looks = List.of(true).iterator();
        assertThat(run("drain", "--control", folder.resolve("control.sock").toString())).isEqualTo(1);
        assertThat(err).hasToString("directrix: 192.0.2.10: 210 flows (412 packets/s) still come after 30s; no other"
            + " director is known to take them, so they would break: nothing was withdrawn, and the drain goes on until"
            + " they end by themselves; 'directrix drain --timeout 2s --force' withdraws, 'undrain' takes the drain"
            + " back\n");

        operations.drains.add(Reports.HELD);
        looks = List.of(true).iterator();
        assertThat(run("drain", "--text", "Bob's $5", "--control", folder.resolve("control.sock").toString()))
            .isEqualTo(1);
        assertThat(err.toString()).contains("'directrix drain --timeout 2s --text \"Bob's \\$5\" --force' withdraws");
        operations.drains.add(Reports.HELD);
        looks = List.of(true).iterator();
        assertThat(run("drain", "--vip", "192.0.2.10", "--control", folder.resolve("control.sock").toString()))
            .isEqualTo(1);
        assertThat(err.toString()).contains("'directrix drain --timeout 2s --vip 192.0.2.10 --force' withdraws");

        looks = List.of(false).iterator();
        assertThat(run("drain", "--control", folder.resolve("control.sock").toString())).isEqualTo(1);
        assertThat(err).hasToString("directrix: interrupted; the drain goes on at the director: 'directrix drain'"
            + " watches it again, 'directrix undrain' takes it back\n");

        operations.drains.add(Reports.UNDRAINED);
        looks = List.of(true).iterator();
        assertThat(run("drain", "--control", folder.resolve("control.sock").toString())).isEqualTo(1);
        assertThat(err).hasToString("directrix: the drain was taken back meanwhile\n");
    }

    @Test
    void shouldShowTracedPacketsAndWriteThem() throws IOException {
        final Path in = folder.resolve("in.pcap");

        final String shown = ask("trace proto tcp port 80 verdict sent --count 2 --in " + in);

        assertThat(operations.calls()).containsExactly("trace " + new TraceRequest(Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.of("tcp"), OptionalInt.of(80), Optional.of("sent"), 4096), "read trace 7",
            "stop trace 7");
        assertThat(shown.lines()).hasSize(3);
        assertThat(shown).contains(" w1 eth0 tcp 198.51.100.7:40000 > 192.0.2.10:80 [S], 54 octets: sent to web/s1"
            + " (10.0.1.21) by eth1: new flow, chosen by the scheduler, slot 4711\n"
            + "    sent as ipip 10.0.1.11 > 10.0.1.21 (tcp 198.51.100.7:40000 > 192.0.2.10:80 [S]), 74 octets\n")
            .contains(" 54 octets: dropped no-service: no service at this protocol and port of the VIP");
        try (CaptureReader reader = CaptureReader.open(in)) {
            assertThat(reader.next()).hasValueSatisfying(frame -> assertThat(frame.bytes()).hasSize(54));
        }
    }

    @Test
    void shouldWatchUntilInterrupted() throws IOException {
        looks = List.of(true, true, false).iterator();
        assertThat(ask("status --watch")).isEqualTo((golden("status") + "\n").repeat(3));

        looks = List.of(true, false).iterator();
        final String line = JsonText.compact(Codecs.STATUS.write(Reports.STATUS));
        assertThat(ask("status --watch --output json")).isEqualTo(line + "\n" + line + "\n");
    }

    @Test
    void shouldUseColourOnlyOnTerminals() throws IOException {
        assertThat(ask("neighbors")).doesNotContain("\u001b");
        assertThat(run(true, "neighbors", "--control", folder.resolve("control.sock").toString())).isZero();

        assertThat(out.toString()).contains("\u001b[32mEstablished\u001b[0m", "\u001b[31mActive\u001b[0m");
        assertThat(out.toString().replaceAll("\u001b\\[\\d*m", "")).isEqualTo(golden("neighbors"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wieght", "weight", "server", "weight set", "weight set many", "weight set 0",
        "weight set 65536", "weight set 5 --step 1", "weight set 5 --over soon", "weight show --maximum-paths 0",
        "weight show --measure 10ms", "weight show --receiver ios",
        "drain --vip 192.0.2.10 --text x", "drain --keep-sessions --text x", "server weight s1 -1",
        "drain --vip example.net", "flow tcp 192.0.2.1 192.0.2.2",
        "flow sctp 192.0.2.1:1 192.0.2.2:2", "flow tcp 192.0.2.1:1", "flows --top -1", "status --output xml", "run",
        "check", "status extra", "run -c FILE --log-level loud", "decap", "decap lo --tunnel vxlan",
        "decap lo --tunnel ipip", "decap lo --tunnel ipip --vip web", "decap lo --tunnel gue --vip 192.0.2.10/8",
        "decap lo --dscp 5", "decap lo --dscp 64=192.0.2.10", "decap lo --tunnel ipip --vip 192.0.2.10 --gre-key 7",
        "decap lo --tunnel ipip --vip 192.0.2.10 --local 192.0.2.10", "trace vip", "trace color red", "trace port http",
        "trace port 80 port 81", "trace --for soon", "decap lo --dscp 5=192.0.2.10 --stats 0",
        "cluster off", "cluster off --yes", "cluster off d4"})
    void shouldExitWithTwoOnWrongUsage(final String words) {
        assertThat(run(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("directrix: ").hasLineCount(1).contains("--help'");
        assertThat(operations.calls()).isEmpty();
    }

    @Test
    void shouldSayWhatWasMeant() {
        run("wieght");
        assertThat(err).hasToString(
            "directrix: 'wieght' is not expected here; did you mean 'weight'?; see 'directrix --help'\n");
        run("weight", "set", "0");
        assertThat(err).hasToString("directrix: weight 0 is not within 1..65535; to take traffic away use"
            + " 'directrix drain'; see 'directrix weight set --help'\n");
    }

    @Test
    void shouldSayWhatIsAtRiskBeforeMembersAreTakenToBeOff() {
        assertThat(run("cluster", "off", "d4", "d5")).isEqualTo(2);
        assertThat(err).hasToString("directrix: nothing was done: if d4 or d5 still forwards, cut off from here,"
            + " connections that reach it may go to other servers and break; switch off or unplug what you name, then"
            + " say so with --yes; see 'directrix cluster off --help'\n");
        assertThat(operations.calls()).isEmpty();
        assertThat(ClusterCodecs.CLUSTER.read(JsonText.parse(ask("cluster off d4 --yes --output json"))))
            .isEqualTo(Reports.CLUSTER);
    }

    @Test
    void shouldExitWithFourWhenNoDirectorAnswers() {
        final Path nowhere = folder.resolve("nowhere.sock");

        assertThat(run("status", "--control", nowhere.toString())).isEqualTo(4);
        assertThat(err).hasToString("directrix: no director answers at " + nowhere
            + ": there is no such socket; is it running? --control names another socket\n");
    }

    @Test
    void shouldExitWithOneWhenTheDirectorCannot() {
        operations.fail(new OperationException("there is no server 's9';\nsee 'directrix server list'"));

        assertThat(run("server", "drain", "s9", "--control", folder.resolve("control.sock").toString())).isEqualTo(1);
        assertThat(err).hasToString("directrix: there is no server 's9'; see 'directrix server list'\n");
        assertThat(run("-v", "server", "drain", "s9", "--control", folder.resolve("control.sock").toString()))
            .isEqualTo(1);
        assertThat(err.toString()).contains("OperationException", "\tat ");
    }

    @Test
    void shouldExitWithThreeWhenAReloadFindsAnInvalidFile() {
        operations.failWithInvalidConfig();

        assertThat(run("reload", "--control", folder.resolve("control.sock").toString())).isEqualTo(3);
        assertThat(err).hasToString("d1.yaml:3:9: weight: 0 is out of range\nd1.yaml:9:1: unknown key 'x'\n");
    }

    @Test
    void shouldRunADirectorWithItsConfiguration() throws IOException {
        final Path file = Files.writeString(folder.resolve("d1.yaml"), ExampleConfigs.SMALLEST);

        assertThat(run("run", "-c", file.toString())).isZero();
        assertThat(started).singleElement().extracting(it -> it.config().node().name()).isEqualTo("d1");
    }

    @Test
    void shouldNotStartWithAnInvalidConfiguration() throws IOException {
        final Path file = Files.writeString(folder.resolve("d1.yaml"), ExampleConfigs.SMALLEST.replace("80", "0"));

        assertThat(run("run", "-c", file.toString())).isEqualTo(3);
        assertThat(err.toString()).isEqualTo(file + ":3:63: vips[0].services[0].port: '0' is not a port;"
            + " write a number within 1..65535\n");
        assertThat(started).isEmpty();
    }

    @Test
    void shouldTellOurErrorsFromFaults() throws IOException {
        final Path file = Files.writeString(folder.resolve("d1.yaml"), ExampleConfigs.SMALLEST);

        assertThat(runWith(new StartException("eth0: no such queue", new IOException()), file)).isEqualTo(1);
        assertThat(err).hasToString("directrix: eth0: no such queue\n");
        assertThat(runWith(new IllegalStateException("oops"), file)).isEqualTo(1);
        assertThat(err).hasToString("directrix: unexpected IllegalStateException: oops;"
            + " run with -v to see where it came from, and report it\n");
    }

    private int runWith(final RuntimeException failure, final Path file) {
        err.getBuffer().setLength(0);
        return new CommandTree(new PrintWriter(out, true), new PrintWriter(err, true), false, _ -> {
            throw failure;
        }, () -> false, () -> false).execute("run", "-c", file.toString());
    }

    @Test
    void shouldCheckConfigurations() throws IOException {
        final Path file = Files.writeString(folder.resolve("d1.yaml"),
            ExampleConfigs.SMALLEST.replace("eth0", "lo") + "maglev: {table-size: 101}\n");

        assertThat(run("check", file.toString())).isZero();
        assertThat(out).hasToString(file + ": ok, 1 VIP, 1 service, 1 server in 1 pool, 1 neighbor\n");
        assertThat(err.toString()).isEmpty();
        assertThat(run("check", folder.resolve("none.yaml").toString())).isEqualTo(3);
        assertThat(err).hasToString(folder.resolve("none.yaml") + ":1:1: the file does not exist; check the path\n");
    }

    @Test
    void shouldCheckConfigurationsOfOtherMachines() throws IOException {
        final Path file = Files.writeString(folder.resolve("d1.yaml"), ExampleConfigs.SMALLEST
            .replace("eth0", "dx-none-here") + "maglev: {seed-file: seed}\n");

        assertThat(run("check", file.toString())).isEqualTo(3);
        assertThat(err.toString()).startsWith(file + ":5:21: maglev.seed-file: ").hasLineCount(1);
        Files.writeString(folder.resolve("seed"), "00112233445566778899aabbccddeeff");
        assertThat(run("check", file.toString())).isEqualTo(3);
        assertThat(err.toString()).startsWith(file + ":1:31: node.interfaces[0]: there is no interface 'dx-none-here'");
        Files.delete(folder.resolve("seed"));
        assertThat(run("check", "--offline", file.toString())).isZero();
        assertThat(err.toString()).startsWith(file + ":5:21: warning: maglev.seed-file: ").hasLineCount(1);
        assertThat(out.toString()).contains(": ok, ");
    }

    @Test
    void shouldWriteTheRoutersConfigurationForSeveralDirectors() throws IOException {
        final Path first = Files.writeString(folder.resolve("d1.yaml"), ExampleConfigs.SMALLEST.replace(
            "neighbors: [{address: 10.0.1.1, ", "neighbors: [{source-address: 10.0.1.21, address: 10.0.1.1, "));
        final Path second = Files.writeString(folder.resolve("d2.yaml"), ExampleConfigs.SMALLEST
            .replace("name: d1", "name: d2").replace("router-id: 10.0.1.11", "router-id: 10.0.1.12")
            + "weight: 300\n");
        assertThat(run("weight", "router-config", "--router", "frr", "-c", first.toString(), "-c", second.toString()))
            .isZero();
        assertThat(out.toString()).contains("router bgp 65000\n", "neighbor 10.0.1.21 remote-as 65101\n",
            "neighbor 10.0.1.21 description d1\n", "neighbor 10.0.1.12 remote-as 65101\n", "maximum-paths 8\n");
        assertThat(err).hasToString("note: d2 does not say from which address it speaks to 10.0.1.1 (source-address):"
            + " its router-id stands in that place\n");
        for (final String router : List.of("bird", "arista", "eos", "juniper", "cisco", "nx-os", "sonic")) {
            assertThat(run("weight", "router-config", "--router", router, "-c", second.toString())).isZero();
            assertThat(out.toString()).as(router).contains("65101", "10.0.1.12").endsWith("\n");
        }
        assertThat(run("weight", "router-config", "--router", "frr", "-c", first.toString(), "--maximum-paths", "2",
            "--hash", "addresses", "--neighbor", "10.0.1.1")).isZero();
        assertThat(out.toString()).contains("maximum-paths 2\n", "fib_multipath_hash_policy=0");
    }

    /** Each session is a neighbour of the router; copies need room among its paths. */
    @Test
    void shouldWriteTheRoutersConfigurationForCopies() throws IOException {
        final Path sessions = Files.writeString(folder.resolve("d1.yaml"), ExampleConfigs.SMALLEST.replace(
            "asn: 65000}]", "asn: 65000, weight-per-path: 10, source-addresses: [10.0.1.11, 10.0.1.111]}]"));
        assertThat(run("weight", "router-config", "--router", "frr", "-c", sessions.toString())).isZero();
        assertThat(out.toString()).contains("neighbor 10.0.1.11 remote-as 65101",
            "neighbor 10.0.1.11 description d1\n", "neighbor 10.0.1.111 remote-as 65101",
            "neighbor 10.0.1.111 description d1-2\n", "maximum-paths 8\n");
        final String hops =
            IntStream.range(10, 22).mapToObj(i -> "10.0.1.1" + i).collect(Collectors.joining(", "));
        final Path copies = Files.writeString(folder.resolve("d2.yaml"), ExampleConfigs.SMALLEST.replace(
            "asn: 65000}]", "asn: 65000, weight-per-path: 8, next-hops: [" + hops + "]}]"));
        assertThat(run("weight", "router-config", "--router", "frr", "-c", copies.toString())).isZero();
        assertThat(out.toString()).contains("maximum-paths 12\n");
    }

    @Test
    void shouldSayWhyItCannotWriteTheRoutersConfiguration() throws IOException {
        final Path file = Files.writeString(folder.resolve("d1.yaml"), ExampleConfigs.SMALLEST.replace(
            "asn: 65000}]", "asn: 65000}, {address: 10.0.2.1, asn: 65001}]"));
        assertThat(run("weight", "router-config", "--router", "ios", "-c", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no router 'ios'; there are frr, bird, eos, junos, ios-xr, nx-os");
        assertThat(run("weight", "router-config", "--router", "frr", "-c", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("the routers of d1 are of several ASes: choose one by --neighbor:"
            + " 10.0.1.1 (AS 65000), 10.0.2.1 (AS 65001)");
        assertThat(run("weight", "router-config", "--router", "frr", "-c", file.toString(), "--neighbor", "10.9.9.9"))
            .isEqualTo(2);
        assertThat(err.toString()).contains("d1 has no neighbor 10.9.9.9; it has 10.0.1.1 (AS 65000)");
        assertThat(run("weight", "router-config", "--router", "frr", "-c", file.toString(), "--neighbor", "10.0.2.1",
            "--maximum-paths", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("0 paths for 1 directors");
        Files.writeString(file, "node: {}");
        assertThat(run("weight", "router-config", "--router", "frr", "-c", file.toString())).isEqualTo(3);
    }

    @Test
    void shouldTellItsVersionAndHelp() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("directrix ");
        assertThat(run("weight", "set", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: directrix weight set", "--vip=ADDRESS", "--control=SOCKET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "status", "weight", "drain", "undrain", "server", "cluster", "plan", "flow",
        "flows", "trace", "neighbors", "routes", "reload", "replay", "decap", "bgp", "completion"})
    void shouldHaveEachCommandByItselfAndAmongTheOthers(final String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: directrix " + command + " ");
        assertThat(run("--verbose", command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: directrix " + command + " ");
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("\n  " + command + " ");
    }

    @Test
    void shouldCompleteItself() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("complete -F _complete_directrix", "weight", "undrain", "--offline");
    }
}
