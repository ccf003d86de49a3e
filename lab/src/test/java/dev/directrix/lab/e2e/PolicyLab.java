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
import java.util.stream.Stream;

/** The lab {@code policy}: one director, a router of another AS and one of its own. */
final class PolicyLab implements AutoCloseable {
    static final String VIP = "192.0.2.10";
    static final String DIRECTOR = "10.0.1.11";
    private static final String CONFIG = "/etc/directrix/live.yaml";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** The MED that r1 gets, and the one that r2 gets, by the original file. */
    private static final int MED = 20;
    private static final int MED_OF_VIP = 50;

    private final Lab lab;
    private final String original;

    private PolicyLab(Lab lab) {
        this.lab = lab;
        this.original = LabText.read(lab.node("d1").file(CONFIG));
    }

    static PolicyLab up() {
        Path file = Path.of(System.getProperty("directrix.root", ".."), "lab/topologies/policy.clab.yml");
        Topology topology = new TopologyReader(Map.of()).read(file).ofThisProcess("policy");
        List<String> progress = new ArrayList<>();
        PolicyLab lab = new PolicyLab(Lab.up(topology, DirectrixProgram.here(), progress::add));
        lab.await(() -> lab.lab.node("d1").exec("directrix", "status").succeeded(), "the director does not answer");
        return lab;
    }

    LabNode router(String name) {
        return lab.node(name);
    }

    /** What the director prints with {@code --output json}. */
    JsonNode director(String... command) {
        List<String> line = new ArrayList<>(List.of("directrix"));
        line.addAll(Arrays.asList(command));
        line.addAll(List.of("--output", "json"));
        return LabText.json(lab.node("d1").exec(TIMEOUT, line).orFail().output());
    }

    /** What the director prints for people. */
    String text(String... command) {
        return lab.node("d1").exec(TIMEOUT,
            Stream.concat(Stream.of("directrix"), Arrays.stream(command)).toList()).orFail().output();
    }

    /** What a router prints for a {@code show … json}. */
    JsonNode router(String name, String command) {
        return LabText.json(lab.node(name).exec("vtysh", "-c", command + " json").orFail().output());
    }

    /** The path of the VIP as a router has it; missing if it has none. */
    JsonNode path(String router) {
        return router(router, "show bgp ipv4 unicast " + VIP + "/32").path("paths").path(0);
    }

    /** The session as a router has it. */
    JsonNode session(String router) {
        return router(router, "show bgp neighbors " + DIRECTOR).path(DIRECTOR);
    }

    /** Replaces text of the director's original file and reloads; returns what the director says. */
    String reload(String from, String to) {
        LabText.replace(lab.node("d1").file(CONFIG), original, from, to);
        return text("reload");
    }

    /** Puts the director's original file back, and waits until the routers have the VIP as it says. */
    void reset() {
        write(CONFIG, original);
        text("reload");
        await(() -> path("r1").path("metric").asInt() == MED && path("r2").path("metric").asInt() == MED_OF_VIP,
            "the routers do not have the VIP as the file says");
    }

    void write(String path, String text) {
        LabText.write(lab.node("d1").file(path), text);
    }

    void await(BooleanSupplier condition, String otherwise) {
        Deadline.in(TIMEOUT).await(condition, () -> otherwise + lab.node("d1").lastLogLines());
    }

    @Override
    public void close() {
        lab.close();
    }
}
