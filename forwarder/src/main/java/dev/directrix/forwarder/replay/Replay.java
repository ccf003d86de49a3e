package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.pipeline.Outbox;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.port.pcap.CaptureReader;
import dev.directrix.forwarder.port.pcap.CaptureWriter;
import dev.directrix.forwarder.port.pcap.CapturedFrame;
import dev.directrix.forwarder.scheduler.Load;
import dev.directrix.forwarder.scheduler.PersistenceTable;
import dev.directrix.forwarder.scheduler.Scheduler;
import dev.directrix.forwarder.scheduler.ServiceScheduler;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.maglev.FlowHash;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the frames of a capture through the pipeline that a director runs, with the time of the capture, and writes what
 * it would have transmitted, each frame with the time at which it came in.
 */
public final class Replay {
    /** Client networks that persistent services remember. */
    private static final int PERSISTENT_NETWORKS = 1 << 16;
    /** Random schedulers choose the same in every run. */
    private static final long RANDOM_SEED = 1;

    private final TableCompiler compiler = new TableCompiler();
    private final ServiceIndex index;
    private final Pipeline pipeline;
    private final PacketParser parser = new PacketParser();
    private final MemorySegment memory;
    private final ReplayFrames slots = new ReplayFrames();
    private final Map<FlowKey, RealServer> flows = new LinkedHashMap<>();
    private long frames;
    private long cut;

    private Replay(
            final ReplayConfig config,
            final Optional<Path> decide,
            final FlowTables tables,
            final Load load,
            final MemorySegment memory) {
        this.index = compiler.compile(config.table());
        final FlowHash hash = FlowHash.of(config.seed());
        final Scheduler configured = new ServiceScheduler(
                hash, load, new PersistenceTable(PERSISTENT_NETWORKS), RANDOM_SEED);
        final Scheduler scheduler = decide
                .map(file -> DecisionFile.read(file, config.table().services()))
                .<Scheduler>map(decisions -> new DecidedScheduler(decisions, compiler.servers(), configured))
                .orElse(configured);
        this.pipeline = new Pipeline(hash, tables, PinnedNextHops.of(index, config.neighbors()), scheduler);
        this.pipeline.apply(index);
        this.memory = memory;
        slots.lend(pipeline.outbox());
    }

    /**
     * Replays a capture.
     *
     * @param config what is served and how
     * @param in     the capture, pcap with micro- or nanoseconds, or pcapng
     * @param out    receives the transmitted frames, with the resolution of the input; replaced if it exists
     * @param decide file of decisions that replace hashing for the flows that it names
     * @throws ReplayException if the decisions or the neighbours are wrong, before anything is written
     * @throws dev.directrix.forwarder.port.pcap.CaptureException if a capture cannot be read or written
     */
    public static ReplayReport run(
            final ReplayConfig config, final Path in, final Path out, final Optional<Path> decide) {
        refuseSameFile(in, out);
        final Load load = new Load(TableCompiler.MAX_SERVERS);
        try (Arena arena = Arena.ofConfined();
                FlowTables tables = new FlowTables(
                        config.flowCapacity(),
                        FlowHash.of(config.seed()),
                        new LocalPorts(0, 1, LocalPorts.DEFAULT_REST),
                        new TimeoutClasses(config.timeouts()),
                        load)) {
            final Replay replay = new Replay(config, decide, tables, load, arena.allocate(ReplayFrames.BYTES));
            try (CaptureReader reader = CaptureReader.open(in);
                    CaptureWriter writer = CaptureWriter.create(out, reader.precision())) {
                replay.copy(reader, writer);
            }
            return replay.report();
        }
    }

    private static void refuseSameFile(final Path in, final Path out) {
        try {
            if (Files.exists(out) && Files.isSameFile(in, out)) {
                throw new ReplayException("the capture " + in + " would be overwritten by its own replay");
            }
        } catch (final IOException e) {
            throw new ReplayException("cannot compare " + in + " and " + out + ": " + e, e);
        }
    }

    private void copy(final CaptureReader reader, final CaptureWriter writer) {
        Optional<CapturedFrame> next = reader.next();
        while (next.isPresent()) {
            frame(next.get(), writer);
            next = reader.next();
        }
    }

    private void frame(final CapturedFrame frame, final CaptureWriter writer) {
        final byte[] bytes = frame.bytes();
        if (bytes.length > ReplayFrames.LARGEST) {
            throw new ReplayException(
                    "frame " + frame.number() + " has " + bytes.length + " bytes, more than " + ReplayFrames.LARGEST);
        }
        frames++;
        cut += bytes.length < frame.originalLength() ? 1 : 0;
        final long at = slots.take();
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at, bytes.length);
        final PacketKind kind = parser.parse(memory, at, bytes.length);
        final long forwardedBefore = pipeline.counters().total(Counters.Total.FORWARDED);
        final int verdict = pipeline.process(memory, at, bytes.length, 0, frame.timeNs());
        final long forwarded = pipeline.counters().total(Counters.Total.FORWARDED) - forwardedBefore;
        if (Verdict.isTx(verdict)) {
            if (forwarded > 0 && kind == PacketKind.TRANSPORT) {
                index.server(pipeline.lastServer())
                        .ifPresent(server -> flows.putIfAbsent(ReplayedFlow.keyOf(parser), server));
            }
            write(frame.timeNs(), pipeline.lastOffset(), pipeline.lastLength(), writer);
        }
        if (verdict != Verdict.HELD) {
            slots.giveBack(at);
        }
        empty(frame.timeNs(), writer);
    }

    /** Writes what left beside the frame, and takes the memory of fragments back that waited in vain. */
    private void empty(final long timeNs, final CaptureWriter writer) {
        final Outbox outbox = pipeline.outbox();
        for (int i = 0; i < outbox.count(); i++) {
            if (Verdict.isTx(outbox.verdict(i))) {
                write(timeNs, outbox.offset(i), outbox.length(i), writer);
            }
            slots.giveBack(outbox.offset(i));
        }
        outbox.clear();
        slots.lend(outbox);
    }

    private void write(final long timeNs, final long at, final int length, final CaptureWriter writer) {
        final byte[] bytes = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
        writer.write(timeNs, bytes);
    }

    private ReplayReport report() {
        final Counters counters = pipeline.counters();
        final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
        for (final DropReason reason : DropReason.values()) {
            if (counters.dropped(reason) != 0) {
                dropped.put(reason, counters.dropped(reason));
            }
        }
        final Map<ServerKey, Long> servers = new LinkedHashMap<>();
        for (int id = 0; id < compiler.servers().size(); id++) {
            final long packets = counters.ofServer(id, Counters.Part.PACKETS);
            if (packets != 0) {
                compiler.servers().keyOf(id).ifPresent(key -> servers.put(key, packets));
            }
        }
        return new ReplayReport(
                frames,
                counters.total(Counters.Total.FORWARDED),
                counters.total(Counters.Total.ECHO_REPLIES),
                counters.total(Counters.Total.PASSED),
                dropped,
                cut,
                servers,
                flows);
    }
}
