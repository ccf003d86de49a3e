package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.neighbor.NextHopTable;
import dev.directrix.forwarder.pipeline.ClusterIndex;
import dev.directrix.forwarder.pipeline.ClusterOptions;
import dev.directrix.forwarder.pipeline.NextHops;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Synthetic packets of a table, run through a pipeline with a flow table of its own, so that the code which all
 * workers run is compiled before real packets come, and neither their flows nor their counters know of it.
 */
final class Warmup {

    private static final int ROUNDS = 4_000;
    private static final int FRAME_BYTES = 128;
    private static final int STRIDE = Pipeline.HEADROOM + FRAME_BYTES;
    private static final int FLOWS = 1 << 14;
    private static final int MAX_SERVICES = 64;
    private static final long SOURCE_MAC = 0x0200_0000_0001L;
    private static final long OWN_MAC = 0x0200_0000_0002L;
    private static final int BENCHMARK_NET = 0xc612_0000; // 198.18.0.0/15 (RFC 2544)
    private static final int BENCHMARK_NET_6 = 0x2001_0002; // 2001:2::/48 (RFC 5180)
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int[] TCP_FLAGS = {0x02, 0x10, 0x18, 0x11, 0x10, 0x04};
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** Where packets are sent. */
    private record Target(InetAddress vip, int protocol, int port) {
    }

    private final FlowHash hash;
    private final LongSupplier clockNs;
    private final long limitNs;

    /**
     * A warm-up.
     *
     * @param hash    the flow hash that the workers use
     * @param clockNs monotonic time
     * @param limitNs how long it may take
     */
    Warmup(final FlowHash hash, final LongSupplier clockNs, final long limitNs) {
        this.hash = hash;
        this.clockNs = clockNs;
        this.limitNs = limitNs;
    }

    /**
     * Runs packets to the table's VIPs and services.
     *
     * @param cluster the cluster's tables, of a director in one
     * @return how many packets ran
     */
    long run(final ServiceIndex index, final Optional<ClusterIndex> cluster) {
        final List<Target> targets = targets(index);
        if (targets.isEmpty()) {
            return 0;
        }
        final NextHopTable hops = new NextHopTable();
        final long[] all = new long[index.servers().keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1];
        Arrays.fill(all, NextHops.hop(SOURCE_MAC, 0));
        hops.publishHops(all);
        hops.publishSources(new long[] {OWN_MAC});
        try (Arena arena = Arena.ofConfined();
            FlowTables flows =
                new FlowTables(FLOWS, hash, new LocalPorts(0, 1, LocalPorts.DEFAULT_REST),
                    new TimeoutClasses(FlowTimeouts.DEFAULT), FlowListener.NONE)) {
            final Pipeline pipeline = new Pipeline(hash, flows, hops);
            pipeline.apply(index);
            cluster.ifPresent(tables -> {
                pipeline.join(ClusterOptions.DEFAULT);
                pipeline.apply(tables);
            });
            return run(pipeline, targets, arena.allocate((long) Pipeline.MAX_BATCH * STRIDE, Long.BYTES));
        }
    }

    private long run(final Pipeline pipeline, final List<Target> targets, final MemorySegment memory) {
        final long[] offsets = new long[Pipeline.MAX_BATCH];
        final int[] lengths = new int[Pipeline.MAX_BATCH];
        final int[] verdicts = new int[Pipeline.MAX_BATCH];
        final long endNs = clockNs.getAsLong() + limitNs;
        long packets = 0;
        for (int round = 0; round < ROUNDS && clockNs.getAsLong() - endNs < 0; round++) {
            // Batches of all sizes: the loops are compiled for short ones too.
            final int count = 1 + round % Pipeline.MAX_BATCH;
            for (int i = 0; i < count; i++) {
                offsets[i] = (long) i * STRIDE + Pipeline.HEADROOM;
                final long serial = packets + i;
                lengths[i] = write(memory.asSlice(offsets[i], FRAME_BYTES),
                    targets.get((int) (serial % targets.size())), (int) (serial % (FLOWS * 6L)));
            }
            pipeline.processBatch(memory, offsets, lengths, verdicts, count, 0, clockNs.getAsLong());
            packets += count;
        }
        return packets;
    }

    /** Services, and an echo request to a VIP of each IP version: a protocol of ICMP stands for that. */
    private static List<Target> targets(final ServiceIndex index) {
        final List<Target> result = new ArrayList<>();
        index.table().services().stream()
            .map(service -> service.key())
            .limit(MAX_SERVICES)
            .forEach(key -> result.add(
                new Target(key.vip(), key.protocol().number(), Math.max(1, key.ports().first()))));
        for (final boolean ipv4 : new boolean[] {true, false}) {
            index.table().vips().stream()
                .filter(vip -> vip instanceof Inet4Address == ipv4)
                .limit(1)
                .forEach(vip -> result.add(new Target(vip, ipv4 ? ICMP : ICMPV6, 0)));
        }
        return result;
    }

    private static int write(final MemorySegment frame, final Target target, final int serial) {
        final boolean ipv4 = target.vip() instanceof Inet4Address;
        final int header = ipv4 ? 20 : 40;
        final int transport = target.protocol() == Protocol.TCP.number() ? 20 : 8;
        final int client = BENCHMARK_NET | (serial / TCP_FLAGS.length & 0xffff);
        frame.fill((byte) 0);
        mac(frame, 0, OWN_MAC);
        mac(frame, 6, SOURCE_MAC);
        frame.set(SHORT, 12, (short) (ipv4 ? 0x0800 : 0x86dd));
        if (ipv4) {
            frame.set(SHORT, 14, (short) 0x4500);
            frame.set(SHORT, 16, (short) (header + transport));
            frame.set(ValueLayout.JAVA_BYTE, 22, (byte) 64);
            frame.set(ValueLayout.JAVA_BYTE, 23, (byte) target.protocol());
            frame.set(INT, 26, client);
            MemorySegment.copy(target.vip().getAddress(), 0, frame, ValueLayout.JAVA_BYTE, 30, 4);
        } else {
            frame.set(INT, 14, 0x6000_0000);
            frame.set(SHORT, 18, (short) transport);
            frame.set(ValueLayout.JAVA_BYTE, 20, (byte) target.protocol());
            frame.set(ValueLayout.JAVA_BYTE, 21, (byte) 64);
            frame.set(INT, 22, BENCHMARK_NET_6);
            frame.set(INT, 34, client);
            MemorySegment.copy(target.vip().getAddress(), 0, frame, ValueLayout.JAVA_BYTE, 38, 16);
        }
        writeTransport(frame, 14 + header, target, serial);
        return 14 + header + transport;
    }

    private static void writeTransport(
        final MemorySegment frame, final long at, final Target target, final int serial) {
        if (target.port() == 0) {
            frame.set(ValueLayout.JAVA_BYTE, at, (byte) (target.protocol() == ICMP ? 8 : 128));
            return;
        }
        frame.set(SHORT, at, (short) 40_000);
        frame.set(SHORT, at + 2, (short) target.port());
        if (target.protocol() == Protocol.TCP.number()) {
            frame.set(ValueLayout.JAVA_BYTE, at + 12, (byte) 0x50);
            frame.set(ValueLayout.JAVA_BYTE, at + 13, (byte) TCP_FLAGS[serial % TCP_FLAGS.length]);
        } else {
            frame.set(SHORT, at + 4, (short) 8);
        }
    }

    private static void mac(final MemorySegment frame, final long offset, final long mac) {
        frame.set(SHORT, offset, (short) (mac >>> 32));
        frame.set(INT, offset + 2, (int) mac);
    }
}
