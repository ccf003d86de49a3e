package dev.directrix.forwarder.port.pcap;

/**
 * A frame of a capture.
 *
 * @param number         1 for the first of the file
 * @param timeNs         when it was captured, nanoseconds since 1970
 * @param bytes          what was captured of it; not copied
 * @param originalLength its length on the wire: more than the bytes if the capture cut it
 */
@SuppressWarnings("ArrayRecordComponent") // Frames are handed through, never compared.
public record CapturedFrame(long number, long timeNs, byte[] bytes, int originalLength) {
}
