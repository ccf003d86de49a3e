package dev.directrix.linux.xdp;

/**
 * The kernel's counters of one socket since it was opened (XDP_STATISTICS).
 *
 * @param receiveDropped            frames dropped because none was free in copy mode, or for being too long
 * @param receiveInvalidDescriptors fill entries that were no valid frame
 * @param transmitInvalidDescriptors transmit entries that were no valid frame
 * @param receiveRingFull           frames dropped because the receive ring was full
 * @param fillRingEmpty             times that the kernel found no free frame in the fill ring
 * @param transmitRingEmpty         times that the kernel looked for a frame to send and found none
 */
public record XskStatistics(long receiveDropped, long receiveInvalidDescriptors, long transmitInvalidDescriptors,
                            long receiveRingFull, long fillRingEmpty, long transmitRingEmpty) {

    /** Frames that came for this socket and were lost before it saw them. */
    public long receiveLost() {
        return receiveDropped + receiveRingFull;
    }
}
