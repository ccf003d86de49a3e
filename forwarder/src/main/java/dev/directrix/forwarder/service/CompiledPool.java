package dev.directrix.forwarder.service;

/** The servers of a pool as numbers, shared by the services that use it. Immutable. */
final class CompiledPool {
    private final int[] backends;
    private final Candidates candidates;
    private final ServerIdIndex ids;

    /**
     * Takes the array over.
     *
     * @param backends   server ids of the Maglev table's backends
     * @param candidates for schedulers
     * @param ids        servers by the numbers that packets name them by
     */
    CompiledPool(final int[] backends, final Candidates candidates, final ServerIdIndex ids) {
        this.backends = backends;
        this.candidates = candidates;
        this.ids = ids;
    }

    /** The server id of a backend. */
    int server(final int backend) {
        return backends[backend];
    }

    Candidates candidates() {
        return candidates;
    }

    ServerIdIndex ids() {
        return ids;
    }
}
