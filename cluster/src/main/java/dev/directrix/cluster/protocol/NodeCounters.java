package dev.directrix.cluster.protocol;

/**
 * What a member has counted in this life. Immutable.
 *
 * @param pinsSent          flows that it pinned, for each member that it told
 * @param pinsAcked         of these, acknowledged
 * @param exceptionsAdded   flows that came into E
 * @param exceptionsRemoved flows that went out of E
 * @param exceptionsRefused flows for which E had no room
 * @param settles           changes that came into force, not for dead servers
 * @param deadSettles       changes that came into force, for dead servers
 * @param settlesGivenUp    changes that were begun and did not come into force
 * @param lastSettleNs      how long the last took, not for dead servers: from its first collection until all slots
 *                          were open again, nanoseconds; 0: none
 * @param lastDeadSettleNs  the same for dead servers
 */
public record NodeCounters(
        long pinsSent,
        long pinsAcked,
        long exceptionsAdded,
        long exceptionsRemoved,
        long exceptionsRefused,
        long settles,
        long deadSettles,
        long settlesGivenUp,
        long lastSettleNs,
        long lastDeadSettleNs) {
}
