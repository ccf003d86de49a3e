package dev.directrix.forwarder.flow;

/**
 * What was seen of a flow. Where answers do not pass the director (direct routing, tunnels) only the first, second,
 * third and last occur: the client's direction shows no more.
 */
public enum FlowState {
    /** TCP, a segment that is not a bare SYN was seen. */
    ESTABLISHED(FlowEntry.ESTABLISHED),
    /** TCP, the client sent FIN; answers are not seen. */
    CLOSING(FlowEntry.CLOSING),
    /** UDP. */
    UDP(FlowEntry.UDP),
    /** TCP, a bare SYN was seen and nothing of the client's since. */
    HALF_OPEN(FlowEntry.HALF_OPEN),
    /** TCP, one of the two ends sent FIN. */
    HALF_CLOSED(FlowEntry.HALF_CLOSED),
    /** TCP, both ends sent FIN. */
    TIME_WAIT(FlowEntry.TIME_WAIT),
    /** TCP, an end sent RST. */
    RESET(FlowEntry.RESET);

    private static final FlowState[] BY_CODE = values();
    private final int code;

    FlowState(final int code) {
        this.code = code;
    }

    /** The number that stands for it in an entry: its place in this enumeration. */
    int code() {
        return code;
    }

    /**
     * This state of a flow whose service has a timeout class: the form in which tables take it.
     *
     * @param timeoutClass as {@link TimeoutClasses} gave it
     */
    public int inClass(final int timeoutClass) {
        return (timeoutClass << FlowEntry.STATE_BITS) | code;
    }

    static FlowState ofCode(final int code) {
        return BY_CODE[code];
    }
}
