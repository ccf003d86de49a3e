package dev.directrix.lab.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectorService;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabNode;
import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lab {@code guard}: three directors beside a router that tells its paths back by add-path and by BMP. */
final class GuardLab implements AutoCloseable {
    static final List<String> DIRECTORS = List.of("d1", "d2", "d3");
    static final String VIP = "192.0.2.10";
    private static final String CONFIG = "/etc/directrix/live.yaml";
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Pattern NEXT_HOP = Pattern.compile("via 10\\.0\\.1\\.1(\\d) ");
    private static final Pattern ROUTE = Pattern.compile("(?m)^" + Pattern.quote(VIP) + ".*(\n\t.*)*");
    private static final String MONITOR = "routes";
    private static final String PROBE = "203.0.113.1";

    private final Lab lab;

    private GuardLab(Lab lab) {
        this.lab = lab;
    }

    /** With all three in the router's table. */
    static GuardLab up(String name, String kind) {
        Path file = Path.of(System.getProperty("directrix.root", ".."), "lab/topologies/guard.clab.yml");
        Topology topology = new TopologyReader(Map.of("GUARD_CLUSTER", kind)).read(file).ofThisProcess(name);
        List<String> progress = new ArrayList<>();
        GuardLab lab = new GuardLab(Lab.up(topology, DirectrixProgram.here(), progress::add));
        lab.await(() -> lab.nextHops().size() == DIRECTORS.size(), "the router does not have all directors");
        return lab;
    }

    LabNode node(String name) {
        return lab.node(name);
    }

    /** The directors that share the VIP in the router's kernel. */
    SortedSet<String> nextHops() {
        return directors(lab.node("router").exec("ip", "route", "show", VIP).output());
    }

    private static SortedSet<String> directors(String route) {
        SortedSet<String> found = new TreeSet<>();
        Matcher all = NEXT_HOP.matcher(route);
        while (all.find()) {
            found.add("d" + all.group(1));
        }
        return found;
    }

    /** How many paths to the VIP the router has, used or not. */
    int paths() {
        return LabText.json(lab.node("router")
            .exec("vtysh", "-c", "show bgp ipv4 unicast " + VIP + "/32 json").orFail().output()).path("paths").size();
    }

    /** Writes down what becomes of the route in the router's kernel; returns once it does, by a route of its own. */
    void watchRoutes() {
        LabNode router = lab.node("router");
        Path log = router.logFolder().resolve(MONITOR + ".log");
        router.start(MONITOR, List.of("ip", "monitor", "route"));
        await(() -> {
            router.exec("ip", "route", "add", "blackhole", PROBE).orFail();
            router.exec("ip", "route", "delete", "blackhole", PROBE).orFail();
            return Files.exists(log) && LabText.read(log).contains(PROBE);
        }, "the router's kernel is not watched");
    }

    /** The directors that shared the VIP in the router's kernel, from one change to the next. */
    List<Set<String>> watchedRoutes() {
        List<Set<String>> found = new ArrayList<>();
        Matcher all = ROUTE.matcher(LabText.read(lab.node("router").logFolder().resolve(MONITOR + ".log")));
        while (all.find()) {
            found.add(directors(all.group()));
        }
        return found;
    }

    /** Ends a director by a signal. */
    void stop(String director, String signal) {
        lab.node(director).service(DirectorService.NAME).signal(signal);
    }

    /** Starts a director again, once the one before has ended. */
    void start(String director) {
        LabNode.Service before = lab.node(director).service(DirectorService.NAME);
        await(() -> !before.isAlive(), director + " does not end");
        lab.node(director).start(DirectorService.NAME, List.of("directrix", "run", "-c", CONFIG));
    }

    /** Replaces text of a director's file and has it read the file again. */
    void change(String director, String from, String to) {
        edit(director, from, to);
        lab.node(director).service(DirectorService.NAME).signal("HUP");
    }

    /** Replaces text of a director's file. */
    void edit(String director, String from, String to) {
        Path file = lab.node(director).file(CONFIG);
        LabText.replace(file, LabText.read(file), from, to);
    }

    /** Waits until a director has read its file again for the first time. */
    void awaitReloaded(String director) {
        await(() -> log(director).contains(" reloaded " + CONFIG), director + " does not reload");
    }

    /** What a director has logged. */
    String log(String director) {
        return LabText.read(lab.node(director).logFolder().resolve("director.log"));
    }

    /** The findings that a director shows, by whom it has them. */
    JsonNode findings(String director) {
        return status(director).path("findings");
    }

    JsonNode status(String director) {
        return LabText.json(lab.node(director)
            .exec(TIMEOUT, List.of("directrix", "status", "--output", "json")).orFail().output());
    }

    /** Waits until a log has a text; returns how long after a moment of {@link System#nanoTime} that was. */
    Duration awaitLogged(String director, String text, long sinceNs) {
        await(() -> log(director).contains(text), director + " does not log '" + text + "'");
        return Duration.ofNanos(System.nanoTime() - sinceNs);
    }

    void await(BooleanSupplier condition, String otherwise) {
        Deadline.in(TIMEOUT).await(condition, () -> otherwise + DIRECTORS.stream()
            .map(director -> node(director).lastLogLines()).reduce("", String::concat));
    }

    @Override
    public void close() {
        lab.close();
    }
}
