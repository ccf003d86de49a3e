package dev.directrix.cluster.link;

/**
 * This member's stream on its way to one peer: what the peer has of it, and when to send again. Not thread-safe.
 */
final class Outbound {

    /** Frames that one ack may cause to be sent again, so that a long gap does not become a burst. */
    private static final int BURST = 32;
    /** Frames that are sent again into silence. */
    private static final int PROBES = 4;

    private final SendLog log;
    private final DatagramSink sink;
    private final RoundTrip roundTrip;
    private final long first;
    private long consumed;
    private long complete;
    private long beyondGap;
    private long limit;
    private boolean isAnswered;
    private long answeredNs;
    private long newestNs;
    private long dueNs;
    private long sent;
    private long resent;

    /** For a new peer, whose stream begins with what is appended to the log next. */
    Outbound(final SendLog log, final DatagramSink sink, final LinkLimits limits, final long nowNs) {
        this.log = log;
        this.sink = sink;
        roundTrip = new RoundTrip(limits.resendMinNs(), limits.resendMaxNs());
        first = log.next();
        consumed = first;
        complete = first;
        limit = first;
        dueNs = nowNs;
    }

    /** First sequence for this peer. */
    long first() {
        return first;
    }

    /** First sequence that the peer may need again. */
    long consumed() {
        return consumed;
    }

    /** First sequence for which the peer has no room. */
    long limit() {
        return limit;
    }

    /** Whether the peer has said that it takes the stream. */
    boolean isAnswered() {
        return isAnswered;
    }

    /** When to call {@link #isStartDue} or {@link #resendIfDue}: the difference to now counts. */
    long dueNs() {
        return dueNs;
    }

    /** Whether {@link #dueNs} means anything. */
    boolean isWaiting(final long unsentFrom) {
        return !isAnswered || consumed < unsentFrom;
    }

    /** The peer is there: say at once where the stream begins, if it has not answered. */
    void hurryStart(final long nowNs) {
        if (!isAnswered) {
            dueNs = nowNs;
        }
    }

    boolean isStartDue(final long nowNs) {
        return !isAnswered && nowNs - dueNs >= 0;
    }

    void onStartSent(final long nowNs) {
        dueNs = nowNs + roundTrip.timeoutNs();
        roundTrip.backOff();
    }

    /** Frames left for the first time: the wait for acks begins, unless it runs. */
    void onSent(final long sequence, final long nowNs) {
        if (sequence < first) {
            return;
        }
        if (isAnswered && consumed == sequence) {
            dueNs = nowNs + roundTrip.timeoutNs();
        }
        sent++;
    }

    /**
     * The peer says what it has.
     *
     * @param window     frames for which it has room, after those that it has consumed
     * @param unsentFrom first sequence that was never sent
     * @return false if it makes no sense
     */
    boolean onAck(
            final long ackConsumed, final long ackComplete, final long ackBeyondGap, final long window,
            final long unsentFrom, final long nowNs) {
        if (ackConsumed < first || ackConsumed > ackComplete || ackComplete > Math.max(first, unsentFrom)
                || window < 1 || window > Integer.MAX_VALUE) {
            return false;
        }
        if (!isAnswered) {
            isAnswered = true;
            answeredNs = nowNs;
            newestNs = nowNs;
            roundTrip.reset();
            dueNs = nowNs + roundTrip.timeoutNs();
        }
        limit = Math.max(limit, ackConsumed + window);
        final long newlyBeyond = ackComplete == complete ? ackBeyondGap & ~beyondGap : 0;
        if (ackComplete > complete || newlyBeyond != 0 || ackConsumed > consumed) {
            if (ackComplete >= complete) {
                arrived(ackComplete, ackBeyondGap, unsentFrom, nowNs);
            }
            if (ackComplete > complete) {
                measure(ackComplete - 1, nowNs);
                complete = ackComplete;
                beyondGap = ackBeyondGap;
            }
            beyondGap |= newlyBeyond;
            consumed = Math.max(consumed, ackConsumed);
            dueNs = nowNs + roundTrip.timeoutNs();
        }
        return true;
    }

    /** Notes when the newest frame left that the peer has now; see {@link #isLost}. */
    private void arrived(
            final long ackComplete, final long ackBeyondGap, final long unsentFrom, final long nowNs) {
        for (long sequence = complete; sequence < ackComplete; sequence++) {
            if (!isBeyondGap(sequence)) {
                arrived(sequence, nowNs);
            }
        }
        for (long bits = ackBeyondGap; bits != 0; bits &= bits - 1) {
            final long sequence = ackComplete + 1 + Long.numberOfTrailingZeros(bits);
            if (!isBeyondGap(sequence) && sequence < unsentFrom) {
                arrived(sequence, nowNs);
            }
        }
    }

    /** An ack that comes sooner after a resend than any other came answers the frame that left before. */
    private void arrived(final long sequence, final long nowNs) {
        final long sentNs = log.sentNs(sequence);
        if (!log.isResent(sequence) || nowNs - sentNs >= roundTrip.leastNs()) {
            newestNs += Math.max(0, sentNs - newestNs);
        }
    }

    /** Sends what the peer lacks according to its ack. */
    int resendGaps(final long unsentFrom, final long nowNs) {
        final long end = Math.min(unsentFrom, limit);
        int count = 0;
        for (long sequence = complete; sequence < end && count < BURST; sequence++) {
            if (!isBeyondGap(sequence) && isLost(sequence, nowNs)) {
                if (!again(sequence, nowNs)) {
                    break;
                }
                count++;
            }
        }
        return count;
    }

    /** Asks a silent peer again, once its time is over. */
    int resendIfDue(final long unsentFrom, final long nowNs) {
        if (!isAnswered || consumed >= unsentFrom || nowNs - dueNs < 0) {
            return 0;
        }
        final long end = Math.min(unsentFrom, limit);
        final int count = complete < end ? probe(end, nowNs) : again(consumed, nowNs) ? 1 : 0;
        roundTrip.backOff();
        dueNs = nowNs + roundTrip.timeoutNs();
        return count;
    }

    /** Frames that the peer has not consumed. */
    int unacked() {
        return (int) (log.next() - consumed);
    }

    long sent() {
        return sent;
    }

    long resent() {
        return resent;
    }

    /** Smoothed; -1 while unknown. */
    long rttNs() {
        return roundTrip.smoothedNs();
    }

    private int probe(final long end, final long nowNs) {
        int count = 0;
        for (long sequence = complete; sequence < end && count < PROBES; sequence++) {
            if (!isBeyondGap(sequence) && nowNs - log.sentNs(sequence) >= roundTrip.lostAfterNs()) {
                if (!again(sequence, nowNs)) {
                    break;
                }
                count++;
            }
        }
        return count;
    }

    private boolean again(final long sequence, final long nowNs) {
        final boolean isSent = log.send(sequence, sink);
        if (isSent) {
            log.sentAgain(sequence, nowNs);
            resent++;
        }
        return isSent;
    }

    /**
     * Whether there is evidence that a frame is lost (RFC 8985): the peer has one that left clearly later. A peer that
     * is merely slow to answer gives none, and is not buried under what it has not come to yet. What left before the
     * peer answered came before START, and was refused.
     */
    private boolean isLost(final long sequence, final long nowNs) {
        final long sentNs = log.sentNs(sequence);
        return sentNs - answeredNs < 0 || newestNs - sentNs >= roundTrip.reorderingNs()
                || (!log.isResent(sequence) && isOvertaken(sequence) && nowNs - sentNs >= roundTrip.overtakenAfterNs());
    }

    /** Whether a frame that left later, or at the same time, is there. */
    private boolean isOvertaken(final long sequence) {
        return sequence <= complete + Long.SIZE - Long.numberOfLeadingZeros(beyondGap) && beyondGap != 0;
    }

    private boolean isBeyondGap(final long sequence) {
        final long bit = sequence - complete - 1;
        return bit >= 0 && bit < Long.SIZE && (beyondGap & 1L << bit) != 0;
    }

    private void measure(final long sequence, final long nowNs) {
        if (!log.isResent(sequence)) {
            roundTrip.sample(nowNs - log.sentNs(sequence));
        }
    }
}
