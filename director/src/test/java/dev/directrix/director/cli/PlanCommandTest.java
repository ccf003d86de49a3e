package dev.directrix.director.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.directrix.director.control.ControlServer;
import dev.directrix.director.control.FakeOperations;
import dev.directrix.director.control.Reports;
import dev.directrix.director.control.VipState;
import dev.directrix.director.control.WeightOrigin;
import dev.directrix.director.control.WeightReport;
import dev.directrix.director.control.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

class PlanCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void prepare() throws IOException {
        Files.setPosixFilePermissions(
            Files.writeString(folder.resolve("seed"), "00112233445566778899aabbccddeeff"),
            PosixFilePermissions.fromString("rw-------"));
        config("d1", 100, "maglev: {seed-file: seed}");
        config("d2", 100, "maglev: {seed-file: seed}");
        config("d3", 200, "");
    }

    private void config(final String name, final int weight, final String more) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), """
            node: {name: %s}
            weight: %d
            datapath: {mode: pcap, neighbors: {default: "02:00:00:00:00:22"}}
            vips: [{address: 192.0.2.10, weight: 50, services: [{protocol: tcp, port: 80, pool: web}]}]
            pools: {web: {servers: [{name: s1, address: 10.0.1.21}, {name: s2, address: 10.0.1.22}]}}
            %s
            """.formatted(name, weight, more));
    }

    @Test
    void shouldTellWhatTheDepartureOfOneOfThreeMoves() {
        final JsonObject plan = plan("director remove d1 -c d1.yaml -c d2.yaml --director d3=100");
        assertThat(router(plan, 0).get("moved").getAsDouble()).isCloseTo(0.5, within(1e-6));
        assertThat(router(plan, 0).get("movedOfStaying").getAsDouble()).isCloseTo(0.25, within(1e-6));
        assertThat(router(plan, 0).get("leastInAnyOrder").getAsDouble()).isCloseTo(1 / 3.0, within(1e-6));
        assertThat(router(plan, 1).get("movedOfStaying").getAsDouble()).isZero();
        assertThat(plan.getAsJsonObject("settle").get("course").getAsString()).isEqualTo("none");
        assertThat(directors(plan)).containsExactly("d1 100 0.333 0.000", "d2 100 0.333 0.500", "d3 100 0.333 0.500");
    }

    @Test
    void shouldTakeWeightsFromFilesAndOrderFromThoseThatAreNamed() {
        assertThat(directors(plan("director add d4 100 -c d1.yaml -c d3.yaml")))
            .containsExactly("d1 100 0.332 0.250", "d3 200 0.668 0.501", "d4 - 0.000 0.250");
        assertThat(directors(plan("director add d4 50 -c d1.yaml --vip 192.0.2.10 --receiver frr-8.4.4")))
            .containsExactly("d1 50 1.000 0.500", "d4 - 0.000 0.500");
        final String heavier = "director weight d2 300 -c d1.yaml --director d2=100 --director d1=300";
        assertThat(directors(plan(heavier))).containsExactly("d2 100 0.250 0.500", "d1 300 0.750 0.500");
        assertThat(directors(plan(heavier + " --receiver bird")))
            .containsExactly("d1 300 0.751 0.500", "d2 100 0.249 0.500");
    }

    @Test
    void shouldPrintEverythingForPeople() {
        assertThat(run("server drain s1 --then director remove d2 -c d1.yaml --director d2=100")).isZero();
        assertThat(out.toString()).contains("plan    server drain s1, then director remove d2",
            "router  FRR 10.5.2", "settle  none: directors that stand alone change over at once",
            "d2           100    -        255    -  50.0%    0.0%", "hash-threshold         50.0%          50.0%",
            "web   maglev     65537  65537", "web   s1           1    0");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldDrawAChartThatIsValidXmlForLightAndDark() throws Exception {
        final Path file = folder.resolve("plan.svg");
        assertThat(run("server drain s1 -c d1.yaml --director d&d<2>=100 --svg " + file)).isZero();
        final String svg = Files.readString(file);
        final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        final Document chart = factory.newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(chart.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(chart.getElementsByTagName("title").item(0).getTextContent())
            .isEqualTo("Shares before and after: server drain s1");
        final List<String> texts = new ArrayList<>();
        for (int i = 0; i < chart.getElementsByTagName("text").getLength(); i++) {
            texts.add(chart.getElementsByTagName("text").item(i).getTextContent());
        }
        assertThat(texts).contains("before", "after", "Servers of pool web", "s1", "s2", "d1", "d&d<2>", "100.0 %");
        assertThat(svg).contains("prefers-color-scheme: dark");
    }

    @Test
    void shouldAskTheRunningDirector() {
        final FakeOperations operations = new FakeOperations();
        try (ControlServer _ = ControlServer.open(folder.resolve("control.sock"), operations)) {
            final JsonObject plan = plan("server drain s1 --control " + folder.resolve("control.sock"));
            assertThat(directors(plan)).containsExactly("d1 300 1.000 1.000");
            assertThat(plan.get("receiver").getAsString()).isEqualTo("BIRD 2.0");
            final JsonObject settle = plan.getAsJsonObject("settle");
            assertThat(settle.get("course").getAsString()).isEqualTo("settle");
            assertThat(settle.get("pins").getAsInt()).isEqualTo(315);
        }
        assertThat(operations.calls()).containsExactly("status", "forecast server drain s1", "weights");
    }

    @Test
    void shouldLeaveOutADirectorThatIsDrained() {
        final FakeOperations operations = new FakeOperations() {
            @Override
            public WeightReport weights() {
                return new WeightReport(300, 100, List.of(new WeightReport.VipWeight(Reports.VIP, 300, 100,
                    WeightOrigin.COMMAND, VipState.DRAINED, Optional.empty(), Optional.empty())), Optional.empty());
            }
        };
        try (ControlServer _ = ControlServer.open(folder.resolve("control.sock"), operations)) {
            final JsonObject plan = plan("director add d1 300 --director d2=100 --receiver frr-10.5.2 --control "
                + folder.resolve("control.sock"));
            assertThat(directors(plan)).containsExactly("d2 100 1.000 0.250", "d1 - 0.000 0.750");
        }
        assertThat(err.toString()).contains("d1 is drained and takes no part", "'director add d1 300'");
    }

    @Test
    void shouldTakeTheRouterOfTheFileUnlessAnotherIsAskedFor() throws IOException {
        config("d4", 100, "router-model: {kind: frr-8.4.4}");
        assertThat(plan("director add d5 100 -c d4.yaml").get("receiver").getAsString()).isEqualTo("FRR 8.4.4");
        out.getBuffer().setLength(0);
        assertThat(plan("director add d5 100 -c d4.yaml --receiver bird").get("receiver").getAsString())
            .isEqualTo("BIRD 2.0");
    }

    @Test
    void shouldCountTheCopiesThatTheFileHasAddressesFor() throws IOException {
        config("d5", 400, """
            router-model: {kind: frr-8.4.4-copies}
            bgp:
              asn: 65101
              router-id: 10.0.1.11
              neighbors:
                - address: 10.0.1.1
                  asn: 65000
                  weight-per-path: 50
                  next-hops: [10.0.1.11, 10.0.1.12, 10.0.1.13, 10.0.1.14]""");
        assertThat(directors(plan("director weight d1 150 -c d5.yaml --director d1=50")))
            .containsExactly("d5 400 0.800 0.571", "d1 50 0.200 0.429");
    }

    @Test
    void shouldWarnThatWithoutASeedTablesAreNotThoseOfTheDirectors() {
        assertThat(run("server drain s1 -c d3.yaml")).isZero();
        assertThat(err.toString()).contains("d3.yaml: warning: there is no seed to read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "server stop s1 | 2 | there is no 'server stop'", "director remove d1 | 1 | no director would be left",
        "server drain s7 | 1 | there is no server s7; there are web/s1, web/s2",
        "server drain s1 --then | 2 | --then", "table-size 100 | 2 | table-size",
        "server drain s1 --receiver ios | 2 | no model of a router",
        "server drain s1 --receiver frr-x | 2 | no release",
        "server drain s1 --buckets 0 | 2 | 1..65535", "server drain s1 --director d2=0 | 2 | 1..65535",
        "server drain s1 --vip 192.0.2.99 | 1 | there is no VIP 192.0.2.99",
        "server drain s1 --svg /nonexistent/x.svg | 1 | cannot be written"})
    void shouldSayWhatIsWrong(final String words, final int exit, final String message) {
        assertThat(run(words + " -c d1.yaml")).isEqualTo(exit);
        assertThat(err.toString()).startsWith("directrix: ").contains(message);
    }

    private JsonObject plan(final String words) {
        assertThat(run(words + " --output json")).as(err.toString()).isZero();
        return JsonText.parse(out.toString()).getAsJsonObject();
    }

    private static JsonObject router(final JsonObject plan, final int index) {
        return plan.getAsJsonArray("routers").get(index).getAsJsonObject();
    }

    private static List<String> directors(final JsonObject plan) {
        final List<String> directors = new ArrayList<>();
        plan.getAsJsonArray("directors").forEach(item -> {
            final JsonObject director = item.getAsJsonObject();
            directors.add(String.format(Locale.ROOT, "%s %s %.3f %.3f", director.get("name").getAsString(),
                director.has("weight") ? director.get("weight").getAsString() : "-",
                director.get("share").getAsDouble(), director.get("shareAfter").getAsDouble()));
        });
        return directors;
    }

    private int run(final String words) {
        out.getBuffer().setLength(0);
        final List<String> args = new ArrayList<>(List.of("plan"));
        for (final String word : words.split(" ", -1)) {
            args.add(word.endsWith(".yaml") ? folder.resolve(word).toString() : word);
        }
        return new CommandTree(new PrintWriter(out, true), new PrintWriter(err, true), false)
            .execute(args.toArray(String[]::new));
    }
}
