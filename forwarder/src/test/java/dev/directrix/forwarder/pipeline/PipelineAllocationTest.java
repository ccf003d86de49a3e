package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TestPools;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PipelineAllocationTest {
    private static final int FRAMES = 64;
    private static final int STRIDE = 128;

    private final long[] offsets = new long[FRAMES];
    private final int[] lengths = new int[FRAMES];
    private final int[] verdicts = new int[FRAMES];

    @Test
    void shouldAllocateNothingForPackets() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
        try (TestDirector director = new TestDirector(TestPools.servers(4, ServerState.ACTIVE), 5000)) {
            final MemorySegment pristine = frames();
            final MemorySegment memory = TestPacket.segment(new byte[FRAMES * STRIDE]);
            run(director, memory, pristine, 30_000);
            final long before = threads.getCurrentThreadAllocatedBytes();
            run(director, memory, pristine, 10_000);
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            // 1,280,000 packets: anything allocated for each would be megabytes.
            assertThat(allocated).isLessThan(64_000);
            assertThat(director.total(Counters.Total.FORWARDED)).isGreaterThan(1_000_000);
            assertThat(director.total(Counters.Total.FLOWS_EXPIRED)).isPositive();
        }
    }

    private void run(
            final TestDirector director, final MemorySegment memory, final MemorySegment pristine, final int rounds) {
        for (int round = 0; round < rounds; round++) {
            director.nowNs += round % 1000 == 0 ? 400 * TestDirector.SECOND : 10_000_000;
            MemorySegment.copy(pristine, 0, memory, 0, memory.byteSize());
            director.pipeline.processBatch(memory, offsets, lengths, verdicts, FRAMES, 0, director.nowNs);
            MemorySegment.copy(pristine, 0, memory, 0, memory.byteSize());
            for (int i = 0; i < FRAMES; i++) {
                director.pipeline.process(memory, offsets[i], lengths[i], 0, director.nowNs);
            }
        }
    }

    private MemorySegment frames() {
        final Random random = new Random(8);
        final MemorySegment memory = TestPacket.segment(new byte[FRAMES * STRIDE]);
        for (int i = 0; i < FRAMES; i++) {
            final byte[] frame = RandomFrames.next(random);
            offsets[i] = (long) i * STRIDE;
            lengths[i] = frame.length;
            memory.asSlice(offsets[i], frame.length).copyFrom(MemorySegment.ofArray(frame));
        }
        return memory;
    }
}
