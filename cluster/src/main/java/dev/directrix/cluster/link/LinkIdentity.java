package dev.directrix.cluster.link;

import dev.directrix.cluster.member.MemberId;

/**
 * What a member writes into each frame of itself.
 *
 * @param clusterId   of the cluster's name
 * @param incarnation of this life
 * @param nameDigest  of the member's name
 */
record LinkIdentity(long clusterId, long incarnation, long nameDigest) {

    LinkIdentity(final LinkKey key, final MemberId self) {
        this(key.clusterId(), self.incarnation(), LinkFrame.nameDigest(self));
    }
}
