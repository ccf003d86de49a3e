package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.flow.FlowTable;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.port.pcap.CaptureReader;
import dev.directrix.forwarder.port.pcap.CaptureWriter;
import dev.directrix.forwarder.port.pcap.CapturedFrame;
import dev.directrix.forwarder.scheduler.Scheduler;
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
    private static final int LARGEST_FRAME = 262_144;

    private final TableCompiler compiler = new TableCompiler();
    private final ServiceIndex index;
    private final Pipeline pipeline;
    private final PacketParser parser = new PacketParser();
    private final MemorySegment memory;
    private final Map<FlowKey, RealServer> flows = new LinkedHashMap<>();
    private long frames;
    private long cut;

    private Replay(
            final ReplayConfig config, final Optional<Path> decide, final FlowTable table, final MemorySegment memory) {
        this.index = compiler.compile(config.table());
        final Scheduler scheduler = decide
                .map(file -> DecisionFile.read(file, config.table().services()))
                .<Scheduler>map(decisions -> new DecidedScheduler(decisions, compiler.servers()))
                .orElse(Scheduler.MAGLEV);
        this.pipeline = new Pipeline(
                FlowHash.of(config.seed()), table, PinnedNextHops.of(index, config.neighbors()), scheduler);
        this.pipeline.apply(index);
        this.memory = memory;
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
        try (Arena arena = Arena.ofConfined();
                FlowTable table = new FlowTable(config.flowCapacity(), config.timeouts())) {
            final Replay replay = new Replay(config, decide, table, arena.allocate(LARGEST_FRAME));
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
        if (bytes.length > LARGEST_FRAME) {
            throw new ReplayException(
                    "frame " + frame.number() + " has " + bytes.length + " bytes, more than " + LARGEST_FRAME);
        }
        frames++;
        cut += bytes.length < frame.originalLength() ? 1 : 0;
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        final long repliesBefore = pipeline.counters().total(Counters.Total.ECHO_REPLIES);
        final int verdict = pipeline.process(memory, 0, bytes.length, 0, frame.timeNs());
        if (Verdict.isTx(verdict)) {
            if (pipeline.counters().total(Counters.Total.ECHO_REPLIES) == repliesBefore) {
                remember(bytes.length);
            }
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
            writer.write(frame.timeNs(), bytes);
        }
    }

    private void remember(final int length) {
        parser.parse(memory, 0, length);
        index.server(pipeline.lastServer()).ifPresent(server -> flows.putIfAbsent(ReplayedFlow.keyOf(parser), server));
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
            final long packets = counters.serverPackets(id);
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
