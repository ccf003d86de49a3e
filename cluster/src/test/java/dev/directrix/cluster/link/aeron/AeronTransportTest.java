package dev.directrix.cluster.link.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.cluster.link.Endpoint;
import dev.directrix.cluster.link.LinkException;
import dev.directrix.cluster.link.LinkStatus;
import dev.directrix.cluster.member.MemberId;
import io.aeron.protocol.HeaderFlyweight;
import io.aeron.protocol.SetupFlyweight;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AeronTransportTest {

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    private Path directory;
    private final List<AeronMember> running = new ArrayList<>();
    private long incarnations = 100;

    @AfterEach
    void closeAll() {
        running.forEach(AeronMember::close);
    }

    @Test
    void shouldCarryFramesAmongThreeMembersOneOfWhichRestarts() {
        final AeronMember a = start("a");
        final AeronMember b = start("b");
        final AeronMember c = start("c");
        joinAll();
        a.sendToAll("from a");
        b.sendToAll("from b");
        c.sendToAll("from c");
        runUntil(() -> Stream.of(a, b, c).allMatch(to -> Stream.of(a, b, c)
                .filter(from -> from != to).allMatch(from -> to.receivedFrom(from).size() == 1)));
        c.close();
        running.remove(c);
        final AeronMember c2 = start("c", c.endpoint());
        c2.join(a, b);
        a.peers(b, c2);
        b.peers(a, c2);
        a.sendToAll("to the new c");
        a.sendOnceToAll("once");
        runUntil(() -> !c2.receivedFrom(a).isEmpty() && b.receivedFrom(a).size() == 2);
        assertThat(c2.receivedFrom(a)).containsExactly("to the new c");
        assertThat(b.receivedFrom(a)).containsExactly("from a", "to the new c");
        assertThat(b.oncesFrom(a)).containsExactly("once");
        assertThat(c2.receivedFrom(b)).isEmpty();
    }

    @Test
    void shouldNotLetADestinationThatSwallowsAllStallTheOthers() throws IOException {
        final AeronMember a = start("a");
        final AeronMember b = start("b");
        joinAll();
        try (DatagramSocket hole = loopbackSocket()) {
            a.transport().addPeer(new Endpoint("127.0.0.1", hole.getLocalPort()));
            a.transport().addPeer(new Endpoint("127.0.0.1", LoopbackUdpPort.free()));
            sendAndCheck(a, b, 3_000);
            assertThat(hole.getReceiveBufferSize()).isPositive();
        }
    }

    @Test
    void shouldCatchUpWithAMemberThatStoodStillWhileOthersGoOn() {
        final AeronMember a = start("a");
        final AeronMember b = start("b");
        final AeronMember c = start("c");
        joinAll();
        sendAndCheck(a, b, 1);
        running.remove(c);
        sendAndCheck(a, b, 900);
        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        runUntil(() -> System.nanoTime() - untilNs >= 0);
        running.add(c);
        runUntil(() -> c.receivedFrom(a).size() == 901);
        assertThat(c.receivedFrom(a)).isEqualTo(b.receivedFrom(a));
        sendAndCheck(c, a, 10);
    }

    @Test
    void shouldSendIntoTheVoidWhileAllPeersAreDownAndGoOnWhenTheyCome() {
        final AeronMember a = start("a");
        final Endpoint place = new Endpoint("127.0.0.1", LoopbackUdpPort.free());
        a.transport().addPeer(place);
        final MemberId id = new MemberId("b", 7);
        a.links().peers(java.util.Set.of(id), System.nanoTime());
        a.sendToAll("while nobody is there");
        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        runUntil(() -> System.nanoTime() - untilNs >= 0);
        assertThat(a.transport().status().unheard()).isPositive();
        final AeronMember b = new AeronMember(id, AeronSettings.unicast(place).in(directory));
        running.add(b);
        b.join(a);
        runUntil(() -> !b.receivedFrom(a).isEmpty());
        assertThat(b.receivedFrom(a)).containsExactly("while nobody is there");
    }

    @Test
    void shouldCarryFramesOverIpv6() {
        final AeronMember a = start("a", new Endpoint("::1", LoopbackUdpPort.free()));
        final AeronMember b = start("b", new Endpoint("::1", LoopbackUdpPort.free()));
        joinAll();
        sendAndCheck(a, b, 100);
        sendAndCheck(b, a, 100);
    }

    @Test
    void shouldCarryFramesByMulticast() {
        final Endpoint group = new Endpoint("239.255.74.1", LoopbackUdpPort.free());
        for (final String name : List.of("a", "b", "c")) {
            final AeronSettings settings = AeronSettings.unicast(new Endpoint("127.0.0.1", LoopbackUdpPort.free()))
                    .in(directory).by(new MulticastSettings(group, "127.0.0.1", 1));
            running.add(new AeronMember(new MemberId(name, ++incarnations), settings));
        }
        joinAll();
        sendAndCheck(running.get(0), running.get(1), 100);
        runUntil(() -> running.get(2).receivedFrom(running.get(0)).size() == 100);
        assertThat(running.get(0).links().refusedOfStrangers()).as("what comes back to its sender").isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongWhenTheEndpointIsTaken() throws IOException {
        try (DatagramSocket taken = loopbackSocket()) {
            final Endpoint endpoint = new Endpoint("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> start("a", endpoint)).isInstanceOf(LinkException.class)
                    .hasMessageContaining(endpoint.toString()).hasMessageContaining("cluster.listen");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void shouldLeaveNoFilesAndTheSamePortFreeWhenClosed() {
        final AeronMember a = start("a");
        assertThat(files()).hasSize(2);
        a.close();
        a.close();
        running.remove(a);
        assertThat(files()).isEmpty();
        final AeronMember again = start("a", a.endpoint());
        assertThat(again.endpoint()).isEqualTo(a.endpoint());
    }

    @Test
    void shouldDeleteWhatAKilledProcessLeftAndNothingOfALivingOne() throws IOException {
        final AeronMember living = start("a");
        final List<Path> ofTheLiving = files();
        Files.createFile(directory.resolve("directrix-aeron-dead.lock"));
        Files.createDirectories(directory.resolve("directrix-aeron-dead/images"));
        Files.writeString(directory.resolve("directrix-aeron-dead/cnc.dat"), "stale");
        Files.writeString(directory.resolve("other"), "of somebody else");
        start("b").close();
        running.removeLast();
        assertThat(files()).containsAll(ofTheLiving).contains(directory.resolve("other")).hasSize(3);
        joinAll();
        assertThat(living.turn()).isNotNegative();
    }

    @Test
    void shouldWakeAtADatagramLongBeforeTheTimeIsOver() throws IOException {
        final Endpoint endpoint = new Endpoint("127.0.0.1", LoopbackUdpPort.free());
        final AeronSettings settings = AeronSettings.unicast(endpoint).in(directory);
        try (Readiness readiness = new Readiness();
                AeronSession session = new AeronSession(settings, readiness, new Random(), new AeronErrors(() -> 0));
                DatagramSocket stranger = loopbackSocket()) {
            final long beforeNs = System.nanoTime();
            stranger.send(setup(1, AeronSession.TERM_LENGTH, AeronSession.MTU, endpoint));
            readiness.await(PATIENCE_NS);
            assertThat(System.nanoTime() - beforeNs).isLessThan(PATIENCE_NS / 2);
            assertThat(session.isOver()).isFalse();
        }
    }

    @Test
    void shouldWakeAtACallLongBeforeTheTimeIsOver() {
        try (Readiness readiness = new Readiness()) {
            final long beforeNs = System.nanoTime();
            Thread.ofPlatform().start(readiness::wakeUp);
            readiness.await(PATIENCE_NS);
            assertThat(System.nanoTime() - beforeNs).isLessThan(PATIENCE_NS / 2);
        }
    }

    @Test
    void shouldMakeNoBuffersForASetupThatAsksForOtherThanOurs() throws IOException {
        final AeronMember a = start("a");
        try (DatagramSocket stranger = loopbackSocket()) {
            for (int session = 1; session <= 1_000; session++) {
                stranger.send(setup(session, AeronSession.TERM_LENGTH * 4, AeronSession.MTU, a.endpoint()));
                stranger.send(setup(-session, AeronSession.TERM_LENGTH, AeronSession.MTU * 2, a.endpoint()));
                a.turn();
            }
            runTurns(20);
            assertThat(images()).isZero();
        }
    }

    /** A stranger's buffer lives for half a second, and the driver takes up to three more until it has freed it. */
    @Test
    void shouldBoundTheBuffersOfStrangersAndFreeThem() throws IOException {
        final AeronMember a = start("a");
        long most = 0;
        try (DatagramSocket stranger = loopbackSocket()) {
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            for (int session = 1; System.nanoTime() < endNs; session++) {
                stranger.send(setup(session, AeronSession.TERM_LENGTH, AeronSession.MTU, a.endpoint()));
                a.turn();
                if (session % 20 == 0) {
                    most = Math.max(most, images());
                }
            }
        }
        assertThat(most).as("buffers of strangers").isBetween(1L, 8L * AeronSession.MAX_IMAGES);
        runUntil(() -> images() == 0);
    }

    @Test
    void shouldCountADestinationAsOftenAsItWasAdded() {
        final AeronMember a = start("a");
        final AeronMember b = start("b");
        joinAll();
        a.transport().addPeer(b.endpoint());
        a.transport().removePeer(b.endpoint());
        sendAndCheck(a, b, 5);
        a.transport().removePeer(b.endpoint());
        a.transport().removePeer(b.endpoint());
        runTurns(200);
        a.sendOnceToAll("to nobody");
        runTurns(200);
        assertThat(b.oncesFrom(a)).isEmpty();
        assertThat(a.links().status()).extracting(LinkStatus::peer).containsExactly(b.id());
    }

    @Test
    void shouldRefuseNoDatagramForGood() {
        final AeronMember a = start("a");
        final AeronMember b = start("b");
        joinAll();
        sendAndCheck(a, b, 1);
        final UnsafeBuffer datagram = new UnsafeBuffer(new byte[1_000]);
        int taken = 0;
        while (a.transport().send(datagram, 0, datagram.capacity()) && taken < 100_000) {
            taken++;
        }
        assertThat(taken).as("datagrams before the buffers were full").isBetween(50, 99_999);
        sendAndCheck(a, b, 1_000);
    }

    private AeronMember start(final String name) {
        return start(name, new Endpoint("127.0.0.1", LoopbackUdpPort.free()));
    }

    private AeronMember start(final String name, final Endpoint endpoint) {
        final AeronMember member =
                new AeronMember(new MemberId(name, ++incarnations), AeronSettings.unicast(endpoint).in(directory));
        running.add(member);
        return member;
    }

    private void joinAll() {
        for (final AeronMember member : running) {
            member.join(running.stream().filter(peer -> peer != member).toArray(AeronMember[]::new));
        }
    }

    /** Sends frames of all sizes and waits until all are there, in order. */
    private void sendAndCheck(final AeronMember from, final AeronMember to, final int count) {
        final int before = to.receivedFrom(from).size();
        final List<String> texts = IntStream.range(0, count).mapToObj(i -> i + "x".repeat(i % 1_290)).toList();
        for (final String text : texts) {
            runUntil(() -> from.sendToAll(text));
        }
        runUntil(() -> to.receivedFrom(from).size() >= before + count);
        assertThat(to.receivedFrom(from).subList(before, before + count)).isEqualTo(texts);
    }

    private void runUntil(final BooleanSupplier isDone) {
        final long startNs = System.nanoTime();
        while (!isDone.getAsBoolean()) {
            assertThat(System.nanoTime() - startNs).as("time until it is so").isLessThan(PATIENCE_NS);
            runTurns(1);
        }
    }

    private void runTurns(final int count) {
        for (int i = 0; i < count; i++) {
            if (running.stream().mapToInt(AeronMember::turn).sum() == 0) {
                running.getFirst().transport().await(1);
            }
        }
    }

    private static DatagramPacket setup(
            final int session, final int termLength, final int mtu, final Endpoint to) {
        final byte[] octets = new byte[SetupFlyweight.HEADER_LENGTH];
        final SetupFlyweight setup = new SetupFlyweight(new UnsafeBuffer(octets));
        setup.version(HeaderFlyweight.CURRENT_VERSION).headerType(HeaderFlyweight.HDR_TYPE_SETUP)
                .frameLength(octets.length);
        setup.sessionId(session).streamId(AeronSession.STREAM).termLength(termLength).mtuLength(mtu);
        return new DatagramPacket(octets, octets.length, new InetSocketAddress(to.host(), to.port()));
    }

    /** Buffers for streams of others, of all drivers. */
    private long images() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getParent().endsWith("images")).count();
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static DatagramSocket loopbackSocket() throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), LoopbackUdpPort.free()));
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
