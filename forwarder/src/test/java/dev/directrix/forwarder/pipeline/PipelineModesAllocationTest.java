package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.OuterSource;
import dev.directrix.forwarder.service.TestPools;
import dev.directrix.forwarder.service.TunnelSettings;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mode with clients and servers of both IP versions, answers included where they pass. */
class PipelineModesAllocationTest extends NatRig {
    /** Fewer than the half-open flows that the tables hold. */
    private static final int FLOWS = 20;
    private static final long FRAME = 512;

    private final List<MemorySegment> requests = new ArrayList<>();
    private final List<MemorySegment> answers = new ArrayList<>();

    static Stream<Arguments> ways() {
        final TunnelSettings outer = new TunnelSettings(
                Optional.of(OuterSource.of(LOCAL_4)), Optional.of(OuterSource.of(LOCAL_6)), TunnelSettings.GUE_PORT,
                TunnelSettings.DEFAULT.variant(), TunnelSettings.DEFAULT.greKey());
        final Stream<Forwarding> mixed = Stream.concat(
                Stream.of(ForwardingMode.IPIP, ForwardingMode.GRE, ForwardingMode.GUE)
                        .map(mode -> Forwarding.of(mode, outer)), Stream.of(fullNat(true)));
        return Stream.concat(
                mixed.flatMap(forwarding -> Stream.of(
                        Arguments.of(forwarding, true, true), Arguments.of(forwarding, true, false),
                        Arguments.of(forwarding, false, true), Arguments.of(forwarding, false, false))),
                Stream.of(
                        Arguments.of(Forwarding.of(ForwardingMode.MINIMAL, outer), true, true),
                        Arguments.of(Forwarding.of(ForwardingMode.DR), false, false),
                        Arguments.of(Forwarding.dscp(Map.of(TestPools.VIP, 5)), true, true),
                        Arguments.of(Forwarding.of(ForwardingMode.NAT), true, true),
                        Arguments.of(Forwarding.of(ForwardingMode.NAT), false, false)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldAllocateNothingForPackets(
            final Forwarding forwarding, final boolean ipv4Client, final boolean ipv4Server) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
        final InetAddress server = ipv4Server ? SERVER_4 : SERVER_6;
        serve(forwarding, ipv4Client ? TestPools.VIP : TestPacket.VIP_6, server);
        for (int i = 0; i < FLOWS; i++) {
            begin(i, forwarding.mode().mapsPorts(), ipv4Client, server);
        }
        run(4000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(4000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // More than 100,000 packets: anything allocated for each would be megabytes.
        assertThat(allocated).isLessThan(64_000);
        assertThat(workers[0].counters().total(Counters.Total.FORWARDED)).isGreaterThan(8000L * FLOWS);
        assertThat(workers[1].counters().total(Counters.Total.ANSWERS)).isEqualTo(8000L * answers.size());
    }

    private void begin(final int number, final boolean translated, final boolean ipv4, final InetAddress server) {
        final TestPacket syn = TestPacket.tcp(4000 + number, TestPacket.SYN);
        assertThat(process(0, 0, (ipv4 ? syn : syn.v6()).bytes())).isEqualTo(Verdict.tx(1));
        final TestPacket data = TestPacket.tcp(4000 + number, TestPacket.ACK).payload(100 + number);
        requests.add(TestPacket.segment((ipv4 ? data : data.v6()).bytes()));
        if (translated) {
            final PacketParser sent = sent();
            answers.add(TestPacket.segment(fromServer(server, source(sent), sent.ports() >>> 16).bytes()));
        }
    }

    private void run(final int rounds) {
        for (int round = 0; round < rounds; round++) {
            nowNs += 100_000;
            for (int i = 0; i < FLOWS; i++) {
                decide(0, 0, requests.get(i));
                if (!answers.isEmpty()) {
                    decide(1, 1, answers.get(i));
                }
            }
        }
    }

    private void decide(final int worker, final int port, final MemorySegment frame) {
        MemorySegment.copy(frame, 0, memory, FRAME, frame.byteSize());
        workers[worker].process(memory, FRAME, (int) frame.byteSize(), port, nowNs);
    }
}
