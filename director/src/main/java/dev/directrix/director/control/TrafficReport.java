package dev.directrix.director.control;

/**
 * Packets from clients that this director forwarded.
 *
 * @param packets          since it started
 * @param bytes            since it started, whole frames
 * @param packetsPerSecond of late (about a second)
 * @param bitsPerSecond    of late (about a second)
 */
public record TrafficReport(long packets, long bytes, double packetsPerSecond, double bitsPerSecond) {

    /** Nothing yet. */
    public static final TrafficReport NONE = new TrafficReport(0, 0, 0, 0);
}
