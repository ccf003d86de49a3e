package dev.directrix.cluster.link;

import dev.directrix.cluster.member.MemberId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * The links of one member with its peers: to and from each one a FIFO over datagrams that may be lost, late, reordered,
 * doubled, forged or replayed, and beside it unsequenced frames. Pure: the caller passes datagrams in and out, and the
 * time, which is monotonic and in nanoseconds.
 *
 * <p>The medium is a broadcast. A member has one log of the frames that it sent; each carries a sequence, which all
 * peers count, and an addressee. A peer acks what it has and what it consumed; what it lacks is sent again; what all
 * peers consumed is forgotten. For a new peer the stream begins with what is sent next: START says so, addressed to the
 * peer's incarnation, until it answers. A peer takes nothing before START, so nothing that was recorded in an earlier
 * life of either end can be replayed: the incarnations in the frames under the MAC are of this life.
 *
 * <p>Never blocks; allocates only in {@link #peers}, and with the first datagram of a cause to refuse. Not thread-safe:
 * one thread calls everything.
 */
public final class Links {

    /** Most octets of a body. */
    public static final int MAX_BODY = LinkFrame.MAX_BODY;
    /** Most octets of a datagram. */
    public static final int MAX_DATAGRAM = LinkFrame.MAX_LENGTH;

    private static final PeerLink[] NONE = {};

    private final MemberId self;
    private final LinkLimits limits;
    private final DatagramSink sink;
    private final LinkIdentity identity;
    private final FrameMac mac;
    private final SendLog log;
    private final LinkFrame incoming = new LinkFrame(new byte[MAX_DATAGRAM]);
    private final LinkFrame outgoing = new LinkFrame(new byte[MAX_DATAGRAM]);
    private final AckBody ackIn = new AckBody(incoming);
    private final AckBody ackOut = new AckBody(outgoing);
    private final Long2ObjectHashMap<PeerLink> links = new Long2ObjectHashMap<>();
    private final Departed departed = new Departed();
    private final Refusals unknown = new Refusals("from an unverified sender");
    private final Map<LinkRefusal, Long> refusedOfDeparted = new EnumMap<>(LinkRefusal.class);
    private PeerLink[] order = NONE;
    private int turn;
    private long unsentFrom;
    private long nonce;

    /**
     * Links without peers.
     *
     * @param self who speaks; its incarnation must be random, and new for each object of this class
     * @param key  the cluster's
     * @param sink where datagrams leave, to all other members at once
     */
    public Links(final MemberId self, final LinkKey key, final LinkLimits limits, final DatagramSink sink) {
        this.self = self;
        this.limits = limits;
        this.sink = sink;
        identity = new LinkIdentity(key, self);
        mac = key.newMac();
        log = new SendLog(limits.logFrames(), limits.logBytes());
    }

    /**
     * Says who the peers are. One that is new begins with what is sent next; one that is gone gets nothing more, and
     * what it sent and was not handed over is dropped. This member itself may be among them and is passed over.
     *
     * @throws IllegalArgumentException if there are more than the limits allow, or one comes back that was gone: a
     *                                  member that left returns as a new incarnation only
     */
    public void peers(final Set<MemberId> peers, final long nowNs) {
        check(peers);
        for (final PeerLink link : order) {
            if (!peers.contains(link.peer())) {
                link.close();
                links.remove(link.peer().incarnation());
                departed.add(link.peer().incarnation());
                link.refusals().byCause().forEach((cause, count) -> refusedOfDeparted.merge(cause, count, Long::sum));
            }
        }
        final List<PeerLink> next = new ArrayList<>();
        for (final MemberId peer : peers) {
            if (!peer.equals(self)) {
                next.add(links.computeIfAbsent(peer.incarnation(), incarnation ->
                        new PeerLink(peer, new Outbound(log, sink, limits, nowNs), new Inbound(limits))));
            }
        }
        order = next.toArray(NONE);
        forget();
    }

    /**
     * Sends a frame to one peer; to one that is no peer it is lost.
     *
     * @param view   is handed over with it
     * @param length octets of the body, at most {@link #MAX_BODY}
     * @return false if the log is full: nothing was taken, the caller tries again when peers have acked
     */
    public boolean send(
            final MemberId to, final long view, final DirectBuffer body, final int offset, final int length,
            final long nowNs) {
        return !isPeer(to) || append(to.incarnation(), view, body, offset, length, nowNs);
    }

    /** Sends a frame to all that are peers now; else as {@link #send}. */
    public boolean sendToAll(
            final long view, final DirectBuffer body, final int offset, final int length, final long nowNs) {
        return order.length == 0 || append(LinkFrame.ALL, view, body, offset, length, nowNs);
    }

    /**
     * Sends a frame to one peer at once, in front of all that waits; it may be lost, and overtake or be overtaken.
     *
     * @return false if the medium takes no datagram now
     */
    public boolean sendOnce(
            final MemberId to, final long view, final DirectBuffer body, final int offset, final int length) {
        return !isPeer(to) || sendUnsequenced(to.incarnation(), view, body, offset, length);
    }

    /** As {@link #sendOnce}, to all peers. */
    public boolean sendOnceToAll(final long view, final DirectBuffer body, final int offset, final int length) {
        return order.length == 0 || sendUnsequenced(LinkFrame.ALL, view, body, offset, length);
    }

    /** Takes a datagram from the medium, whoever sent it; the bytes are the caller's again afterwards. */
    public void onDatagram(final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        if (length < LinkFrame.lengthWith(0) || length > MAX_DATAGRAM) {
            unknown.count(LinkRefusal.TRUNCATED, nowNs);
            return;
        }
        incoming.copyFrom(buffer, offset, length);
        if (incoming.version() != LinkFrame.VERSION) {
            unknown.count(LinkRefusal.VERSION, nowNs);
        } else if (LinkFrame.lengthWith(incoming.bodyLength()) != length) {
            unknown.count(LinkRefusal.TRUNCATED, nowNs);
        } else if (incoming.clusterId() != identity.clusterId()) {
            unknown.count(LinkRefusal.UNKNOWN_CLUSTER, nowNs);
        } else if (incoming.sender() != self.incarnation()) { // a multicast group may return what was sent to it
            final PeerLink link = links.get(incoming.sender());
            if (link == null || link.nameDigest() != incoming.nameDigest()) {
                refuseStranger(nowNs);
            } else if (isForOthersOnly()) {
                return;
            } else if (!incoming.isAuthentic(mac)) {
                link.refusals().count(LinkRefusal.BAD_MAC, nowNs);
            } else {
                onAuthentic(link, nowNs);
            }
        }
    }

    /**
     * Hands over frames of the peers, in turn.
     *
     * @param limit most frames
     * @return frames that were handed over and not held
     */
    public int poll(final LinkHandler handler, final int limit, final long nowNs) {
        final PeerLink[] now = order;
        int count = 0;
        if (now.length > 0) {
            turn = (turn + 1) % now.length;
            for (int i = 0; i < now.length && count < limit; i++) {
                count += now[(turn + i) % now.length].drain(handler, limit - count, nowNs);
            }
        }
        return count;
    }

    /**
     * Sends what is due: frames that found no room, acks, and what peers lack. To be called after datagrams were taken
     * and frames handed over, and when {@link #dueNs} has come.
     *
     * @return datagrams sent
     */
    public int work(final long nowNs) {
        int count = transmit(nowNs);
        for (final PeerLink link : order) {
            final Outbound outbound = link.outbound();
            if (outbound.isStartDue(nowNs)) {
                outbound.onStartSent(nowNs);
                count += sendStart(link) ? 1 : 0;
            }
            count += outbound.resendIfDue(unsentFrom, nowNs);
        }
        return count + sendAcks(nowNs);
    }

    /**
     * When {@link #work} has something to do next, unless a datagram or a call comes before.
     *
     * @return at least now; {@link Long#MAX_VALUE} if nothing is to come
     */
    public long dueNs(final long nowNs) {
        long waitNs = Long.MAX_VALUE;
        if (unsentFrom < sendLimit()) {
            return nowNs;
        }
        for (final PeerLink link : order) {
            if (link.outbound().isWaiting(unsentFrom)) {
                waitNs = Math.min(waitNs, Math.max(0, link.outbound().dueNs() - nowNs));
            }
            if (link.inbound().owesAck()) {
                waitNs = Math.min(waitNs, Math.max(0, link.inbound().ackDueNs() - nowNs));
            }
        }
        return waitNs == Long.MAX_VALUE ? waitNs : nowNs + waitNs;
    }

    /** What passed, for each peer. */
    public List<LinkStatus> status() {
        final List<LinkStatus> result = new ArrayList<>();
        for (final PeerLink link : order) {
            result.add(link.status());
        }
        return result;
    }

    /** What passed between this member and a peer. */
    public Optional<LinkStatus> status(final MemberId peer) {
        return Optional.ofNullable(links.get(peer.incarnation())).map(PeerLink::status);
    }

    /** Datagrams that were refused and named no peer as their sender, by cause. */
    public Map<LinkRefusal, Long> refusedOfStrangers() {
        return unknown.byCause();
    }

    /** All datagrams that were refused, those of peers that are gone too, by cause; only causes that occurred. */
    public Map<LinkRefusal, Long> refused() {
        final Map<LinkRefusal, Long> result = new EnumMap<>(refusedOfDeparted);
        unknown.byCause().forEach((cause, count) -> result.merge(cause, count, Long::sum));
        for (final PeerLink link : order) {
            link.refusals().byCause().forEach((cause, count) -> result.merge(cause, count, Long::sum));
        }
        return result;
    }

    /** Frames that wait for acks. */
    public int logFrames() {
        return log.frames();
    }

    /** Octets of the frames that wait for acks. */
    public int logBytes() {
        return log.bytesInUse();
    }

    private void check(final Set<MemberId> peers) {
        if (peers.size() > limits.peers() + (peers.contains(self) ? 1 : 0)) {
            throw new IllegalArgumentException(peers.size() + " peers, more than " + limits.peers());
        }
        final LongHashSet incarnations = new LongHashSet();
        for (final MemberId peer : peers) {
            if (departed.contains(peer.incarnation())) {
                throw new IllegalArgumentException(peer + " was a peer before; it returns as a new incarnation only");
            }
            final boolean isMine = peer.incarnation() == self.incarnation() && !peer.equals(self);
            if (isMine || !incarnations.add(peer.incarnation())) {
                throw new IllegalArgumentException("two members have the incarnation of " + peer);
            }
        }
    }

    private boolean isPeer(final MemberId member) {
        final PeerLink link = links.get(member.incarnation());
        return link != null && link.peer().equals(member);
    }

    private boolean append(
            final long addressee, final long view, final DirectBuffer body, final int offset, final int length,
            final long nowNs) {
        checkLength(length);
        final int place = log.claim(LinkFrame.lengthWith(length));
        if (place == SendLog.FULL) {
            return false;
        }
        final LinkFrame frame = log.at(place);
        frame.header(LinkFrame.DATA, identity, addressee, log.next(), view);
        frame.body(body, offset, length);
        log.append(place, frame.seal(length, mac));
        transmit(nowNs);
        return true;
    }

    private boolean sendUnsequenced(
            final long addressee, final long view, final DirectBuffer body, final int offset, final int length) {
        checkLength(length);
        outgoing.header(LinkFrame.ONCE, identity, addressee, ++nonce, view);
        outgoing.body(body, offset, length);
        return sink.send(outgoing.buffer(), 0, outgoing.seal(length, mac));
    }

    private static void checkLength(final int length) {
        if (length < 0 || length > MAX_BODY) {
            throw new IllegalArgumentException("a body of " + length + " octets; at most " + MAX_BODY);
        }
    }

    private void refuseStranger(final long nowNs) {
        for (final PeerLink link : order) {
            if (link.nameDigest() == incoming.nameDigest()) {
                link.refusals().count(LinkRefusal.WRONG_INCARNATION, nowNs);
                return;
            }
        }
        unknown.count(LinkRefusal.UNKNOWN_SENDER, nowNs);
    }

    private boolean isForMe() {
        return incoming.addressee() == LinkFrame.ALL || incoming.addressee() == self.incarnation();
    }

    /** Sequenced frames count even if they are for others; the rest is not worth a MAC. */
    private boolean isForOthersOnly() {
        return incoming.kind() != LinkFrame.DATA && !isForMe();
    }

    private void onAuthentic(final PeerLink link, final long nowNs) {
        final boolean isTaken = switch (incoming.kind()) {
            case LinkFrame.DATA -> onData(link, nowNs);
            case LinkFrame.ONCE -> onOnce(link, nowNs);
            case LinkFrame.ACK -> onAck(link, nowNs);
            case LinkFrame.START -> onStart(link, nowNs);
            default -> false;
        };
        if (!isTaken) {
            link.refusals().count(LinkRefusal.MALFORMED, nowNs);
        }
    }

    private boolean onData(final PeerLink link, final long nowNs) {
        final Inbound inbound = link.inbound();
        final ReceiveQueue queue = inbound.queue();
        final long sequence = incoming.number();
        if (!inbound.isStarted()) {
            link.refusals().count(LinkRefusal.NOT_STARTED, nowNs);
        } else if (queue.has(sequence)) {
            link.refusals().count(LinkRefusal.DUPLICATE, nowNs);
            inbound.onDuplicate(nowNs);
        } else if (!queue.hasPlaceFor(sequence)) {
            link.refusals().count(LinkRefusal.NO_ROOM, nowNs);
        } else {
            inbound.onData(incoming, isForMe(), nowNs);
        }
        return true;
    }

    private boolean onOnce(final PeerLink link, final long nowNs) {
        if (!link.inbound().isStarted()) {
            link.refusals().count(LinkRefusal.NOT_STARTED, nowNs);
        } else if (!link.inbound().enterNonce(incoming.number(), nowNs)) {
            link.refusals().count(LinkRefusal.REPLAY, nowNs);
        } else if (!link.inbound().onces().enter(incoming)) {
            link.refusals().count(LinkRefusal.NO_ROOM, nowNs);
        }
        return true;
    }

    private boolean onStart(final PeerLink link, final long nowNs) {
        if (incoming.bodyLength() != Long.BYTES || incoming.addressee() != self.incarnation()) {
            return false;
        }
        final Inbound inbound = link.inbound();
        if (inbound.isStarted() && !inbound.enterNonce(incoming.number(), nowNs)) {
            link.refusals().count(LinkRefusal.REPLAY, nowNs);
        } else {
            inbound.onStart(incoming.bodyLong(0), incoming.number(), nowNs);
            link.outbound().hurryStart(nowNs);
        }
        return true;
    }

    /** Before START an ack is good too: what it says of this life's stream has been true since it was sent. */
    private boolean onAck(final PeerLink link, final long nowNs) {
        if (!ackIn.isSound()) {
            return false;
        }
        if (link.inbound().isStarted() && !link.inbound().enterNonce(incoming.number(), nowNs)) {
            link.refusals().count(LinkRefusal.REPLAY, nowNs);
            return true;
        }
        if (!ackIn.read(self.incarnation(), link.outbound(), unsentFrom, nowNs)) {
            return false;
        }
        forget();
        link.outbound().resendGaps(unsentFrom, nowNs);
        transmit(nowNs);
        return true;
    }

    /** Sends frames for the first time, as long as some peer has room for them and the medium too. */
    private int transmit(final long nowNs) {
        final long end = sendLimit();
        int count = 0;
        while (unsentFrom < end && log.send(unsentFrom, sink)) {
            log.sent(unsentFrom, nowNs);
            for (final PeerLink link : order) {
                link.outbound().onSent(unsentFrom, nowNs);
            }
            unsentFrom++;
            count++;
        }
        return count;
    }

    private long sendLimit() {
        long limit = log.first();
        for (final PeerLink link : order) {
            limit = Math.max(limit, link.outbound().limit());
        }
        return Math.min(limit, log.next());
    }

    /** Forgets what every peer consumed. */
    private void forget() {
        long needed = log.next();
        for (final PeerLink link : order) {
            needed = Math.min(needed, link.outbound().consumed());
        }
        log.freeBefore(needed);
        unsentFrom = Math.max(unsentFrom, needed);
    }

    private boolean sendStart(final PeerLink link) {
        outgoing.header(LinkFrame.START, identity, link.peer().incarnation(), ++nonce, 0);
        outgoing.bodyLong(0, link.outbound().first());
        return sink.send(outgoing.buffer(), 0, outgoing.seal(Long.BYTES, mac));
    }

    /** Sends all acks that are owed, if one of them is due. */
    private int sendAcks(final long nowNs) {
        boolean isDue = false;
        for (final PeerLink link : order) {
            isDue |= link.inbound().owesAck() && nowNs - link.inbound().ackDueNs() >= 0;
        }
        int count = 0;
        for (int i = 0; isDue && i < order.length; count++) {
            outgoing.header(LinkFrame.ACK, identity, LinkFrame.ALL, ++nonce, 0);
            final int end = ackOut.write(order, i);
            if (!sink.send(outgoing.buffer(), 0, outgoing.seal(ackOut.length(), mac))) {
                return count;
            }
            for (; i < end; i++) {
                order[i].inbound().onAckSent();
            }
        }
        return count;
    }
}
