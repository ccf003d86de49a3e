package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.service.Candidates;
import dev.directrix.forwarder.service.ServerSettings;

/** What a worker's schedulers know of the servers' load: the entries of all workers, and its own recent choices. */
final class WorkerLoad {
    private final Load load;
    private final RecentChoices recent;

    WorkerLoad(final Load load, final RecentChoices recent) {
        this.load = load;
        this.recent = recent;
    }

    /** Active connections of a candidate. */
    long active(final Candidates candidates, final int at) {
        return load.active(candidates.id(at));
    }

    /** The measure of IPVS: an active connection weighs as much as 256 inactive ones. */
    long overhead(final Candidates candidates, final int at) {
        final int server = candidates.id(at);
        return ((long) load.active(server) << 8) + load.inactive(server) + recent.count(server);
    }

    /** Nanoseconds that a candidate took to answer, or 0. */
    long latency(final Candidates candidates, final int at) {
        return load.latency(candidates.id(at));
    }

    /** Whether a candidate may be given a new flow: it has a weight, and is below its connection limit. */
    boolean isOpen(final Candidates candidates, final int at) {
        return candidates.weight(at) > 0 && !isFull(candidates, at);
    }

    /** Whether a candidate is at its connection limit. */
    boolean isFull(final Candidates candidates, final int at) {
        final int upper = candidates.upper(at);
        return upper != ServerSettings.NO_LIMIT && load.isFull(candidates.id(at), upper, candidates.lower(at));
    }
}
