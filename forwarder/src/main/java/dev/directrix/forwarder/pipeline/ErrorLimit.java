package dev.directrix.forwarder.pipeline;

/** How many ICMP errors a worker sends: 1,000 a second, 100 at once (RFC 1812 §4.3.2.8, RFC 4443 §2.4 f). */
final class ErrorLimit {
    private static final long INTERVAL_NS = 1_000_000;
    private static final long BURST_NS = 100 * INTERVAL_NS;

    private long creditNs = BURST_NS;
    private long lastNs;
    private boolean started;

    /** Whether one more may be sent now. */
    boolean take(final long nowNs) {
        if (started && nowNs - lastNs > 0) {
            creditNs = Math.min(BURST_NS, creditNs + Math.min(BURST_NS, nowNs - lastNs));
        }
        started = true;
        lastNs = nowNs;
        if (creditNs < INTERVAL_NS) {
            return false;
        }
        creditNs -= INTERVAL_NS;
        return true;
    }
}
