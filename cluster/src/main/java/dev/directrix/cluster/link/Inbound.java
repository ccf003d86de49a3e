package dev.directrix.cluster.link;

/** A peer's frames on their way to this member. Not thread-safe. */
final class Inbound {

    private final ReceiveQueue queue;
    private final OnceQueue onces = new OnceQueue();
    private final ReplayWindow nonces = new ReplayWindow();
    private final long ackDelayNs;
    private boolean isStarted;
    private boolean owesAck;
    private long ackDueNs;
    private long lastHeardNs;
    private long received;

    Inbound(final LinkLimits limits) {
        queue = new ReceiveQueue(limits.receiveFrames());
        ackDelayNs = limits.ackDelayNs();
    }

    /** Whether the peer has said where its stream begins. */
    boolean isStarted() {
        return isStarted;
    }

    ReceiveQueue queue() {
        return queue;
    }

    OnceQueue onces() {
        return onces;
    }

    /** The peer says, perhaps again, where its stream begins for this member. */
    void onStart(final long first, final long nonce, final long nowNs) {
        if (!isStarted) {
            isStarted = true;
            queue.startAt(first);
            nonces.startAbove(nonce);
        }
        lastHeardNs = nowNs;
        oweAck(nowNs);
    }

    /** Whether an unsequenced frame comes for the first time. */
    boolean enterNonce(final long nonce, final long nowNs) {
        if (!nonces.enter(nonce)) {
            return false;
        }
        lastHeardNs = nowNs;
        return true;
    }

    /** Takes a frame of the started stream that is not here and has a place. */
    void onData(final LinkFrame frame, final boolean isForMe, final long nowNs) {
        queue.enter(frame, frame.number(), isForMe);
        lastHeardNs = nowNs;
        oweAck(queue.hasGap() ? nowNs : nowNs + ackDelayNs);
    }

    /** The peer sends what is here: perhaps an ack was lost. */
    void onDuplicate(final long nowNs) {
        oweAck(nowNs + ackDelayNs);
    }

    /** The handler took a frame of the stream. */
    void onConsumed(final long nowNs) {
        received++;
        oweAck(nowNs + ackDelayNs);
    }

    /** Frames for others were passed. */
    void onPassed(final long nowNs) {
        oweAck(nowNs + ackDelayNs);
    }

    /** The handler took an unsequenced frame. */
    void onOnceTaken() {
        received++;
    }

    boolean owesAck() {
        return owesAck;
    }

    long ackDueNs() {
        return ackDueNs;
    }

    void onAckSent() {
        owesAck = false;
    }

    long lastHeardNs() {
        return lastHeardNs;
    }

    long received() {
        return received;
    }

    private void oweAck(final long dueNs) {
        if (!owesAck || dueNs - ackDueNs < 0) {
            ackDueNs = dueNs;
        }
        owesAck = true;
    }
}
