package dev.directrix.forwarder.flow;

/**
 * What both directions of a TCP flow say of its state (RFC 9293 section 3.3.2, as far as someone in the middle can
 * see). The client's packets are seen by the table's writer, the server's by any worker, which leaves a note.
 *
 * <p>In an entry CLOSING is the client's FIN alone and HALF_CLOSED the server's alone.
 */
final class NatState {
    private NatState() {
    }

    /**
     * The state after an event of the client and what answers have said.
     *
     * @param event  one of {@link TcpEvent}; a SYN changes nothing
     * @param answer the entry's note
     */
    static int next(final int state, final int event, final int answer) {
        if (state == FlowEntry.UDP) {
            return state;
        }
        if (state == FlowEntry.RESET || event == TcpEvent.RST || (answer & NatEntries.ANSWER_RST) != 0) {
            return FlowEntry.RESET;
        }
        final boolean over = state == FlowEntry.TIME_WAIT;
        final boolean byClient = over || state == FlowEntry.CLOSING || event == TcpEvent.FIN;
        final boolean byServer = over || state == FlowEntry.HALF_CLOSED || (answer & NatEntries.ANSWER_FIN) != 0;
        if (byClient || byServer) {
            return byClient && byServer ? FlowEntry.TIME_WAIT : byClient ? FlowEntry.CLOSING : FlowEntry.HALF_CLOSED;
        }
        return state == FlowEntry.HALF_OPEN && event == TcpEvent.DATA ? FlowEntry.ESTABLISHED : state;
    }

    /** Whether an end has sent FIN or RST. */
    static boolean isOver(final int state) {
        return state == FlowEntry.CLOSING || state >= FlowEntry.HALF_CLOSED;
    }

    /** The state to the outside. */
    static FlowState shown(final int state) {
        return state == FlowEntry.CLOSING ? FlowState.HALF_CLOSED : FlowState.ofCode(state);
    }

    /** Idle ticks of a state in the entry's timeout class. */
    static int limit(final int state, final long word2, final int[] limits) {
        final int code = state == FlowEntry.CLOSING ? FlowEntry.HALF_CLOSED : state;
        return limits[FlowEntry.kindOf(FlowEntry.withState(word2, code))];
    }
}
