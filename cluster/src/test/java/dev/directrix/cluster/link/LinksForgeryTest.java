package dev.directrix.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.directrix.cluster.link.NastyNetwork.Faults;
import dev.directrix.cluster.member.MemberId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LinksForgeryTest {

    private static final LinkKey KEY = TestMember.key("a secret", "edge1");
    private static final MemberId A = new MemberId("a", 0xa1);
    private static final MemberId A2 = new MemberId("a", 0xa2);
    private static final MemberId B = new MemberId("b", 0xb1);
    private static final MemberId B2 = new MemberId("b", 0xb2);

    private final NastyNetwork network = new NastyNetwork(1, Faults.NONE);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Links.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

    @Test
    void shouldGiveNothingOfFormerLivesToANewLifeOfTheReceiver() {
        final TestMember a = member(A, KEY);
        final TestMember b = member(B, KEY);
        talk(a, b, "to b");
        final List<byte[]> recorded = List.copyOf(network.recorded());
        network.remove(b);
        final TestMember b2 = member(B2, KEY);
        b2.peers(A, B2);
        replay(recorded, b2);
        assertThat(b2.links().status(A)).hasValueSatisfying(status -> {
            assertThat(status.receiving()).as("started by a START to another life").isFalse();
            assertThat(status.refused()).containsOnlyKeys(LinkRefusal.NOT_STARTED);
        });
        a.peers(A, B2);
        talk(a, b2, "to b2");
        replay(recorded, b2);
        turns(20, a, b2);
        assertThat(b2.receivedFrom(A)).containsExactly("to b2");
        assertThat(b2.oncesFrom(A)).containsExactly("once to b2");
        assertThat(b2.links().status(A).orElseThrow().refused())
                .containsKeys(LinkRefusal.REPLAY, LinkRefusal.DUPLICATE);
        b2.peers(B2);
        assertThat(b2.links().refused()).as("of one that is gone").containsKeys(
                LinkRefusal.REPLAY, LinkRefusal.DUPLICATE, LinkRefusal.NOT_STARTED);
    }

    @Test
    void shouldGiveNothingOfAFormerLifeOfTheSender() {
        final TestMember a = member(A, KEY);
        final TestMember b = member(B, KEY);
        talk(a, b, "of a");
        final List<byte[]> recorded = List.copyOf(network.recorded());
        network.remove(a);
        final TestMember a2 = member(A2, KEY);
        a2.peers(A2, B);
        b.peers(A2, B);
        replay(recorded, b);
        talk(a2, b, "of a2");
        replay(recorded, b);
        turns(20, a2, b);
        assertThat(b.receivedFrom(A)).containsExactly("of a");
        assertThat(b.receivedFrom(A2)).containsExactly("of a2");
        assertThat(b.oncesFrom(A2)).containsExactly("once of a2");
        assertThat(b.links().status(A2).orElseThrow().refused()).containsKey(LinkRefusal.WRONG_INCARNATION);
        assertThat(messages()).filteredOn(line -> line.contains("of another life")).singleElement()
                .asString().contains("from a/a2").contains("a replay");
    }

    @Test
    void shouldRefuseEveryFrameOfThisLifeThatComesAgain() {
        final TestMember a = member(A, KEY);
        final TestMember b = member(B, KEY);
        talk(a, b, "frame");
        final List<byte[]> recorded = List.copyOf(network.recorded());
        final long heardNs = b.links().status(A).orElseThrow().lastHeardNs();
        for (int i = 0; i < 10; i++) {
            replay(recorded, b);
            turns(20, a, b);
        }
        assertThat(b.receivedFrom(A)).containsExactly("frame");
        assertThat(b.oncesFrom(A)).containsExactly("once frame");
        assertThat(messages()).filteredOn(line -> line.contains("was seen before")).hasSize(1);
        assertThat(b.links().status(A).orElseThrow().lastHeardNs()).as("a replay is no sign of life")
                .isLessThan(heardNs + 150_000_000);
    }

    @Test
    void shouldChangeNothingForAnAlteredBitAnywhere() {
        final TestMember a = member(A, KEY);
        final TestMember b = member(B, KEY);
        talk(a, b, "frame");
        a.sendToAll("another");
        a.sendOnceToAll("and another");
        turns(2, a);
        final List<String> before = state(b);
        for (final byte[] octets : List.copyOf(network.recorded())) {
            for (int bit = 0; bit < octets.length * 8; bit++) {
                final byte[] altered = octets.clone();
                altered[bit / 8] ^= (byte) (1 << bit % 8);
                network.inject(b, altered);
                assertThat(state(b)).as("bit %d of %s", bit, Arrays.toString(octets)).isEqualTo(before);
            }
        }
        assertThat(b.links().status(A).orElseThrow().refused())
                .containsOnlyKeys(LinkRefusal.BAD_MAC, LinkRefusal.WRONG_INCARNATION);
        assertThat(b.links().refusedOfStrangers()).containsOnlyKeys(LinkRefusal.TRUNCATED, LinkRefusal.VERSION,
                LinkRefusal.UNKNOWN_CLUSTER, LinkRefusal.UNKNOWN_SENDER);
        assertThat(messages()).hasSize(6).allMatch(line -> line.contains("What to do: "));
    }

    @Test
    void shouldChangeNothingForFramesCutShortOrGrownOrForNoise() {
        final TestMember a = member(A, KEY);
        final TestMember b = member(B, KEY);
        talk(a, b, "frame");
        final List<String> before = state(b);
        for (final byte[] octets : List.copyOf(network.recorded())) {
            for (int length = 0; length < octets.length + 40; length++) {
                if (length != octets.length) {
                    network.inject(b, Arrays.copyOf(octets, length));
                }
            }
        }
        final Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            final byte[] noise = new byte[random.nextInt(1600)];
            random.nextBytes(noise);
            network.inject(b, noise);
        }
        assertThat(state(b)).isEqualTo(before);
        assertThat(messages()).hasSizeBetween(1, 3);
    }

    @Test
    void shouldRefuseAnotherKeyAndSayOnceWhatToCompare() {
        final TestMember a = member(A, TestMember.key("another secret", "edge1"));
        final TestMember b = member(B, KEY);
        a.peers(A, B);
        b.peers(A, B);
        a.sendToAll("forged");
        turns(1000, a, b);
        assertThat(b.receivedFrom(A)).isEmpty();
        assertThat(b.links().status(A).orElseThrow().refused().get(LinkRefusal.BAD_MAC)).isGreaterThan(3);
        assertThat(messages()).filteredOn(line -> line.contains("from a/a1 has a wrong MAC")).singleElement()
                .asString().contains("cluster.key-file");
    }

    @Test
    void shouldSayAgainAfterAMinuteThatTheKeyIsAnother() {
        final TestMember a = member(A, TestMember.key("another secret", "edge1"));
        final TestMember b = member(B, KEY);
        a.peers(A, B);
        b.peers(A, B);
        turns(100, a, b);
        network.advance(60_000_000_000L);
        turns(100, a, b);
        assertThat(messages()).filteredOn(line -> line.contains("from a/a1 has a wrong MAC")).hasSize(2);
    }

    @Test
    void shouldRefuseAnotherClustersMembers() {
        final TestMember a = member(A, TestMember.key("a secret", "edge2"));
        final TestMember b = member(B, KEY);
        a.peers(A, B);
        b.peers(A, B);
        turns(100, a, b);
        assertThat(b.links().refusedOfStrangers()).containsOnlyKeys(LinkRefusal.UNKNOWN_CLUSTER);
        assertThat(b.links().status(A).orElseThrow().receiving()).isFalse();
    }

    @Test
    void shouldRefuseAFrameOfANewerVersion() {
        final TestMember a = member(A, KEY);
        final TestMember b = member(B, KEY);
        talk(a, b, "frame");
        final byte[] newer = network.recorded().getFirst().clone();
        newer[0] = 2;
        network.inject(b, newer);
        assertThat(b.links().refusedOfStrangers()).isEqualTo(Map.of(LinkRefusal.VERSION, 1L));
        assertThat(messages()).singleElement().asString().contains("another version", "one release");
    }

    private TestMember member(final MemberId id, final LinkKey key) {
        return new TestMember(network, id, key, TestMember.SMALL);
    }

    /** Both link, and one sends a frame of each kind to the other. */
    private void talk(final TestMember from, final TestMember to, final String text) {
        if (from.links().status(to.id()).isEmpty()) {
            from.peers(from.id(), to.id());
        }
        if (to.links().status(from.id()).isEmpty()) {
            to.peers(from.id(), to.id());
        }
        turns(150, from, to);
        from.sendToAll(text);
        from.sendOnceToAll("once " + text);
        turns(150, from, to);
        assertThat(to.receivedFrom(from.id())).contains(text);
        assertThat(to.oncesFrom(from.id())).contains("once " + text);
    }

    private void replay(final List<byte[]> recorded, final TestMember to) {
        recorded.forEach(octets -> network.inject(to, octets));
    }

    private void turns(final int count, final TestMember... members) {
        for (int i = 0; i < count; i++) {
            network.advance(1_000_000);
            Arrays.stream(members).forEach(TestMember::turn);
        }
    }

    /** All that a datagram can change, but the counts of refusals. */
    private List<String> state(final TestMember member) {
        final List<String> state = new ArrayList<>();
        for (final LinkStatus status : member.links().status()) {
            state.add(new LinkStatus(status.peer(), status.sending(), status.receiving(), status.sent(),
                    status.resent(), status.received(), status.unacked(), status.waiting(), status.rttNs(),
                    status.lastHeardNs(), Map.of()).toString());
        }
        state.add(member.links().dueNs(network.nowNs()) + " " + member.links().logFrames());
        return state;
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
