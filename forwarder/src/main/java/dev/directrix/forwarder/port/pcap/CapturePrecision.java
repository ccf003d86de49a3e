package dev.directrix.forwarder.port.pcap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pcap4j.core.PcapHandle.TimestampPrecision;

/** The resolution of the timestamps in a capture file. */
public enum CapturePrecision {
    /** Microseconds: the classic pcap file. */
    MICROSECONDS(TimestampPrecision.MICRO),
    /** Nanoseconds: pcap with the magic number a1b23c4d, and what pcapng is read as. */
    NANOSECONDS(TimestampPrecision.NANO);

    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;

    private final TimestampPrecision library;

    CapturePrecision(final TimestampPrecision library) {
        this.library = library;
    }

    TimestampPrecision library() {
        return library;
    }

    /**
     * The resolution that a file has, by its magic number in either byte order.
     *
     * @throws CaptureException if the file cannot be read
     */
    static CapturePrecision of(final Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            final byte[] first = in.readNBytes(Integer.BYTES);
            final int magic = first.length < Integer.BYTES ? 0 : ByteBuffer.wrap(first).getInt();
            return magic == MAGIC_MICROSECONDS || Integer.reverseBytes(magic) == MAGIC_MICROSECONDS
                    ? MICROSECONDS
                    : NANOSECONDS;
        } catch (final IOException e) {
            throw new CaptureException("cannot read the capture " + file + ": " + e, e);
        }
    }
}
