package dev.directrix.forwarder.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.AesKey;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.OversizePolicy;
import dev.directrix.forwarder.service.Persistence;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.ServiceTimeouts;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchedulerAllocationTest {
    private static final int FRAMES = 64;

    private final ServiceScheduler scheduler = new ServiceScheduler(
            FlowHash.of(SchedulerRig.SEED), new Load(1024), new PersistenceTable(64), 7);
    private final ServerIdReader reader = new ServerIdReader();
    private final PacketParser[] packets = new PacketParser[FRAMES];
    private final MemorySegment payload = TestPacket.segment(new byte[64]);
    private long chosen;

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void shouldAllocateNothingForPackets(final SchedulerKind kind) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
        for (int i = 0; i < FRAMES; i++) {
            final MemorySegment frame = TestPacket.tcp(1000 + i, TestPacket.SYN).from(0xc633_6400 + i).segment();
            packets[i] = new PacketParser();
            packets[i].parse(frame, 0, (int) frame.byteSize());
        }
        final CompiledService plain = service(kind, false);
        final CompiledService persistent = service(kind, true);
        run(plain, persistent, 2_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(plain, persistent, 4_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // 512,000 choices and 256,000 ids: anything allocated for each would be megabytes.
        assertThat(allocated).isLessThan(64_000);
        assertThat(chosen).isPositive();
    }

    private void run(final CompiledService plain, final CompiledService persistent, final int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < FRAMES; i++) {
                final long hash = (round * 31L + i) * 0x9e37_79b9_7f4a_7c15L;
                chosen += scheduler.serverFor(plain, packets[i], hash, round * 1_000_000L);
                chosen += scheduler.serverFor(persistent, packets[i], hash, round * 1_000_000L);
                chosen += reader.serverOf(persistent, payload, 0, 64);
            }
        }
    }

    private static CompiledService service(final SchedulerKind kind, final boolean persistent) {
        final ServerPool pool = ServerPool.of("web", List.of(SchedulerRig.server(1, 1), SchedulerRig.server(2, 3),
                SchedulerRig.limited(3, 2, 100, 0)), Forwarding.DIRECT, Scheduling.of(kind), 251, SchedulerRig.SEED);
        final ServiceSettings settings = new ServiceSettings(Optional.empty(),
                Optional.of(new Persistence(Duration.ofSeconds(1), 28, 64)).filter(_ -> persistent), false,
                ServiceTimeouts.DEFAULT, OversizePolicy.TOO_BIG, DeadServerPolicy.MOVE,
                List.of(new ServerIdRule.QuicLb(0, 4, 6, Optional.of(new AesKey(1, 2)))));
        final ServiceIndex index = new TableCompiler().compile(ForwardingTable.of(Set.of(SchedulerRig.VIP),
                List.of(new VirtualService(SchedulerRig.VIP, Protocol.UDP, PortRange.of(443), pool, settings))));
        return index.service(index.find(0xc000_020a, 17, 443));
    }
}
