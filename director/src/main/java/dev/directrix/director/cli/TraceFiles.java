package dev.directrix.director.cli;

import dev.directrix.director.control.TraceEntry;
import dev.directrix.forwarder.port.pcap.CapturePrecision;
import dev.directrix.forwarder.port.pcap.CaptureWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/** Captures of traced packets as they came and as they left. */
final class TraceFiles implements AutoCloseable {

    private final Optional<CaptureWriter> in;
    private final Optional<CaptureWriter> out;

    TraceFiles(final Optional<Path> in, final Optional<Path> out) {
        this.in = in.map(file -> CaptureWriter.create(file, CapturePrecision.NANOSECONDS));
        this.out = out.map(file -> CaptureWriter.create(file, CapturePrecision.NANOSECONDS));
    }

    void write(final TraceEntry entry) {
        final long timeNs = ChronoUnit.NANOS.between(Instant.EPOCH, entry.time());
        in.ifPresent(writer -> writer.write(timeNs, HexFormat.of().parseHex(entry.in())));
        if (!entry.out().isEmpty()) {
            out.ifPresent(writer -> writer.write(timeNs, HexFormat.of().parseHex(entry.out())));
        }
    }

    @Override
    public void close() {
        in.ifPresent(CaptureWriter::close);
        out.ifPresent(CaptureWriter::close);
    }
}
