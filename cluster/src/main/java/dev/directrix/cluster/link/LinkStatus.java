package dev.directrix.cluster.link;

import dev.directrix.cluster.member.MemberId;
import java.util.Map;

/**
 * What passed between this member and a peer. Immutable.
 *
 * @param peer        who
 * @param sending     the peer has said that it takes this member's stream
 * @param receiving   the peer has said where its stream begins
 * @param sent        reliable frames since the peer is one, sent for the first time
 * @param resent      sent again because of this peer
 * @param received    frames handed over, unsequenced ones included
 * @param unacked     frames that the peer has not consumed yet: they hold the log
 * @param waiting     frames of the peer that are here and not consumed yet
 * @param rttNs       smoothed round trip, the peer's delay of acks included; -1 while unknown
 * @param lastHeardNs when an authentic new frame last came, of the caller's clock; meaningless while not receiving
 * @param refused     datagrams refused, by cause; only causes that occurred
 */
public record LinkStatus(
        MemberId peer, boolean sending, boolean receiving, long sent, long resent, long received,
        int unacked, int waiting, long rttNs, long lastHeardNs, Map<LinkRefusal, Long> refused) {

    /** Copies the map. */
    public LinkStatus {
        refused = Map.copyOf(refused);
    }
}
