package dev.directrix.linux.xdp;

/**
 * The kernel's counters of one socket since it was opened (XDP_STATISTICS).
 *
 * @param receiveDropped            frames dropped for other reasons than the following, such as being too long
 * @param receiveInvalidDescriptors fill entries that were no valid frame
 * @param transmitInvalidDescriptors transmit entries that were no valid frame
 * @param receiveRingFull           frames dropped because the receive ring was full
 * @param fillRingEmpty             frames dropped because the fill ring had no frame for them
 * @param transmitRingEmpty         times that the kernel looked for a frame to send and found none
 */
public record XskStatistics(long receiveDropped, long receiveInvalidDescriptors, long transmitInvalidDescriptors,
                            long receiveRingFull, long fillRingEmpty, long transmitRingEmpty) {

    /** Frames that came for this socket and were lost before it saw them. */
    public long receiveLost() {
        return receiveDropped + receiveRingFull + fillRingEmpty;
    }
}
