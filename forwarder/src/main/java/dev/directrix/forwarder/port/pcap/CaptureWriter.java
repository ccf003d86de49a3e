package dev.directrix.forwarder.port.pcap;

import java.nio.file.Path;
import java.sql.Timestamp;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapDumper;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/** Writes Ethernet frames to a pcap file. For one thread. */
public final class CaptureWriter implements AutoCloseable {
    private static final int SNAPLEN = 262_144;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long MS_PER_SECOND = 1_000;

    private final Path file;
    private final PcapHandle handle;
    private final PcapDumper dumper;

    private CaptureWriter(final Path file, final PcapHandle handle, final PcapDumper dumper) {
        this.file = file;
        this.handle = handle;
        this.dumper = dumper;
    }

    /**
     * Creates a capture; an existing file is replaced.
     *
     * @throws CaptureException if it cannot be written, or libpcap is missing
     */
    public static CaptureWriter create(final Path file, final CapturePrecision precision) {
        final PcapHandle handle = Libpcap.open(
                "a capture", () -> Pcaps.openDead(DataLinkType.EN10MB, SNAPLEN, precision.library()));
        try {
            return new CaptureWriter(file, handle, handle.dumpOpen(file.toString()));
        } catch (final PcapNativeException | NotOpenException e) {
            handle.close();
            throw new CaptureException("cannot write the capture " + file + ": " + e.getMessage(), e);
        }
    }

    /** Appends a frame. */
    public void write(final long timeNs, final byte[] bytes) {
        final Timestamp time = new Timestamp(Math.floorDiv(timeNs, NS_PER_SECOND) * MS_PER_SECOND);
        time.setNanos((int) Math.floorMod(timeNs, NS_PER_SECOND));
        try {
            dumper.dumpRaw(bytes, time);
        } catch (final NotOpenException e) {
            throw new CaptureException("the capture " + file + " is closed already", e);
        }
    }

    /**
     * Ends the file.
     *
     * @throws CaptureException if the last frames could not be written, as when the disk is full
     */
    @Override
    public void close() {
        try {
            dumper.flush();
        } catch (final PcapNativeException | NotOpenException e) {
            throw new CaptureException("cannot write the capture " + file + ": " + e.getMessage(), e);
        } finally {
            dumper.close();
            handle.close();
        }
    }
}
