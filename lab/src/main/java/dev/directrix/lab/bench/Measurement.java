package dev.directrix.lab.bench;

/**
 * One run of one contender.
 *
 * @param sent       packets that the source sent
 * @param delivered  packets that the sink counted
 * @param durationNs how long the source took
 */
record Measurement(long sent, long delivered, long durationNs) {

    /** Millions of packets a second that came through. */
    double mpps() {
        return delivered * 1e3 / durationNs;
    }

    /** Nanoseconds of the one CPU for each packet that came through. */
    double nanosPerPacket() {
        return (double) durationNs / delivered;
    }

    /** Share of the packets sent that did not come through. */
    double lost() {
        return 1.0 - (double) delivered / sent;
    }
}
