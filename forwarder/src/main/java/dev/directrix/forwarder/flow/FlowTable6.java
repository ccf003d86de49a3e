package dev.directrix.forwarder.flow;

/**
 * The IPv6 flows that one worker forwarded lately, off-heap: 60 bytes for each flow of its capacity, taken from the
 * kernel as they are first used. What threads may do is said at {@link FlowStore}; {@link #peek} may be called by any.
 */
public final class FlowTable6 extends FlowStore {
    private static final int PORTS_WORD = 32;
    private static final int STATE_WORD = 40;

    /**
     * An empty table.
     *
     * @param capacity most flows, 1 to 1,000,000,000
     * @param classes  how long silent flows stay
     * @param listener is told of flows that begin, change and end
     */
    public FlowTable6(final int capacity, final TimeoutClasses classes, final FlowListener listener) {
        super(capacity, FlowEntry.BYTES_6, false, classes, listener);
    }

    /**
     * The entry of a flow, unless its idle time is over. Writer only.
     *
     * @param sourceHigh      first eight octets of the source address; the others likewise
     * @param ports           source port in the high half, destination in the low half
     * @param udp             whether it is UDP; TCP otherwise
     * @param hash            the flow's hash, 64 well-mixed bits
     * @return a number for the other methods, good until the next insertion or removal, or {@link #ABSENT}
     */
    public int find(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports,
            final boolean udp,
            final long hash) {
        return unlessOver(locate(sourceHigh, sourceLow, destinationHigh, destinationLow, ports, udp, hash));
    }

    /**
     * As the other, for a hash of the last {@link #prefetch}: tries one place first. Writer only.
     *
     * @param likely what {@link #likely} says of the hash
     */
    public int find(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports,
            final boolean udp,
            final long hash,
            final int likely) {
        return isUsed(word(places().contentAt(likely) + STATE_WORD))
                        && isAt(likely, sourceHigh, sourceLow, destinationHigh, destinationLow, ports, udp)
                ? unlessOver(likely)
                : find(sourceHigh, sourceLow, destinationHigh, destinationLow, ports, udp, hash);
    }

    /**
     * Enters a flow that {@link #find} did not find, with one packet seen now. Writer only.
     *
     * @param kind state and timeout class: {@link FlowState#inClass}
     * @return false if there is no room: the table holds its capacity, or the flow's groups are full of live flows
     */
    public boolean insert(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports,
            final int kind,
            final long hash,
            final int serverId) {
        final int place = place(hash);
        if (place == ABSENT) {
            return false;
        }
        final long version = beginChange();
        final long at = places().contentAt(place);
        memory().set(WORD, at, sourceHigh);
        memory().set(WORD, at + 8, sourceLow);
        memory().set(WORD, at + 16, destinationHigh);
        memory().set(WORD, at + 24, destinationLow);
        fill(place, ports, kind, hash, serverId);
        endChange(version);
        entered(place);
        return true;
    }

    /**
     * The server of a flow, or {@link #ABSENT}, without touching anything. Any thread; parameters as {@link #find}.
     */
    public int peek(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports,
            final boolean udp,
            final long hash,
            final long nowNs) {
        while (true) {
            final long version = version();
            final int server = serverUnlessOver(
                    locate(sourceHigh, sourceLow, destinationHigh, destinationLow, ports, udp, hash), nowNs);
            if (isUnchangedSince(version)) {
                return server;
            }
            Thread.onSpinWait();
        }
    }

    private int locate(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports,
            final boolean udp,
            final long hash) {
        final int tag = TagGroup.tagOf(hash);
        int group = places().groupOf(hash);
        for (int turn = 0; turn < 2; turn++) {
            long matches = TagGroup.matches(places().tags(group), tag);
            while (matches != 0) {
                final int entry = group * TagGroup.PLACES + TagGroup.first(matches);
                if (isAt(entry, sourceHigh, sourceLow, destinationHigh, destinationLow, ports, udp)) {
                    return entry;
                }
                matches &= matches - 1;
            }
            group = places().partner(group, tag);
        }
        return ABSENT;
    }

    private boolean isAt(
            final int place,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports,
            final boolean udp) {
        final long at = places().contentAt(place);
        return word(at) == sourceHigh
                && word(at + 8) == sourceLow
                && word(at + 16) == destinationHigh
                && word(at + 24) == destinationLow
                && FlowEntry.portsOf(word(at + PORTS_WORD)) == ports
                && FlowEntry.isUdp(word(at + STATE_WORD)) == udp;
    }
}
