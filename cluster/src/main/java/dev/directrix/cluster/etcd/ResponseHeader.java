package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;

/**
 * What etcd puts before each answer.
 *
 * @param clusterId of the cluster, unsigned
 * @param memberId  of the member that answered, unsigned
 * @param revision  of the key-value store when it answered; 0 if the answer has none
 * @param raftTerm  of the member, unsigned
 */
record ResponseHeader(long clusterId, long memberId, long revision, long raftTerm) {

    /** Reads the header of an answer. */
    static ResponseHeader of(final JsonObject answer) {
        final JsonObject header = EtcdJson.object(answer, "header")
                .orElseThrow(() -> EtcdException.malformed("an answer without a header"));
        final long revision = EtcdJson.number(header, "revision");
        if (revision < 0) {
            throw EtcdException.malformed("a negative revision: " + revision);
        }
        return new ResponseHeader(EtcdJson.unsigned(header, "cluster_id"), EtcdJson.unsigned(header, "member_id"),
                revision, EtcdJson.unsigned(header, "raft_term"));
    }
}
