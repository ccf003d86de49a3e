package dev.directrix.cluster.etcd;

/**
 * What etcd says of a lease.
 *
 * @param id         of the lease
 * @param ttlSeconds for how long it lives from now on; 0 if there is no such lease
 * @param raftTerm   of the member that answered
 * @param sentAtNs   monotonic time right before the request was sent
 */
record LeaseAnswer(long id, long ttlSeconds, long raftTerm, long sentAtNs) {

    /** Reads an answer. */
    static LeaseAnswer of(final Answer answer) {
        return new LeaseAnswer(EtcdJson.number(answer.body(), "ID"), EtcdJson.number(answer.body(), "TTL"),
                answer.header().raftTerm(), answer.sentAtNs());
    }
}
