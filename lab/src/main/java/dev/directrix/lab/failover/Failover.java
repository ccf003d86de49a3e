package dev.directrix.lab.failover;

import dev.directrix.lab.probe.RouteWatch;
import dev.directrix.lab.probe.Trigger;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectorService;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.lab.topology.Topology;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Ends the director d1 of the topology {@code failover} again and again, and measures how long the router's kernel
 * still has it as next hop.
 */
public final class Failover implements AutoCloseable {
    /** The topology's file, from the project's folder. */
    public static final Path TOPOLOGY = Path.of("lab/topologies/failover.clab.yml");

    private static final InetAddress VIP = address(192, 0, 2, 10);
    private static final InetAddress VICTIM = address(10, 0, 1, 11);
    private static final String NAME = "d1";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration BFD_UP = Duration.ofSeconds(30);

    private final Topology topology;
    private final Lab lab;
    private final RouteWatch route;
    private final Consumer<String> out;

    /** For a lab that is up. */
    public Failover(Topology topology, Lab lab, Consumer<String> out) {
        this.topology = topology;
        this.lab = lab;
        this.route = RouteWatch.open(lab.node("router"), VIP);
        this.out = out;
    }

    /** Measures so many times, from just before the signal on. */
    public List<Duration> measure(FailureKind kind, int rounds) {
        List<Duration> times = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            awaitWatched();
            LabNode.Service director = lab.node(NAME).service(DirectorService.NAME);
            Duration gone;
            try (Trigger trigger = Trigger.prepare(director, kind.signal())) {
                gone = route.await(VICTIM, false, trigger.pull(), TIMEOUT);
            }
            times.add(gone);
            out.accept("  round " + round + ", director " + kind.name().toLowerCase(Locale.ROOT)
                + ": route gone after " + gone.toMillis() + " ms");
            bringBack(kind, director);
        }
        return times;
    }

    @Override
    public void close() {
        route.close();
    }

    /** Waits until the router has d1 as next hop and both sides say that BFD is up, at its fast interval. */
    private void awaitWatched() {
        route.await(VICTIM, true, System.nanoTime(), TIMEOUT);
        LabNode router = lab.node("router");
        Deadline.in(BFD_UP).await(() -> isUp(router), () -> "BFD does not come up between router and " + NAME + ":\n"
            + router.exec("vtysh", "-c", "show bfd peers").output() + lab.node(NAME).lastLogLines());
    }

    private static boolean isUp(LabNode router) {
        String peer = router.exec("vtysh", "-c", "show bfd peers").output();
        int at = peer.indexOf("peer " + VICTIM.getHostAddress() + " ");
        int end = peer.indexOf("peer ", at + 1);
        String section = at < 0 ? "" : peer.substring(at, end < 0 ? peer.length() : end);
        String remote = section.substring(Math.max(0, section.indexOf("Remote timers")));
        return section.contains("Status: up") && remote.contains("Transmission interval: 100ms");
    }

    private void bringBack(FailureKind kind, LabNode.Service director) {
        if (kind == FailureKind.FROZEN) {
            director.signal("CONT");
            return;
        }
        Deadline.in(TIMEOUT).await(() -> !director.isAlive(), () -> NAME + " is still running");
        DirectorService.start(lab.node(NAME), topology.node(NAME).orElseThrow());
        DirectorService.awaitReady(lab.node(NAME));
    }

    private static InetAddress address(int a, int b, int c, int d) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (UnknownHostException e) {
            throw new LabException("four octets are an address", e);
        }
    }
}
