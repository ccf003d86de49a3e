package dev.directrix.cluster.etcd;

/**
 * What a client has done since it was made.
 *
 * @param requests        requests sent, watches included
 * @param failed          of these, how many had no good answer, errors of etcd included
 * @param refusedCluster  answers not believed since they were of another cluster
 * @param refusedRevision answers not believed since they were older than what had been seen
 * @param refusedHistory  answers not believed since they showed another past than the one seen
 */
public record EtcdCounters(
        long requests, long failed, long refusedCluster, long refusedRevision, long refusedHistory) {
}
