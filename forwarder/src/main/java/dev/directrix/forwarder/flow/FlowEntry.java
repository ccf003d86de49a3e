package dev.directrix.forwarder.flow;

/**
 * The words of an entry. The addresses come first, of IPv4 in one word and of IPv6 in four; two more words follow.
 *
 * <pre>
 * IPv4    source address (32) | destination address (32)
 * IPv6    source address (128) | destination address (128)
 * word 1  source port (16) | destination port (16) | tick of the last packet (32)
 * word 2  packets (32, sticks at its maximum) | timeout class (5) | state (3) | server id (24)
 * </pre>
 */
final class FlowEntry {
    /** Bytes of an IPv4 entry. */
    static final int BYTES_4 = 24;
    /** Bytes of an IPv6 entry. */
    static final int BYTES_6 = 48;
    /** Bytes of the two last words. */
    static final int TAIL_BYTES = 16;
    static final int ESTABLISHED = 0;
    static final int CLOSING = 1;
    static final int UDP = 2;
    static final int HALF_OPEN = 3;
    static final int HALF_CLOSED = 4;
    static final int TIME_WAIT = 5;
    static final int RESET = 6;
    static final int STATE_BITS = 3;
    /** Number of states, with the unused code. */
    static final int STATES = 1 << STATE_BITS;
    static final int CLASS_BITS = 5;
    /** Number of kinds: state and timeout class together. */
    static final int KINDS = 1 << (STATE_BITS + CLASS_BITS);
    /** The largest server id. */
    static final int MAX_SERVER_ID = (1 << 24) - 1;

    private static final long LOW_32 = 0xffff_ffffL;
    private static final int STATE_SHIFT = 24;
    private static final long STATE_MASK = (STATES - 1L) << STATE_SHIFT;
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

    static long word2(final int serverId, final int kind) {
        return ONE_PACKET | ((long) kind << STATE_SHIFT) | serverId;
    }

    static int serverOf(final long word2) {
        return (int) word2 & MAX_SERVER_ID;
    }

    static int stateOf(final long word2) {
        return (int) (word2 >>> STATE_SHIFT) & (STATES - 1);
    }

    /** State and timeout class: what the idle time depends on. */
    static int kindOf(final long word2) {
        return (int) (word2 >>> STATE_SHIFT) & (KINDS - 1);
    }

    static boolean isUdp(final long word2) {
        return stateOf(word2) == UDP;
    }

    /** 1 if the flow counts as an active connection, else 0. */
    static int activeOf(final long word2) {
        final int state = stateOf(word2);
        return state == ESTABLISHED || state == UDP ? 1 : 0;
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
        return FlowState.ofCode(stateOf(word2));
    }
}
