package dev.directrix.lab.churn;

import dev.directrix.director.control.ServerReport;
import dev.directrix.lab.run.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks directors whether a change of servers is in force: in the table by which they forward. */
final class SettleWatch {
    private static final Duration POLL = Duration.ofMillis(50);

    private final CompletableFuture<Optional<Duration>> settled;

    private SettleWatch(CompletableFuture<Optional<Duration>> settled) {
        this.settled = settled;
    }

    /** Begins to ask; times count from {@code fromNs}. */
    static SettleWatch begin(
        ChurnLab lab, List<String> directors, String server, boolean admitted, long fromNs, Duration timeout) {
        return new SettleWatch(CompletableFuture.supplyAsync(
            () -> ask(lab, directors, server, admitted, fromNs, timeout),
            task -> Thread.ofPlatform().daemon().name("settle-watch").start(task)));
    }

    private static Optional<Duration> ask(
        ChurnLab lab, List<String> directors, String server, boolean admitted, long fromNs, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        while (!directors.stream().allMatch(director -> isInForce(lab, director, server, admitted))) {
            if (deadline.passed()) {
                return Optional.empty();
            }
            Deadline.pause(POLL);
        }
        return Optional.of(Duration.ofNanos(System.nanoTime() - fromNs));
    }

    private static boolean isInForce(ChurnLab lab, String director, String server, boolean admitted) {
        try {
            return lab.control(director).servers().stream().filter(report -> report.name().equals(server))
                .mapToInt(ServerReport::slots).allMatch(slots -> slots > 0 == admitted);
        } catch (RuntimeException e) {
            // It does not answer now: another time.
            return false;
        }
    }

    /** How long it took; empty when it was never in force everywhere. */
    Optional<Duration> await() {
        return settled.join();
    }
}
