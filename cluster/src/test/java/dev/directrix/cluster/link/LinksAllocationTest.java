package dev.directrix.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.directrix.cluster.member.MemberId;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LinksAllocationTest {

    private static final LinkKey KEY = TestMember.key("a secret", "edge1");
    private static final MemberId A = new MemberId("a", 0xa1);
    private static final MemberId B = new MemberId("b", 0xb1);
    private static final int ROUNDS = 20_000;

    private final UnsafeBuffer body = new UnsafeBuffer(new byte[Links.MAX_BODY]);
    private final Wire toB = new Wire();
    private final Wire toA = new Wire();
    private final Links a = new Links(A, KEY, TestMember.SMALL, toB);
    private final Links b = new Links(B, KEY, TestMember.SMALL, toA);
    private final Counter counter = new Counter();
    private long nowNs;

    @Test
    void shouldAllocateNothingForFramesAndAcksAndRefusals() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
        toB.to = b;
        toA.to = a;
        a.peers(Set.of(B), nowNs);
        b.peers(Set.of(A), nowNs);
        rounds();
        final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
        rounds();
        final long bytes = threads.getCurrentThreadAllocatedBytes() - beforeBytes;
        assertThat(counter.frames).isGreaterThan(3 * ROUNDS);
        assertThat(a.status(B).orElseThrow().resent()).isPositive();
        assertThat(b.status(A).orElseThrow().refused()).containsKey(LinkRefusal.BAD_MAC);
        assertThat(bytes).as("octets allocated for %d rounds", ROUNDS).isLessThan(ROUNDS);
    }

    private void rounds() {
        for (int i = 0; i < ROUNDS; i++) {
            nowNs += 1_000_000;
            toB.losesNext = i % 17 == 0;
            toB.altersNext = i % 19 == 0;
            a.sendToAll(i, body, 0, i % Links.MAX_BODY, nowNs);
            a.sendOnce(B, i, body, 0, 50);
            b.sendOnceToAll(i, body, 0, 50);
            a.poll(counter, 100, nowNs);
            b.poll(counter, 100, nowNs);
            a.work(nowNs);
            b.work(nowNs);
        }
    }

    private final class Wire implements DatagramSink {
        private final UnsafeBuffer altered = new UnsafeBuffer(new byte[Links.MAX_DATAGRAM]);
        private Links to;
        private boolean losesNext;
        private boolean altersNext;

        @Override
        public boolean send(final DirectBuffer buffer, final int offset, final int length) {
            if (losesNext) {
                losesNext = false;
            } else if (altersNext) {
                altersNext = false;
                altered.putBytes(0, buffer, offset, length);
                altered.putByte(length - 1, (byte) (altered.getByte(length - 1) ^ 1));
                to.onDatagram(altered, 0, length, nowNs);
            } else {
                to.onDatagram(buffer, offset, length, nowNs);
            }
            return true;
        }
    }

    private static final class Counter implements LinkHandler {
        private long frames;

        @Override
        public LinkVerdict onFrame(
                final MemberId from, final long view, final DirectBuffer buffer, final int offset, final int length) {
            frames++;
            return LinkVerdict.CONSUME;
        }

        @Override
        public void onOnce(
                final MemberId from, final long view, final DirectBuffer buffer, final int offset, final int length) {
            frames++;
        }
    }
}
