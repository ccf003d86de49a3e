package dev.directrix.cluster.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened in one world or in many. For one thread. */
public final class Tally {
    private static final int MOST_TEXTS = 40;

    long worlds;
    long packets;
    long dropped;
    long late;
    long held;
    long flows;
    long established;
    long udpFlows;
    long finished;
    long excusedByDeath;
    long excusedByIdle;
    long movedAllowed;
    long moved;
    long udpMoved;
    long resets;
    long timedOut;
    long connectsFailed;
    long connectsFailedLate;
    long settlesNormal;
    long settlesDead;
    long restarts;
    long joins;
    long removals;
    long stops;
    long crashes;
    long pauses;
    long partitions;
    long outages;
    long serverDeaths;
    long serverReturns;
    long serverChanges;
    long pins;
    long handedOver;
    long floods;
    long allLost;
    long unsettled;
    long slowestSettleNs;
    long digest;
    final List<String> violations = new ArrayList<>();

    /** Packets that directors forwarded. */
    public long packets() {
        return packets;
    }

    /** Packets of established flows, TCP or UDP, that reached another server than the flow's. */
    public long moved() {
        return moved + udpMoved;
    }

    /** What went wrong, the first few. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Something went wrong. */
    void violation(final String text) {
        if (violations.size() < MOST_TEXTS) {
            violations.add(text);
        }
    }

    /** Adds another's counts. */
    void add(final Tally other) {
        worlds += other.worlds;
        packets += other.packets;
        dropped += other.dropped;
        late += other.late;
        held += other.held;
        flows += other.flows;
        established += other.established;
        udpFlows += other.udpFlows;
        finished += other.finished;
        excusedByDeath += other.excusedByDeath;
        excusedByIdle += other.excusedByIdle;
        movedAllowed += other.movedAllowed;
        moved += other.moved;
        udpMoved += other.udpMoved;
        resets += other.resets;
        timedOut += other.timedOut;
        connectsFailed += other.connectsFailed;
        connectsFailedLate += other.connectsFailedLate;
        settlesNormal += other.settlesNormal;
        settlesDead += other.settlesDead;
        restarts += other.restarts;
        joins += other.joins;
        removals += other.removals;
        stops += other.stops;
        addChurn(other);
        other.violations.forEach(this::violation);
    }

    private void addChurn(final Tally other) {
        crashes += other.crashes;
        pauses += other.pauses;
        partitions += other.partitions;
        outages += other.outages;
        serverDeaths += other.serverDeaths;
        serverReturns += other.serverReturns;
        serverChanges += other.serverChanges;
        pins += other.pins;
        handedOver += other.handedOver;
        floods += other.floods;
        allLost += other.allLost;
        unsettled += other.unsettled;
        slowestSettleNs = Math.max(slowestSettleNs, other.slowestSettleNs);
        digest = digest * 31 + other.digest;
    }

    /** One line. */
    public String summary() {
        return worlds + " worlds, " + packets + " packets forwarded, " + dropped + " dropped (" + late
                + " past the deadline), " + held + " held; " + flows + " flows, " + established + " established, "
                + udpFlows + " UDP, " + finished + " finished, " + excusedByDeath + " lost with their server, "
                + excusedByIdle + " idle for too long; settles " + settlesNormal + " normal, " + settlesDead
                + " dead, " + restarts + " begun again, slowest " + slowestSettleNs / 1_000_000 + " ms; " + joins
                + " joins, " + removals + " removals, " + pins + " pins, " + handedOver + " handed over; " + crashes
                + " crashes, " + pauses + " pauses, " + partitions + " partitions, " + outages + " outages, "
                + serverDeaths + " servers died, " + serverReturns + " returned, " + serverChanges + " changes, "
                + floods + " floods, all directors gone " + allLost
                + "; connections that failed to begin " + connectsFailed + " (" + connectsFailedLate
                + " in calm), timed out " + timedOut + ", reset " + resets + "; not settled " + unsettled
                + "; moved but allowed " + movedAllowed + "; MOVED " + moved + " TCP, " + udpMoved + " UDP";
    }
}
