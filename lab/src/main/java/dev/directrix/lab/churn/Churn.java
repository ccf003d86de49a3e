package dev.directrix.lab.churn;

import dev.directrix.lab.churn.LoadCounts.Loss;
import dev.directrix.lab.probe.Trigger;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Plays rounds in a lab that is up, under load. */
final class Churn {
    private static final Duration LEFT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration BACK_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long READY_NS = 5_000_000;
    private static final long SLACK_NS = 100_000_000;

    private final ChurnLab lab;
    private final ClientLoad load;

    Churn(ChurnLab lab, ClientLoad load) {
        this.lab = lab;
        this.load = load;
    }

    /** A command's fate: when it was sent, and what was wrong. */
    private record Sent(long atNs, List<String> notes) {
    }

    /** Lets time pass without doing anything to anyone: what the rig itself breaks. */
    Step rest(Duration time) {
        Deadline.pause(time);
        LoadCounts counts = load.take();
        return new Step("nothing", counts, counts.failed(), Map.of(), List.of());
    }

    /** Strikes a director and changes a server at the same time, and returns once all is as before. */
    Step play(Round round) {
        List<String> notes = new ArrayList<>();
        long blowNs;
        CompletableFuture<Sent> command;
        long epoch = lab.epoch(round.by());
        List<Trigger> triggers = lab.prepare(round.kind(), round.victim());
        try {
            long atNs = System.nanoTime() + READY_NS;
            command = CompletableFuture.supplyAsync(() -> send(round, atNs + round.lead().toNanos()),
                task -> Thread.ofPlatform().name("command").start(task));
            waitUntil(atNs);
            blowNs = System.nanoTime();
            triggers.forEach(Trigger::pull);
            triggers.forEach(Trigger::awaitDone);
        } finally {
            triggers.forEach(Trigger::close);
        }
        Optional<Duration> left = awaitLeft(round, blowNs);
        Sent sent = join(command);
        notes.addAll(sent.notes());
        SettleWatch settle = SettleWatch.begin(lab,
            new SettleWatch.Change(others(round), round.server(), round.add(), epoch), sent.atNs(), BACK_TIMEOUT);
        Deadline.pause(round.absence());
        int restarts = comeBack(round);
        Optional<Duration> settled = settle.await();
        Optional<Duration> back = awaitBack(round, blowNs, restarts, notes);
        Deadline.pause(QUIET);
        LoadCounts counts = load.take();
        long leftNs = blowNs + left.map(Duration::toNanos).orElse(0L);
        List<Loss> outside = counts.failed().stream()
            .filter(loss -> loss.fromNs() < blowNs - SLACK_NS || loss.fromNs() > leftNs + SLACK_NS).toList();
        Map<String, Optional<Duration>> times = new LinkedHashMap<>();
        times.put("skew", Optional.of(Duration.ofNanos(sent.atNs() - blowNs)));
        times.put("left", left);
        times.put("settled", settled);
        times.put("back", back);
        return new Step(round.toString(), counts, outside, times, notes);
    }

    /** Tells a living director; without a cluster every living one, since each has to know. */
    private Sent send(Round round, long atNs) {
        List<String> told = lab.isClustered() ? List.of(round.by())
            : round.kind() == BlowKind.PARTITION ? ChurnLab.DIRECTORS : others(round);
        List<String> notes = new ArrayList<>();
        waitUntil(atNs);
        long nowNs = System.nanoTime();
        for (String director : told) {
            try {
                lab.admit(director, round.server(), round.add());
            } catch (RuntimeException e) {
                notes.add(director + " refuses: " + e.getMessage());
            }
        }
        if (!lab.isClustered()) {
            ChurnLab.DIRECTORS.forEach(director -> lab.remember(director, round.server(), round.add()));
        }
        return new Sent(nowNs, notes);
    }

    private static List<String> others(Round round) {
        return ChurnLab.DIRECTORS.stream().filter(director -> !director.equals(round.victim())).toList();
    }

    private static Sent join(CompletableFuture<Sent> command) {
        try {
            return command.join();
        } catch (CompletionException e) {
            throw new LabException("the command failed: " + e.getCause(), e);
        }
    }

    private Optional<Duration> awaitLeft(Round round, long blowNs) {
        if (round.kind() == BlowKind.PARTITION && !lab.isClustered()) {
            return Optional.empty();
        }
        try {
            return Optional.of(lab.route().await(ChurnLab.hop(round.victim()), false, blowNs, LEFT_TIMEOUT));
        } catch (LabException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The director comes back; tells how often it had to be started. */
    private int comeBack(Round round) {
        lab.mend(round.kind(), round.victim());
        int restarts = lab.supervise(round.victim()) ? 1 : 0;
        if (!lab.isClustered() && (round.kind() == BlowKind.FREEZE || round.kind() == BlowKind.ISOLATE)) {
            lab.admit(round.victim(), round.server(), round.add());
        }
        return restarts;
    }

    /** Waits until all directors serve again; a process that ends meanwhile is started again. */
    private Optional<Duration> awaitBack(Round round, long blowNs, int restarts, List<String> notes) {
        Deadline deadline = Deadline.in(BACK_TIMEOUT);
        int again = 0;
        while (!lab.route().leadsOver(ChurnLab.hop(round.victim()))) {
            if (deadline.passed()) {
                notes.add(round.victim() + " is not back" + lab.node(round.victim()).lastLogLines());
                return Optional.empty();
            }
            for (String director : ChurnLab.DIRECTORS) {
                again += lab.supervise(director) ? 1 : 0;
            }
            Deadline.pause(POLL);
        }
        if (again > 0) {
            notes.add("started again " + again + (restarts > 0 ? " times more" : " times"));
        }
        return Optional.of(Duration.ofNanos(System.nanoTime() - blowNs));
    }

    private static void waitUntil(long ns) {
        while (System.nanoTime() - ns < 0) {
            Thread.onSpinWait();
        }
    }
}
