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

    /**
     * What to wait for.
     *
     * @param directors that are asked
     * @param server    that comes or goes
     * @param admitted  whether it comes
     * @param epoch     of the cluster before the change
     */
    record Change(List<String> directors, String server, boolean admitted, long epoch) {

        Change {
            directors = List.copyOf(directors);
        }
    }

    /** Begins to ask; times count from {@code fromNs}. */
    static SettleWatch begin(ChurnLab lab, Change change, long fromNs, Duration timeout) {
        return new SettleWatch(CompletableFuture.supplyAsync(() -> ask(lab, change, fromNs, timeout),
            task -> Thread.ofPlatform().daemon().name("settle-watch").start(task)));
    }

    private static Optional<Duration> ask(ChurnLab lab, Change change, long fromNs, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        while (!change.directors().stream().allMatch(director -> isInForce(lab, director, change))) {
            if (deadline.passed()) {
                return Optional.empty();
            }
            Deadline.pause(POLL);
        }
        return Optional.of(Duration.ofNanos(System.nanoTime() - fromNs));
    }

    /** A member's own table shows what it wishes; the cluster forwards by it once an epoch with it has settled. */
    private static boolean isInForce(ChurnLab lab, String director, Change change) {
        try {
            return lab.control(director).servers().stream().filter(server -> server.name().equals(change.server()))
                    .mapToInt(ServerReport::slots).allMatch(slots -> slots > 0 == change.admitted())
                && (!lab.isClustered() || lab.tables(director)
                    .filter(tables -> tables.phase().equals("stable") && tables.epoch() > change.epoch()).isPresent());
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
