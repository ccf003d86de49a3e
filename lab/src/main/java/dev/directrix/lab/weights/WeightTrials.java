package dev.directrix.lab.weights;

import dev.directrix.director.control.SharesReport;
import dev.directrix.lab.probe.EcmpRoute;
import dev.directrix.lab.probe.RawFlows;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Tells the directors weights, one command after the other, and looks at what comes of it at each router. */
public final class WeightTrials {
    /** What the directors have when the lab comes up. */
    public static final Setting FIRST = Setting.of(100, 100, 100);

    private static final List<Setting> SETTINGS = List.of(Setting.of(1, 2, 4), Setting.of(3, 3, 1),
        Setting.of(100, 1, 50), Setting.of(1, 0, 1), Setting.of(100, 10, 100));
    private static final String RAMPED = "d2";
    private static final List<Integer> RAMP = List.of(40, 70, 100);
    private static final Duration RAMP_TIME = Duration.ofSeconds(6);
    private static final Duration RAMP_REST = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long PAUSE_NS = 1_000_000;
    private static final long FLOWS_PER_SECOND = 20_000;

    private final WeightsLab lab;
    private final int flows;
    private final Consumer<String> progress;
    private final List<Told> told = new ArrayList<>();
    private final List<Compared> compared = new ArrayList<>();
    private Setting now = FIRST;
    /** The weights that the directors were told last, those that drain too. */
    private Setting commanded = FIRST;

    /**
     * For a lab that is up.
     *
     * @param flows that go through each router for each setting
     */
    public WeightTrials(WeightsLab lab, int flows, Consumer<String> progress) {
        this.lab = lab;
        this.flows = flows;
        this.progress = progress;
    }

    /** Goes through all settings so often, and through a ramp at the end; compares in the first round. */
    public WeightsReport run(int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (Setting setting : SETTINGS) {
                progress.accept("weights " + setting);
                bring(setting);
                if (round == 0) {
                    lab.routers().forEach(router -> compared.add(compare(router)));
                }
            }
        }
        return new WeightsReport(flows, told, compared, ramp());
    }

    private void bring(Setting setting) {
        for (String director : Setting.directors(setting)) {
            if (now.drains(director) && !setting.drains(director)) {
                tell(director, List.of("undrain"), now.with(director, commanded.weight(director)));
            }
            if (setting.drains(director) && !now.drains(director)) {
                tell(director, List.of("drain", "--no-wait", "--keep-sessions"), now.with(director, 0));
            } else if (now.weight(director) != setting.weight(director)) {
                int weight = setting.weight(director);
                commanded = commanded.with(director, weight);
                tell(director, List.of("weight", "set", Integer.toString(weight)), now.with(director, weight));
            }
        }
    }

    /** Runs the command, and waits for each router's kernel to have what its model says of the setting then. */
    private void tell(String director, List<String> words, Setting then) {
        Map<String, Duration> followed = new HashMap<>();
        List<Router> waiting = new ArrayList<>(lab.routers());
        waiting.removeIf(router -> router.foretold(then).equals(router.foretold(now)));
        long fromNs = System.nanoTime();
        CompletableFuture<Duration> answered = CompletableFuture.supplyAsync(() -> {
            lab.directrix(director, words);
            return Duration.ofNanos(System.nanoTime() - fromNs);
        }, Thread::startVirtualThread);
        while (!waiting.isEmpty()) {
            if (answered.isCompletedExceptionally()) {
                Throwable reason = answered.exceptionNow();
                throw new LabException(reason.getMessage(), reason);
            }
            waiting.removeIf(router -> {
                boolean there = router.watch().route().equals(router.foretold(then));
                if (there) {
                    followed.put(router.name(), Duration.ofNanos(System.nanoTime() - fromNs));
                }
                return there;
            });
            if (System.nanoTime() - fromNs > TIMEOUT.toNanos()) {
                throw new LabException(director + " was told " + String.join(" ", words) + " " + TIMEOUT.toSeconds()
                    + " s ago: " + waiting.stream().map(router -> "the kernel of " + router.name() + " has "
                        + router.watch().route() + ", not " + router.foretold(then)).collect(Collectors.joining("; ")));
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        told.add(new Told(director, String.join(" ", words), answered.join(), followed));
        progress.accept(told.getLast().toString());
        now = then;
    }

    private Compared compare(Router router) {
        EcmpRoute kernel = router.watch().route();
        SharesReport.RouterSet before = lab.shares(router);
        Map<String, Long> counted = new TreeMap<>();
        RawFlows.once(router.link(), flows, flows * TimeUnit.SECONDS.toNanos(1) / FLOWS_PER_SECOND, sent ->
            Deadline.in(TIMEOUT).await(() -> {
                counted.putAll(packets(before, lab.shares(router)));
                return sum(counted) >= sent;
            }, () -> "of " + sent + " flows by " + router.name() + " the directors count " + counted));
        Map<String, Long> shown = new HashMap<>();
        before.directors().forEach(it -> it.routerWeight().ifPresent(weight -> shown.put(it.director(), weight)));
        Map<String, Double> foretold = router.foretoldShares(now);
        Map<String, Compared.Shares> shares = new HashMap<>();
        counted.forEach((director, packets) -> shares.put(director, new Compared.Shares(
            foretold.getOrDefault(director, 0.0), (double) packets / sum(counted))));
        Compared result = new Compared(router.name(), now, router.foretold(now), kernel, shown, shares);
        progress.accept(result.toString());
        return result;
    }

    /** Director to what it forwarded between two reports. */
    private static Map<String, Long> packets(SharesReport.RouterSet before, SharesReport.RouterSet after) {
        Map<String, Long> packets = new HashMap<>();
        after.directors().forEach(it -> packets.put(it.director(), it.packets()));
        before.directors().forEach(it -> packets.merge(it.director(), -it.packets(), Long::sum));
        return packets;
    }

    private static long sum(Map<String, Long> counted) {
        return counted.values().stream().mapToLong(Long::longValue).sum();
    }

    private List<Ramped> ramp() {
        progress.accept("a ramp of " + RAMPED + " from " + now.weight(RAMPED) + " over " + RAMP);
        List<Setting> steps = new ArrayList<>(List.of(now));
        RAMP.forEach(weight -> steps.add(now.with(RAMPED, weight)));
        Map<Router, List<EcmpRoute>> seen = new LinkedHashMap<>();
        lab.routers().forEach(router -> seen.put(router, new ArrayList<>(List.of(router.watch().route()))));
        lab.directrix(RAMPED, List.of("weight", "set", Integer.toString(RAMP.getLast()), "--over",
            RAMP_TIME.toSeconds() + "s", "--step", Integer.toString(RAMP.getLast() - RAMP.get(RAMP.size() - 2))));
        long untilNs = System.nanoTime() + RAMP_TIME.toNanos() + RAMP_REST.toNanos();
        Deadline deadline = Deadline.in(TIMEOUT);
        while (System.nanoTime() - untilNs < 0 || !(isOver(seen, steps.getLast()) || deadline.passed())) {
            seen.forEach((router, routes) -> {
                EcmpRoute route = router.watch().route();
                if (!route.equals(routes.getLast())) {
                    routes.add(route);
                }
            });
            LockSupport.parkNanos(PAUSE_NS);
        }
        now = steps.getLast();
        return seen.entrySet().stream().map(it -> new Ramped(it.getKey().name(),
            foretold(it.getKey(), steps), it.getValue())).toList();
    }

    /** Whether every router has what the model says of the last step. */
    private static boolean isOver(Map<Router, List<EcmpRoute>> seen, Setting last) {
        return seen.entrySet().stream().allMatch(it -> it.getValue().getLast().equals(it.getKey().foretold(last)));
    }

    private static List<EcmpRoute> foretold(Router router, List<Setting> steps) {
        List<EcmpRoute> routes = new ArrayList<>();
        for (Setting step : steps) {
            EcmpRoute route = router.foretold(step);
            if (routes.isEmpty() || !route.equals(routes.getLast())) {
                routes.add(route);
            }
        }
        return routes;
    }
}
