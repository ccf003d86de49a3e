package dev.directrix.forwarder.service;

import java.util.Objects;

/**
 * How the servers of a pool are chosen. Immutable.
 *
 * @param kind     the scheduler
 * @param fallback whether sh chooses another server when the hashed one is not available (IPVS flag sh-fallback)
 * @param hashPort whether sh hashes the source port too (IPVS flag sh-port)
 */
public record Scheduling(SchedulerKind kind, boolean fallback, boolean hashPort) {
    /** Maglev. */
    public static final Scheduling MAGLEV = of(SchedulerKind.MAGLEV);

    /** Checks that there is a kind. */
    public Scheduling {
        Objects.requireNonNull(kind, "kind");
    }

    /** A scheduler without flags. */
    public static Scheduling of(final SchedulerKind kind) {
        return new Scheduling(kind, false, false);
    }
}
