package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.Agreement;
import dev.directrix.maglev.Seed;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a member is told at its start. Immutable; times in nanoseconds.
 *
 * @param agreement      what all members must have in common
 * @param seed           for the tables
 * @param tracksAlways   whether every flow is noted at any time, or only while a change is being collected
 * @param mostExceptions bound of the exceptions
 * @param tickNs         how often time is told at least
 * @param grantNs        how often the others are asked for a grant
 * @param partlyDeadNs   how long a server may be dead for some and alive for others before the majority decides
 * @param frozenNs       how long slots may be frozen before the collection begins again
 * @param endpoint       where this member hears the others
 */
public record ClusterSettings(
        Agreement agreement,
        Seed seed,
        boolean tracksAlways,
        int mostExceptions,
        long tickNs,
        long grantNs,
        long partlyDeadNs,
        long frozenNs,
        String endpoint) {

    /** Sound values for what need not be chosen. */
    public static ClusterSettings of(
            final Agreement agreement, final Seed seed, final boolean tracksAlways, final String endpoint) {
        return new ClusterSettings(agreement, seed, tracksAlways, 1 << 20, TimeUnit.MILLISECONDS.toNanos(40),
                TimeUnit.MILLISECONDS.toNanos(agreement.validityMs()) / 5, TimeUnit.SECONDS.toNanos(5),
                TimeUnit.SECONDS.toNanos(2), endpoint);
    }

    /** With this bound of the exceptions, and this patience with servers that are dead for some members only. */
    public ClusterSettings with(final int exceptions, final Duration partlyDead) {
        return new ClusterSettings(agreement, seed, tracksAlways, exceptions, tickNs, grantNs, partlyDead.toNanos(),
                frozenNs, endpoint);
    }

    /** How long a director may forward after it was last confirmed. */
    public long validityNs() {
        return TimeUnit.MILLISECONDS.toNanos(agreement.validityMs());
    }

    /** How long another's validity may seem to last by this member's clock, which may run 1 % faster. */
    public long othersValidityNs() {
        return validityNs() + validityNs() / 50;
    }

    /** How long a silent flow keeps its server. */
    public long idleNs() {
        return TimeUnit.MILLISECONDS.toNanos(agreement.idleMs());
    }

    /** How long a server may repeat its SYN-ACK. */
    public long synAckNs() {
        return TimeUnit.MILLISECONDS.toNanos(agreement.synAckMs());
    }
}
