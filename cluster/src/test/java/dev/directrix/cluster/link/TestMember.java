package dev.directrix.cluster.link;

import dev.directrix.cluster.member.MemberId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A member on a {@link NastyNetwork} that sends numbered texts and remembers what it was handed over. */
final class TestMember implements NastyNetwork.Node, LinkHandler {

    static final LinkLimits SMALL = new LinkLimits(64, 64 * 1024, 32, 8, 1_000_000, 5_000_000, 100_000_000);

    private final MemberId id;
    private final NastyNetwork network;
    private final Links links;
    private final Map<MemberId, List<String>> received = new HashMap<>();
    private final Map<MemberId, List<String>> onces = new HashMap<>();
    private final Set<MemberId> held = new HashSet<>();

    TestMember(final NastyNetwork network, final MemberId id, final LinkKey key, final LinkLimits limits) {
        this.id = id;
        this.network = network;
        this.links = new Links(id, key, limits, network.sinkOf(this));
        network.add(this);
    }

    static LinkKey key(final String secret, final String cluster) {
        return ClusterKey.parse((secret + " is long enough").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .forCluster(cluster);
    }

    MemberId id() {
        return id;
    }

    Links links() {
        return links;
    }

    void peers(final MemberId... peers) {
        links.peers(Set.of(peers), network.nowNs());
    }

    boolean send(final MemberId to, final String text) {
        final UnsafeBuffer body = new UnsafeBuffer(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return links.send(to, text.length(), body, 0, body.capacity(), network.nowNs());
    }

    boolean sendToAll(final String text) {
        final UnsafeBuffer body = new UnsafeBuffer(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return links.sendToAll(text.length(), body, 0, body.capacity(), network.nowNs());
    }

    boolean sendOnceToAll(final String text) {
        final UnsafeBuffer body = new UnsafeBuffer(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return links.sendOnceToAll(text.length(), body, 0, body.capacity());
    }

    /** Keeps a peer's frames waiting, or lets them go on. */
    void hold(final MemberId peer, final boolean hold) {
        if (hold) {
            held.add(peer);
        } else {
            held.remove(peer);
        }
    }

    /** One turn of its loop. */
    void turn() {
        links.poll(this, 1000, network.nowNs());
        links.work(network.nowNs());
    }

    List<String> receivedFrom(final MemberId peer) {
        return received.getOrDefault(peer, List.of());
    }

    List<String> oncesFrom(final MemberId peer) {
        return onces.getOrDefault(peer, List.of());
    }

    @Override
    public void onDatagram(final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        links.onDatagram(buffer, offset, length, nowNs);
    }

    @Override
    public LinkVerdict onFrame(
            final MemberId from, final long view, final DirectBuffer buffer, final int offset, final int length) {
        if (held.contains(from)) {
            return LinkVerdict.HOLD;
        }
        enter(received, from, view, buffer.getStringWithoutLengthAscii(offset, length));
        return LinkVerdict.CONSUME;
    }

    @Override
    public void onOnce(
            final MemberId from, final long view, final DirectBuffer buffer, final int offset, final int length) {
        enter(onces, from, view, buffer.getStringWithoutLengthAscii(offset, length));
    }

    private static void enter(
            final Map<MemberId, List<String>> lists, final MemberId from, final long view, final String text) {
        if (view != text.length()) {
            throw new IllegalStateException("the view of '" + text + "' came as " + view);
        }
        lists.computeIfAbsent(from, peer -> new ArrayList<>()).add(text);
    }
}
