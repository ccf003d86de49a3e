package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TestPools;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a frame holds: no exception, no byte outside it read or written, one verdict, one counter. */
class PipelineFuzzTest {
    private static final int FRAMES = 300_000;
    private static final int MARGIN = Pipeline.HEADROOM;

    @Test
    void shouldCountEveryFrameOnceAndTouchNoByteOutsideIt() {
        final Random random = new Random(20_261_120);
        try (TestDirector director = new TestDirector(TestPools.servers(4, ServerState.ACTIVE), 64)) {
            for (int i = 0; i < FRAMES; i++) {
                final byte[] frame = RandomFrames.next(random);
                final byte[] guarded = new byte[frame.length + 2 * MARGIN];
                Arrays.fill(guarded, (byte) 0xa5);
                System.arraycopy(frame, 0, guarded, MARGIN, frame.length);
                final MemorySegment memory = MemorySegment.ofArray(guarded);
                director.nowNs += random.nextInt(5_000_000);

                final int verdict =
                        director.pipeline.process(memory, MARGIN, frame.length, 0, director.nowNs);

                assertThat(isGuard(guarded, 0) && isGuard(guarded, MARGIN + frame.length)).isTrue();
                if (!Verdict.isTx(verdict)) {
                    assertThat(Arrays.equals(guarded, MARGIN, MARGIN + frame.length, frame, 0, frame.length)).isTrue();
                }
            }
            final Counters counters = director.pipeline.counters();
            final long dropped = Stream.of(DropReason.values()).mapToLong(counters::dropped).sum();
            assertThat(counters.total(Counters.Total.FORWARDED) + counters.total(Counters.Total.ECHO_REPLIES)
                    + counters.total(Counters.Total.PASSED) + dropped).isEqualTo(FRAMES);
            assertThat(counters.total(Counters.Total.FORWARDED)).isGreaterThan(FRAMES / 4);
            assertThat(counters.total(Counters.Total.FLOWS_UNTRACKED)).isPositive();
        }
    }

    @Test
    void shouldReadNoByteBehindAFrame() {
        final Random random = new Random(4);
        try (TestDirector director = new TestDirector(TestPools.servers(4, ServerState.ACTIVE))) {
            for (int i = 0; i < 50_000; i++) {
                final MemorySegment exact = TestPacket.segment(RandomFrames.next(random));
                assertThat(director.process(exact)).isGreaterThan(-100);
            }
        }
    }

    private static boolean isGuard(final byte[] bytes, final int from) {
        for (int i = from; i < from + MARGIN; i++) {
            if (bytes[i] != (byte) 0xa5) {
                return false;
            }
        }
        return true;
    }
}
