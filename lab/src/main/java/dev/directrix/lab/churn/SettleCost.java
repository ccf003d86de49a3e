package dev.directrix.lab.churn;

import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.Health;
import dev.directrix.lab.probe.RawFlows;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectorService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a change of servers costs while many flows live: time, flows pinned, octets and CPU between directors. */
final class SettleCost {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STEADY = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofSeconds(4);
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);
    private static final String SERVER = "s6";
    private static final int NUMBER = 6;

    private final ChurnLab lab;
    private final ClientLoad load;
    private final Consumer<String> progress;

    SettleCost(ChurnLab lab, ClientLoad load, Consumer<String> progress) {
        this.lab = lab;
        this.load = load;
        this.progress = progress;
    }

    /** What the directors have used together: octets between them and to etcd, and CPU time. */
    private record Use(long atNs, long octets, double cpuSeconds) {

        Use since(Use before) {
            return new Use(atNs - before.atNs, octets - before.octets, cpuSeconds - before.cpuSeconds);
        }

        /** What is left of it when as much time of {@code steady} is taken away. */
        Use above(Use steady) {
            double part = (double) atNs / steady.atNs;
            return new Use(atNs, octets - Math.round(steady.octets * part), cpuSeconds - steady.cpuSeconds * part);
        }
    }

    /** Measures without and with so many flows, then drains, adds and kills a server. */
    SettleCostReport run(int flows) {
        Use empty = steady();
        progress.accept("without flows: " + rate(empty));
        RawFlows.Link link = new RawFlows.Link(lab.node("client"), "eth1", lab.node("router"), "eth1");
        try (RawFlows raw = RawFlows.start(link, flows, INTERVAL_NS)) {
            Deadline.in(TIMEOUT).await(raw::isComplete, () -> "the flows are not sent");
            Deadline.pause(QUIET);
            Use steady = steady();
            progress.accept("with " + flows + " flows: " + rate(steady));
            List<SettleCostReport.Change> changes = new ArrayList<>();
            changes.add(change("drain", steady, flows));
            changes.add(change("add", steady, flows));
            changes.add(change("dead", steady, flows));
            return new SettleCostReport(flows, octetsPerSecond(empty), octetsPerSecond(steady), changes);
        }
    }

    private SettleCostReport.Change change(String kind, Use steady, int flows) {
        load.take();
        load.log().forgetServers();
        Use before = use();
        long epoch = lab.epoch("d1");
        long fromNs = System.nanoTime();
        Optional<Long> verdictNs = Optional.empty();
        if (kind.equals("dead")) {
            lab.node("segment").exec("ip", "link", "set", SERVER, "nomaster").orFail();
            verdictNs = Optional.of(awaitVerdicts());
        } else {
            lab.admit("d1", SERVER, kind.equals("add"));
        }
        Optional<Duration> settled = SettleWatch.begin(lab,
            new SettleWatch.Change(ChurnLab.DIRECTORS, SERVER, kind.equals("add"), epoch),
            verdictNs.orElse(fromNs), TIMEOUT).await();
        Use used = use().since(before).above(steady);
        Deadline.pause(QUIET);
        OptionalLong last = kind.equals("add") ? load.log().firstNew(NUMBER) : load.log().lastNew(NUMBER);
        Optional<Duration> followed = verdictNs.isPresent() || last.isEmpty() ? Optional.empty()
            : Optional.of(Duration.ofNanos(Math.max(0, last.getAsLong() - fromNs)));
        LoadCounts counts = load.take();
        long others = counts.broken().stream().filter(loss -> !kind.equals("dead") || loss.server() != NUMBER).count();
        SettleCostReport.Change change = new SettleCostReport.Change(kind, settled, followed, pinned(), flows,
            used.octets(), used.cpuSeconds(), counts.synsRepeated(), others);
        progress.accept(change.toString());
        return change;
    }

    /** Returns when the last director has held the server dead, on this process's clock. */
    private long awaitVerdicts() {
        Deadline deadline = Deadline.in(TIMEOUT);
        for (String director : ChurnLab.DIRECTORS) {
            deadline.await(() -> isDown(director), () -> director + " does not find that " + SERVER + " is dead");
        }
        return System.nanoTime();
    }

    private boolean isDown(String director) {
        return lab.control(director).servers().stream()
            .anyMatch(server -> server.name().equals(SERVER) && server.health() == Health.DOWN);
    }

    /** Flows that all members together pinned in the last settle. */
    private long pinned() {
        return ChurnLab.DIRECTORS.stream().flatMap(director -> lab.tables(director).stream())
            .mapToLong(ClusterReport.Tables::pinned).sum();
    }

    private Use steady() {
        Use before = use();
        Deadline.pause(STEADY);
        return use().since(before);
    }

    private Use use() {
        long octets = 0;
        double cpu = 0;
        for (String director : ChurnLab.DIRECTORS) {
            octets += KernelCounters.octetsSent(lab.node(director), "eth2");
            cpu += KernelCounters.cpuSeconds(lab.node(director).service(DirectorService.NAME));
        }
        return new Use(System.nanoTime(), octets, cpu);
    }

    private static long octetsPerSecond(Use use) {
        return Math.round(use.octets() * 1e9 / use.atNs());
    }

    private static String rate(Use use) {
        return octetsPerSecond(use) + " octets/s between directors and etcd, "
            + Math.round(use.cpuSeconds() * 1e11 / use.atNs()) + " % of a CPU";
    }
}
