package dev.directrix.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.cluster.link.NastyNetwork.Faults;
import dev.directrix.cluster.member.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinksTest {

    private static final LinkKey KEY = TestMember.key("a secret", "edge1");
    private static final MemberId A = new MemberId("a", 0xa1);
    private static final MemberId B = new MemberId("b", 0xb1);
    private static final MemberId C = new MemberId("c", 0xc1);

    private final NastyNetwork network = new NastyNetwork(1, Faults.NONE);
    private final TestMember a = new TestMember(network, A, KEY, TestMember.SMALL);
    private final TestMember b = new TestMember(network, B, KEY, TestMember.SMALL);
    private final TestMember c = new TestMember(network, C, KEY, TestMember.SMALL);

    @Test
    void shouldHandOverFramesInOrderOnceToEachOfAll() {
        allArePeers();
        final List<String> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sent.add("frame " + i);
            sendToAll(a, sent.getLast());
        }
        run(50);
        assertThat(b.receivedFrom(A)).isEqualTo(sent);
        assertThat(c.receivedFrom(A)).isEqualTo(sent);
        assertThat(a.links().logFrames()).isZero();
        assertThat(a.links().logBytes()).isZero();
    }

    @Test
    void shouldGiveAFrameToItsAddresseeOnly() {
        allArePeers();
        assertThat(a.send(B, "for b")).isTrue();
        assertThat(a.send(C, "for c")).isTrue();
        assertThat(a.sendToAll("for all")).isTrue();
        run(50);
        assertThat(b.receivedFrom(A)).containsExactly("for b", "for all");
        assertThat(c.receivedFrom(A)).containsExactly("for c", "for all");
    }

    @Test
    void shouldRefuseToSendWhenAPeerThatIsSilentHoldsTheWholeLog() {
        allArePeers();
        run(20);
        network.remove(c);
        int taken = 0;
        while (a.sendToAll("frame") && taken < 1000) {
            taken++;
            runWithout(c, 1);
        }
        assertThat(taken).isEqualTo(TestMember.SMALL.logFrames());
        assertThat(b.receivedFrom(A)).hasSize(taken);
        a.peers(A, B);
        assertThat(a.sendToAll("after c is gone")).isTrue();
        runWithout(c, 20);
        assertThat(b.receivedFrom(A)).hasSize(taken + 1);
        assertThat(a.links().logFrames()).isZero();
    }

    @Test
    void shouldKeepAHeldFrameAtTheHeadOfItsLinkWhileOthersGoOn() {
        allArePeers();
        b.hold(A, true);
        IntStream.range(0, 100).forEach(i -> a.sendToAll("a" + i));
        IntStream.range(0, 10).forEach(i -> c.sendToAll("c" + i));
        run(1000);
        assertThat(b.receivedFrom(A)).isEmpty();
        assertThat(b.receivedFrom(C)).hasSize(10);
        assertThat(c.receivedFrom(A)).hasSize(64);
        assertThat(a.links().logFrames()).isEqualTo(64);
        b.hold(A, false);
        run(400);
        assertThat(b.receivedFrom(A)).isEqualTo(IntStream.range(0, 64).mapToObj(i -> "a" + i).toList());
        assertThat(a.links().logFrames()).isZero();
    }

    @Test
    void shouldNotBuryAPeerThatIsSlowToAnswerUnderResends() {
        allArePeers();
        for (int i = 0; i < 20; i++) {
            a.sendToAll("warm " + i);
            run(2);
        }
        final long before = resentToB();
        for (int round = 0; round < 10; round++) {
            IntStream.range(0, 20).forEach(i -> a.sendToAll("frame " + i));
            final int number = round;
            IntStream.range(0, 50).forEach(i -> {
                network.advance(1_000_000);
                a.turn();
                c.turn();
                if (i == 49) {
                    b.turn();
                }
            });
            assertThat(b.receivedFrom(A)).hasSize(20 + 20 * (number + 1));
        }
        assertThat(resentToB() - before).isLessThanOrEqualTo(4 * 10 * 3L);
    }

    @Test
    void shouldSendAgainOnEvidenceAllThatWasLostTogether() {
        allArePeers();
        a.sendToAll("warm");
        run(20);
        network.remove(b);
        IntStream.range(0, 30).forEach(i -> a.sendToAll("lost " + i));
        runWithout(b, 5);
        network.add(b);
        a.sendToAll("later");
        run(20);
        assertThat(b.receivedFrom(A)).hasSize(32);
        assertThat(resentToB()).isBetween(30L, 40L);
    }

    private long resentToB() {
        return a.links().status(B).orElseThrow().resent();
    }

    @Test
    void shouldSendUnsequencedFramesInFrontOfALogThatIsStuck() {
        allArePeers();
        run(20);
        b.hold(A, true);
        IntStream.range(0, 60).forEach(i -> a.sendToAll("a" + i));
        run(20);
        assertThat(a.sendOnceToAll("heartbeat")).isTrue();
        run(5);
        assertThat(b.receivedFrom(A)).isEmpty();
        assertThat(b.oncesFrom(A)).containsExactly("heartbeat");
    }

    @Test
    void shouldBeginANewPeersStreamWithWhatIsSentNext() {
        a.peers(A, B);
        b.peers(A, B);
        a.sendToAll("before c");
        run(20);
        allArePeers();
        a.sendToAll("with c");
        run(50);
        assertThat(b.receivedFrom(A)).containsExactly("before c", "with c");
        assertThat(c.receivedFrom(A)).containsExactly("with c");
    }

    @Test
    void shouldRefuseAPeerThatComesBackInTheSameLife() {
        allArePeers();
        a.peers(A, B);
        assertThatThrownBy(() -> a.peers(A, B, C))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("c/c1");
    }

    @Test
    void shouldLoseWhatIsSentToOneThatIsNoPeerAndHoldNothing() {
        a.peers(A, B);
        assertThat(a.send(C, "to nobody")).isTrue();
        assertThat(a.links().logFrames()).isZero();
    }

    @Test
    void shouldGoOnWhenTheMediumTakesDatagramsAgain() {
        allArePeers();
        run(20);
        network.full(true);
        assertThat(a.sendToAll("later")).isTrue();
        assertThat(a.sendOnceToAll("lost")).isFalse();
        run(500);
        assertThat(b.receivedFrom(A)).isEmpty();
        network.full(false);
        run(5);
        assertThat(b.receivedFrom(A)).containsExactly("later");
    }

    @Test
    void shouldHaveNothingDueOnceAllIsAcked() {
        allArePeers();
        a.sendToAll("frame");
        run(300);
        assertThat(a.links().dueNs(network.nowNs())).isEqualTo(Long.MAX_VALUE);
        assertThat(b.links().dueNs(network.nowNs())).isEqualTo(Long.MAX_VALUE);
        network.forgetRecorded();
        run(2000);
        assertThat(network.recorded()).as("datagrams while idle").isEmpty();
    }

    @Test
    void shouldTellWhatPassed() {
        allArePeers();
        a.sendToAll("one");
        a.sendOnceToAll("two");
        run(50);
        assertThat(a.links().status(B)).hasValueSatisfying(status -> {
            assertThat(status.sending()).isTrue();
            assertThat(status.receiving()).isTrue();
            assertThat(status.sent()).isEqualTo(1);
            assertThat(status.unacked()).isZero();
            assertThat(status.rttNs()).isBetween(1L, 10_000_000L);
        });
        assertThat(b.links().status(A)).hasValueSatisfying(
                status -> assertThat(status.lastHeardNs()).isGreaterThan(network.nowNs() - 60_000_000));
        assertThat(a.links().status()).extracting(LinkStatus::peer).containsExactlyInAnyOrder(B, C);
    }

    private void allArePeers() {
        List.of(a, b, c).forEach(member -> member.peers(A, B, C));
    }

    private void sendToAll(final TestMember from, final String text) {
        for (int i = 0; i < 1000 && !from.sendToAll(text); i++) {
            run(1);
        }
    }

    private void run(final int ms) {
        for (int i = 0; i < ms; i++) {
            network.advance(1_000_000);
            List.of(a, b, c).forEach(TestMember::turn);
        }
    }

    private void runWithout(final TestMember stopped, final int ms) {
        for (int i = 0; i < ms; i++) {
            network.advance(1_000_000);
            List.of(a, b, c).stream().filter(member -> member != stopped).forEach(TestMember::turn);
        }
    }
}
