package dev.directrix.cluster.link.aeron;

import dev.directrix.cluster.link.ClusterKey;
import dev.directrix.cluster.link.DatagramHandler;
import dev.directrix.cluster.link.Endpoint;
import dev.directrix.cluster.link.LinkHandler;
import dev.directrix.cluster.link.LinkKey;
import dev.directrix.cluster.link.LinkLimits;
import dev.directrix.cluster.link.LinkVerdict;
import dev.directrix.cluster.link.Links;
import dev.directrix.cluster.member.MemberId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Links over Aeron, driven by the test's thread. */
final class AeronMember implements LinkHandler, AutoCloseable {

    private static final LinkKey KEY =
            ClusterKey.parse("a secret for tests".getBytes(StandardCharsets.US_ASCII)).forCluster("edge1");

    private final MemberId id;
    private final Endpoint endpoint;
    private final AeronTransport transport;
    private final Links links;
    private final DatagramHandler toLinks;
    private final Map<MemberId, List<String>> received = new HashMap<>();
    private final Map<MemberId, List<String>> onces = new HashMap<>();

    AeronMember(final MemberId id, final AeronSettings settings) {
        this.id = id;
        endpoint = settings.listen();
        transport = AeronTransport.open(settings, System::nanoTime);
        links = new Links(id, KEY, LinkLimits.DEFAULT, transport);
        toLinks = (buffer, offset, length) -> links.onDatagram(buffer, offset, length, System.nanoTime());
    }

    MemberId id() {
        return id;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    AeronTransport transport() {
        return transport;
    }

    Links links() {
        return links;
    }

    /** Makes peers known to the links and to the transport. */
    void join(final AeronMember... peers) {
        Arrays.stream(peers).forEach(peer -> transport.addPeer(peer.endpoint));
        peers(peers);
    }

    void peers(final AeronMember... peers) {
        final Set<MemberId> ids = Arrays.stream(peers).map(AeronMember::id).collect(Collectors.toSet());
        links.peers(ids, System.nanoTime());
    }

    boolean sendToAll(final String text) {
        final UnsafeBuffer body = new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        return links.sendToAll(1, body, 0, body.capacity(), System.nanoTime());
    }

    void sendOnceToAll(final String text) {
        final UnsafeBuffer body = new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        links.sendOnceToAll(1, body, 0, body.capacity());
    }

    /** One turn of its loop. */
    int turn() {
        return transport.poll(toLinks, 64) + links.poll(this, 64, System.nanoTime()) + links.work(System.nanoTime());
    }

    List<String> receivedFrom(final AeronMember peer) {
        return received.getOrDefault(peer.id, List.of());
    }

    List<String> oncesFrom(final AeronMember peer) {
        return onces.getOrDefault(peer.id, List.of());
    }

    @Override
    public LinkVerdict onFrame(
            final MemberId from, final long view, final DirectBuffer buffer, final int offset, final int length) {
        received.computeIfAbsent(from, peer -> new ArrayList<>())
                .add(buffer.getStringWithoutLengthAscii(offset, length));
        return LinkVerdict.CONSUME;
    }

    @Override
    public void onOnce(
            final MemberId from, final long view, final DirectBuffer buffer, final int offset, final int length) {
        onces.computeIfAbsent(from, peer -> new ArrayList<>())
                .add(buffer.getStringWithoutLengthAscii(offset, length));
    }

    @Override
    public void close() {
        transport.close();
    }
}
