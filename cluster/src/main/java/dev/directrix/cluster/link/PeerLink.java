package dev.directrix.cluster.link;

import dev.directrix.cluster.member.MemberId;
import org.agrona.DirectBuffer;

/** Both ways between this member and one life of another. Not thread-safe. */
final class PeerLink {

    private final MemberId peer;
    private final long nameDigest;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Refusals refusals;
    private boolean isOpen = true;

    PeerLink(final MemberId peer, final Outbound outbound, final Inbound inbound) {
        this.peer = peer;
        this.nameDigest = LinkFrame.nameDigest(peer);
        this.outbound = outbound;
        this.inbound = inbound;
        this.refusals = new Refusals("from " + peer);
    }

    MemberId peer() {
        return peer;
    }

    long nameDigest() {
        return nameDigest;
    }

    Outbound outbound() {
        return outbound;
    }

    Inbound inbound() {
        return inbound;
    }

    Refusals refusals() {
        return refusals;
    }

    /** It is no peer any more. */
    void close() {
        isOpen = false;
    }

    /**
     * Hands over what waits.
     *
     * @return frames that the handler was given and did not hold
     */
    int drain(final LinkHandler handler, final int limit, final long nowNs) {
        int count = 0;
        final OnceQueue onces = inbound.onces();
        while (isOpen && count < limit && !onces.isEmpty()) {
            final long view = onces.headView();
            final int offset = onces.headOffset();
            final int length = onces.headLength();
            onces.removeHead();
            inbound.onOnceTaken();
            count++;
            handler.onOnce(peer, view, onces.bodies(), offset, length);
        }
        final ReceiveQueue queue = inbound.queue();
        while (isOpen && count < limit && hasHead(queue, nowNs)) {
            final DirectBuffer bodies = queue.bodies();
            final LinkVerdict verdict =
                    handler.onFrame(peer, queue.headView(), bodies, queue.headOffset(), queue.headLength());
            if (verdict == LinkVerdict.HOLD) {
                break;
            }
            queue.consumeHead();
            inbound.onConsumed(nowNs);
            count++;
        }
        return count;
    }

    private boolean hasHead(final ReceiveQueue queue, final long nowNs) {
        final long before = queue.consumed();
        final boolean hasHead = queue.hasHead();
        if (queue.consumed() != before) {
            inbound.onPassed(nowNs);
        }
        return hasHead;
    }

    LinkStatus status() {
        return new LinkStatus(peer, outbound.isAnswered(), inbound.isStarted(), outbound.sent(), outbound.resent(),
                inbound.received(), outbound.unacked(), inbound.queue().waiting(), outbound.rttNs(),
                inbound.lastHeardNs(), refusals.byCause());
    }
}
