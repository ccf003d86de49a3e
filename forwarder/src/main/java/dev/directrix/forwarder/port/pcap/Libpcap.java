package dev.directrix.forwarder.port.pcap;

import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;

/** The one place where libpcap is first touched, so that its absence is told in words. */
final class Libpcap {
    private Libpcap() {
    }

    /** Something that opens a capture by libpcap. */
    interface Opening {
        /** Opens it. */
        PcapHandle open() throws PcapNativeException;
    }

    /**
     * Opens a capture.
     *
     * @param what for messages, such as "the capture FILE"
     * @throws CaptureException if it cannot be opened, or libpcap cannot be loaded
     */
    static PcapHandle open(final String what, final Opening opening) {
        try {
            // Asked first: without the library the calls with a time resolution only say that they are not supported.
            Pcaps.libVersion();
            return opening.open();
        } catch (final PcapNativeException e) {
            throw new CaptureException("cannot open " + what + ": " + e.getMessage(), e);
        } catch (final LinkageError e) {
            throw new CaptureException(
                    "libpcap is not installed; on Debian and Ubuntu: apt-get install libpcap0.8", e);
        }
    }
}
