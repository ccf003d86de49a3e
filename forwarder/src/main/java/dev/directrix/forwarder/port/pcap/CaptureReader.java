package dev.directrix.forwarder.port.pcap;

import java.io.EOFException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/** Reads the frames of a capture file (pcap or pcapng, Ethernet) one after the other. For one thread. */
public final class CaptureReader implements AutoCloseable {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long MS_PER_SECOND = 1_000;

    private final Path file;
    private final CapturePrecision precision;
    private final PcapHandle handle;
    private long number;

    private CaptureReader(final Path file, final CapturePrecision precision, final PcapHandle handle) {
        this.file = file;
        this.precision = precision;
        this.handle = handle;
    }

    /**
     * Opens a capture.
     *
     * @throws CaptureException if it is no capture of Ethernet frames, or libpcap is missing
     */
    public static CaptureReader open(final Path file) {
        final CapturePrecision precision = CapturePrecision.of(file);
        final PcapHandle handle = Libpcap.open(
                "the capture " + file,
                () -> Pcaps.openOffline(file.toString(), CapturePrecision.NANOSECONDS.library()));
        final DataLinkType link = handle.getDlt();
        if (!DataLinkType.EN10MB.equals(link)) {
            handle.close();
            throw new CaptureException("the capture " + file + " has link type " + link.name() + " (" + link.value()
                    + "); only Ethernet (1) can be replayed");
        }
        return new CaptureReader(file, precision, handle);
    }

    /** The resolution of this file's timestamps. */
    public CapturePrecision precision() {
        return precision;
    }

    /**
     * The next frame, or nothing at the end.
     *
     * @throws CaptureException if the file is damaged from here on
     */
    public Optional<CapturedFrame> next() {
        try {
            final byte[] bytes = handle.getNextRawPacketEx();
            number++;
            return Optional.of(new CapturedFrame(number, nanoseconds(handle.getTimestamp()), bytes,
                    handle.getOriginalLength()));
        } catch (final EOFException e) {
            return Optional.empty();
        } catch (final PcapNativeException | TimeoutException | NotOpenException e) {
            throw new CaptureException(
                    "the capture " + file + " is damaged after frame " + number + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        handle.close();
    }

    private static long nanoseconds(final Timestamp time) {
        return Math.floorDiv(time.getTime(), MS_PER_SECOND) * NS_PER_SECOND + time.getNanos();
    }
}
