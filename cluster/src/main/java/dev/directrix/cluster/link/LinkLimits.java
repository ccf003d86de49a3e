package dev.directrix.cluster.link;

import org.agrona.BitUtil;

/**
 * Bounds of memory and times of a member's links. Immutable.
 *
 * @param logFrames     most frames that wait for acks; a power of two
 * @param logBytes      octets of the ring that holds them
 * @param receiveFrames most frames of one peer that wait here to be consumed; a power of two
 * @param peers         most peers
 * @param ackDelayNs    how long an ack waits for more to ack
 * @param resendMinNs   least time after which a frame is sent again
 * @param resendMaxNs   most time, after silence has doubled it
 */
public record LinkLimits(
        int logFrames, int logBytes, int receiveFrames, int peers,
        long ackDelayNs, long resendMinNs, long resendMaxNs) {

    /** 4 MiB of log, 1.3 MiB for each peer's frames, 64 peers; acks after 1 ms, resends after 10 ms to 250 ms. */
    public static final LinkLimits DEFAULT =
            new LinkLimits(4096, 4 << 20, 1024, 64, 1_000_000, 10_000_000, 250_000_000);

    private static final int MAX_RECEIVE_FRAMES = 1 << 20;

    /** Checks the bounds. */
    public LinkLimits {
        if (!BitUtil.isPowerOfTwo(logFrames) || !BitUtil.isPowerOfTwo(receiveFrames)) {
            throw new IllegalArgumentException("frames must be powers of two: " + logFrames + ", " + receiveFrames);
        }
        if (receiveFrames > MAX_RECEIVE_FRAMES || logBytes < 2 * Links.MAX_DATAGRAM || peers < 1) {
            throw new IllegalArgumentException("a log of " + logBytes + " octets, "
                    + receiveFrames + " frames to receive, " + peers + " peers");
        }
        if (ackDelayNs < 0 || resendMinNs < 1 || resendMaxNs < resendMinNs) {
            throw new IllegalArgumentException(
                    "times of " + ackDelayNs + ", " + resendMinNs + " to " + resendMaxNs + " ns");
        }
    }
}
