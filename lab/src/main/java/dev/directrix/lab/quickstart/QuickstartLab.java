package dev.directrix.lab.quickstart;

import dev.directrix.lab.probe.Capture;
import dev.directrix.lab.probe.Curl;
import dev.directrix.lab.probe.CurlLoad;
import dev.directrix.lab.probe.Downloads;
import dev.directrix.lab.probe.EcmpRoute;
import dev.directrix.lab.probe.HttpResult;
import dev.directrix.lab.probe.WrkResult;
import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectorService;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.lab.topology.NodeSpec;
import dev.directrix.lab.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The quickstart topology when it is up: its parts by name, and what can be done to and measured at them. */
public final class QuickstartLab {
    public static final String VIP = "192.0.2.10";
    public static final String URL = "http://" + VIP + "/";
    /** A file that a server sends slowly, so that its connection lasts about five seconds. */
    public static final String SLOW_URL = URL + "slow.bin";
    /** The command that prints what {@link #SLOW_URL} holds. */
    public static final String SLOW_CONTENT = "seq 1 200000 | head -c 1048576";
    /** Each director's address, which is the router's next hop. */
    public static final Map<String, String> DIRECTORS =
        Map.of("d1", "10.0.1.11", "d2", "10.0.1.12", "d3", "10.0.1.13");
    public static final List<String> SERVERS = List.of("s1", "s2", "s3", "s4");

    private static final Pattern UP = Pattern.compile("\"health\":\\s*\"up\"");
    private static final Pattern IN_TABLE = Pattern.compile("\"slots\":\\s*[1-9]");
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);
    private static final int FIRST_PORT = 10_000;
    private static final int FIRST_DOWNLOAD_PORT = 2_000;

    private final Topology topology;
    private final Lab lab;
    private final Curl curl;
    private int nextDownloadPort = FIRST_DOWNLOAD_PORT;

    public QuickstartLab(Topology topology, Lab lab) {
        this.topology = topology;
        this.lab = lab;
        this.curl = new Curl(lab.node("client"), FIRST_PORT);
    }

    public LabNode node(String name) {
        return lab.node(name);
    }

    public LabNode client() {
        return lab.node("client");
    }

    public LabNode router() {
        return lab.node("router");
    }

    /** The directors' names in order. */
    public static List<String> directors() {
        return DIRECTORS.keySet().stream().sorted().toList();
    }

    /** The VIP's route in the router's kernel. */
    public EcmpRoute route() {
        return EcmpRoute.of(router(), VIP);
    }

    /** What FRR at the router shows of its session with a director, in JSON. */
    public String session(String director) {
        return router().exec("vtysh", "-c", "show bgp neighbors " + DIRECTORS.get(director) + " json")
            .orFail().output();
    }

    /** Waits until the router's route has so many next hops; returns how long that took. */
    public Duration awaitHops(int hops, Duration timeout) {
        long startNs = System.nanoTime();
        Deadline.in(timeout).await(() -> route().hops() == hops, () -> "after " + timeout.toSeconds()
            + " s the router's kernel has for " + VIP + ": " + route() + "; expected " + hops + " next hops"
            + directors().stream().map(name -> "\n " + name + ":" + node(name).lastLogLines())
                .collect(Collectors.joining()));
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    /** Waits until every director holds every server for healthy and has it in its table: all have the same then. */
    public void awaitServers(Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        for (String director : directors()) {
            deadline.await(() -> hasAllServers(director), () -> "after " + timeout.toSeconds()
                + " s not every server is up for " + director + ":\n"
                + directrix(director, "server", "list").output());
        }
    }

    private boolean hasAllServers(String director) {
        String servers = directrix(director, "server", "list", "--output", "json").output();
        return Stream.of(UP, IN_TABLE)
            .allMatch(pattern -> pattern.matcher(servers).results().count() == SERVERS.size());
    }

    /** Runs {@code directrix} with these arguments on a director. */
    public CommandResult directrix(String director, String... arguments) {
        return node(director).exec(COMMAND_TIMEOUT,
            Stream.concat(Stream.of("directrix"), Stream.of(arguments)).toList());
    }

    /** The director's process, as it was started last. */
    public LabNode.Service director(String name) {
        return node(name).service(DirectorService.NAME);
    }

    /** Starts a director that has ended, and waits until it answers. */
    public void restart(String director) {
        NodeSpec spec = topology.node(director).orElseThrow();
        Deadline.in(COMMAND_TIMEOUT).await(() -> !director(director).isAlive(), () -> director + " is still running");
        DirectorService.start(node(director), spec);
        DirectorService.awaitReady(node(director));
    }

    /** Sends requests from as many source ports and watches each director's port of the segment meanwhile. */
    public Shares measure(int requests) {
        Map<String, Capture> captures = new LinkedHashMap<>();
        for (String director : directors()) {
            captures.put(director, Capture.start(lab.node("segment"), director, "host " + VIP));
        }
        List<HttpResult> results = curl.get(URL, requests);
        captures.values().forEach(Capture::stop);
        Map<String, Long> carried = new TreeMap<>();
        long answers = 0;
        for (String director : directors()) {
            Capture capture = captures.get(director);
            carried.put(director, capture.count("ether dst " + mac(director) + " and dst host " + VIP
                + " and tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn"));
            answers += capture.count("src host " + VIP);
        }
        long seen = carried.values().stream().mapToLong(Long::longValue).sum();
        if (seen < results.stream().filter(HttpResult::succeeded).count()) {
            throw new LabException("tcpdump saw only " + seen + " of " + requests + " connections: it cannot keep up");
        }
        Map<String, Long> answered = results.stream().filter(HttpResult::succeeded)
            .collect(Collectors.groupingBy(HttpResult::server, TreeMap::new, Collectors.counting()));
        long failed = results.stream().filter(result -> !result.succeeded()).count();
        return new Shares(requests, failed, carried, answered, answers);
    }

    public List<HttpResult> get(int requests) {
        return curl.get(URL, requests);
    }

    /** Requests over open connections, as fast as the lab answers. */
    public WrkResult wrk(int connections, Duration time) {
        return WrkResult.run(client(), URL, connections, time);
    }

    public CurlLoad load() {
        return CurlLoad.start(client(), URL);
    }

    public Downloads downloads(int count) {
        int firstPort = nextDownloadPort;
        nextDownloadPort += count;
        return Downloads.start(client(), SLOW_URL, count, firstPort);
    }

    private String mac(String director) {
        return node(director).exec("cat", "/sys/class/net/eth1/address").orFail().output().strip();
    }

    /** The first failure among results in words, for a report. */
    static String firstFailure(List<HttpResult> results) {
        List<String> failures = new ArrayList<>();
        for (HttpResult result : results) {
            if (!result.succeeded()) {
                failures.add("curl exit " + result.curlExit() + ", HTTP status " + result.status() + ", after "
                    + result.time().toMillis() + " ms");
            }
        }
        if (failures.isEmpty()) {
            throw new LabException("there is no failure");
        }
        return failures.getFirst();
    }
}
