package dev.directrix.jmh;

import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.VirtualService;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs damaged frames through a pipeline that serves every mode: no exception, no octet read or written outside the
 * frame and its headroom, and every frame counted once as forwarded, answered, passed or dropped for a reason.
 */
public final class PipelineFuzz {
    private static final int FIRST_PORT = 80;
    private static final int SLOTS = 251;
    private static final int FLOWS = 4096;
    private static final int SLOT = 4096;
    private static final int GUARD = 64;
    private static final byte GUARDED = (byte) 0xa5;
    private static final int CHECK_EVERY = 1 << 14;
    private static final long NS_PER_FRAME = 100_000;

    private final FrameMutator mutator;
    private final Pipeline pipeline;
    private final FlowTables tables;
    private final MemorySegment memory = Arena.ofAuto().allocate(SLOT, 64);
    private long nowNs = 1_000_000_000L;
    private long frames;

    private PipelineFuzz(final long seed) {
        final ForwardingMode[] modes = ForwardingMode.values();
        final int[] ports = new int[modes.length];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = FIRST_PORT + i;
        }
        this.mutator = new FrameMutator(SeedFrames.to(ports), seed);
        this.tables = BenchmarkPipeline.tables(FLOWS);
        this.pipeline = new Pipeline(BenchmarkPipeline.HASH, tables, new FuzzNextHops());
        pipeline.apply(new TableCompiler().compile(table()));
    }

    /**
     * Runs it.
     *
     * @param arguments frames (100,000,000), seed (1)
     */
    public static void main(final String... arguments) {
        final long frames = arguments.length > 0 ? Long.parseLong(arguments[0]) : 100_000_000L;
        final long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        System.out.println(run(frames, seed));
    }

    /** Runs frames from a seed; says what became of them, or throws. */
    static String run(final long frames, final long seed) {
        final PipelineFuzz fuzz = new PipelineFuzz(seed);
        try {
            while (fuzz.frames < frames) {
                fuzz.one(seed);
            }
            fuzz.compare(seed);
            return fuzz.summary();
        } finally {
            fuzz.tables.close();
        }
    }

    private static ForwardingTable table() {
        final List<VirtualService> services = new ArrayList<>();
        int port = FIRST_PORT;
        for (final ForwardingMode mode : ForwardingMode.values()) {
            for (final InetAddress vip : new InetAddress[] {SeedFrames.VIP_4, SeedFrames.VIP_6}) {
                final ServerPool pool = pool(mode, vip);
                services.add(new VirtualService(vip, Protocol.TCP, port, pool));
                services.add(new VirtualService(
                        vip, Protocol.UDP, PortRange.of(port), pool, ServiceSettings.DEFAULT));
            }
            port++;
        }
        return ForwardingTable.of(Set.of(SeedFrames.VIP_4, SeedFrames.VIP_6), services);
    }

    private static ServerPool pool(final ForwardingMode mode, final InetAddress vip) {
        final boolean ipv4 = vip.equals(SeedFrames.VIP_4) || mode.mixesFamilies();
        final RealServer server =
                new RealServer("s", ipv4 ? SeedFrames.SERVER_4 : SeedFrames.SERVER_6, 1, ServerState.ACTIVE);
        return ServerPool.of(mode + vip.getHostAddress(), List.of(server),
                BenchmarkPipeline.forwarding(mode.toString()), Scheduling.MAGLEV, SLOTS, BenchmarkPipeline.SEED);
    }

    private void one(final long seed) {
        final byte[] frame = mutator.next();
        frames++;
        nowNs += NS_PER_FRAME;
        // The memory ends where the frame ends: a read behind it fails.
        final int at = GUARD + Pipeline.HEADROOM;
        final MemorySegment exact = memory.asSlice(0, at + frame.length);
        memory.asSlice(0, GUARD).fill(GUARDED);
        MemorySegment.copy(frame, 0, exact, ValueLayout.JAVA_BYTE, at, frame.length);
        final int verdict;
        try {
            verdict = pipeline.process(exact, at, frame.length, 0, nowNs);
        } catch (final RuntimeException e) {
            throw new IllegalStateException("frame " + frames + " of seed " + seed + ": "
                    + HexFormat.of().formatHex(frame), e);
        }
        if (Verdict.isTx(verdict)
                && (pipeline.lastOffset() < GUARD
                        || pipeline.lastOffset() + pipeline.lastLength() > exact.byteSize())) {
            throw new IllegalStateException("frame " + frames + " of seed " + seed + " leaves its memory");
        }
        for (int i = 0; i < GUARD; i++) {
            if (memory.get(ValueLayout.JAVA_BYTE, i) != GUARDED) {
                throw new IllegalStateException("frame " + frames + " of seed " + seed + ": headroom overrun");
            }
        }
        pipeline.outbox().clear();
        if (frames % CHECK_EVERY == 0) {
            compare(seed);
        }
    }

    /** Every frame is counted once. */
    private void compare(final long seed) {
        final Counters counters = pipeline.counters();
        long counted = counters.total(Counters.Total.FORWARDED) + counters.total(Counters.Total.ECHO_REPLIES)
                + counters.total(Counters.Total.PASSED) + counters.total(Counters.Total.ANSWERS);
        for (final DropReason reason : DropReason.values()) {
            counted += counters.dropped(reason);
        }
        if (counted != frames) {
            throw new IllegalStateException(
                    "seed " + seed + ": " + frames + " frames, but " + counted + " are counted");
        }
    }

    private String summary() {
        final Counters counters = pipeline.counters();
        final TreeMap<String, Long> drops = new TreeMap<>();
        for (final DropReason reason : DropReason.values()) {
            if (counters.dropped(reason) != 0) {
                drops.put(reason.label(), counters.dropped(reason));
            }
        }
        return String.format(Locale.ROOT,
                "%d frames: forwarded %d, answers %d, echo replies %d, passed %d, errors sent %d, dropped %s",
                frames, counters.total(Counters.Total.FORWARDED), counters.total(Counters.Total.ANSWERS),
                counters.total(Counters.Total.ECHO_REPLIES), counters.total(Counters.Total.PASSED),
                counters.total(Counters.Total.ERRORS_SENT), drops);
    }
}
