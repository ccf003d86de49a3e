package dev.directrix.forwarder.flow;

/**
 * The three words of an entry.
 *
 * <pre>
 * word 0  source address (32) | destination address (32)
 * word 1  source port (16) | destination port (16) | tick of the last packet (32)
 * word 2  packets (32, sticks at its maximum) | 0 (6) | state (2) | server id (24)
 * </pre>
 */
final class FlowEntry {
    /** Bytes of an entry. */
    static final int BYTES = 24;
    static final int WORD_1 = 8;
    static final int WORD_2 = 16;
    static final int ESTABLISHED = 0;
    static final int CLOSING = 1;
    static final int UDP = 2;
    /** Number of states, with the unused code. */
    static final int STATES = 4;
    /** The largest server id. */
    static final int MAX_SERVER_ID = (1 << 24) - 1;

    private static final long LOW_32 = 0xffff_ffffL;
    private static final int STATE_SHIFT = 24;
    private static final long STATE_MASK = 3L << STATE_SHIFT;
    private static final long ONE_PACKET = 1L << 32;

    private FlowEntry() {
    }

    static long word1(final int ports, final int tick) {
        return ((long) ports << 32) | (tick & LOW_32);
    }

    static int portsOf(final long word1) {
        return (int) (word1 >>> 32);
    }

    static int tickOf(final long word1) {
        return (int) word1;
    }

    static long word2(final int serverId, final int state) {
        return ONE_PACKET | ((long) state << STATE_SHIFT) | serverId;
    }

    static int serverOf(final long word2) {
        return (int) word2 & MAX_SERVER_ID;
    }

    static int stateOf(final long word2) {
        return (int) (word2 >>> STATE_SHIFT) & (STATES - 1);
    }

    static boolean isUdp(final long word2) {
        return stateOf(word2) == UDP;
    }

    static long packetsOf(final long word2) {
        return word2 >>> 32;
    }

    static long withPacket(final long word2) {
        return word2 >>> 32 == LOW_32 ? word2 : word2 + ONE_PACKET;
    }

    static long withState(final long word2, final int state) {
        return (word2 & ~STATE_MASK) | ((long) state << STATE_SHIFT);
    }

    static long withServer(final long word2, final int serverId) {
        return (word2 & ~(long) MAX_SERVER_ID) | serverId;
    }

    static FlowState state(final long word2) {
        return switch (stateOf(word2)) {
            case ESTABLISHED -> FlowState.ESTABLISHED;
            case CLOSING -> FlowState.CLOSING;
            default -> FlowState.UDP;
        };
    }
}
