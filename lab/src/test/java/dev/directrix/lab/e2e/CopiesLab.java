package dev.directrix.lab.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabNode;
import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lab {@code copies}: three directors of weights 1:2:4, and routers that read no link bandwidth. */
final class CopiesLab implements AutoCloseable {
    static final String VIP = "192.0.2.10";
    static final String VIP6 = "2001:db8::10";
    static final List<String> DIRECTORS = List.of("d1", "d2", "d3");
    private static final String FILE = "/etc/directrix/director.yaml";
    private static final String CONFIG = "/etc/directrix/live.yaml";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern VIA = Pattern.compile("via (\\S+)");

    private final Lab lab;

    private CopiesLab(Lab lab) {
        this.lab = lab;
    }

    static CopiesLab up() {
        Path file = Path.of(System.getProperty("directrix.root", ".."), "lab/topologies/copies.clab.yml");
        Topology topology = new TopologyReader(Map.of()).read(file).ofThisProcess("copies");
        List<String> progress = new ArrayList<>();
        return new CopiesLab(Lab.up(topology, DirectrixProgram.here(), progress::add));
    }

    LabNode node(String name) {
        return lab.node(name);
    }

    /** Next hops of a VIP in a router's kernel, sorted, one for each path. */
    List<String> nextHops(String router, String vip) {
        String family = vip.contains(":") ? "-6" : "-4";
        return VIA.matcher(lab.node(router).exec("ip", family, "route", "show", vip).orFail().output()).results()
            .map(found -> found.group(1)).sorted().toList();
    }

    /** What a director prints for people, whatever comes of it. */
    String text(String director, String... command) {
        return lab.node(director).exec(TIMEOUT,
            Stream.concat(Stream.of("directrix"), Arrays.stream(command)).toList()).output();
    }

    /** What a director prints with {@code --output json}. */
    JsonNode json(String director, String... command) {
        List<String> line = new ArrayList<>(List.of("directrix"));
        line.addAll(Arrays.asList(command));
        line.addAll(List.of("--output", "json"));
        return LabText.json(lab.node(director).exec(TIMEOUT, line).orFail().output());
    }

    /** A line of a router's {@code router bgp 65000}. */
    void configure(String router, String line) {
        lab.node(router).exec("vtysh", "-c", "configure terminal", "-c", "router bgp 65000", "-c", line).orFail();
    }

    /** Lets a router begin its session with a director anew. */
    void clear(String router, String director) {
        lab.node(router).exec("vtysh", "-c", "clear bgp " + director).orFail();
    }

    /** Replaces text of a director's original file and reloads; returns what the director says. */
    String reload(String director, String from, String to) {
        LabNode node = lab.node(director);
        LabText.replace(node.file(CONFIG), LabText.read(node.file(FILE)), from, to);
        return text(director, "reload");
    }

    /** Puts a director's original file back. */
    void reset(String director) {
        LabNode node = lab.node(director);
        LabText.write(node.file(CONFIG), LabText.read(node.file(FILE)));
        text(director, "reload");
    }

    void await(BooleanSupplier condition, String otherwise) {
        Deadline.in(TIMEOUT).await(condition, () -> otherwise + DIRECTORS.stream()
            .map(director -> lab.node(director).lastLogLines()).reduce("", String::concat));
    }

    @Override
    public void close() {
        lab.close();
    }
}
