package dev.directrix.forwarder.flow;

/**
 * The IPv4 flows that one worker forwarded lately, off-heap: at most 32 bytes for each flow of its capacity, present
 * from the start. What threads may do is said at {@link FlowStore}; {@link #peek} may be called by any.
 */
public final class FlowTable extends FlowStore {

    /**
     * An empty table with one timeout class, which tells nobody of its flows.
     *
     * @param capacity most flows, 1 to 1,000,000,000
     * @param timeouts how long silent flows stay
     */
    public FlowTable(final int capacity, final FlowTimeouts timeouts) {
        this(capacity, new TimeoutClasses(timeouts), FlowListener.NONE);
    }

    /**
     * An empty table.
     *
     * @param capacity most flows, 1 to 1,000,000,000
     * @param classes  how long silent flows stay
     * @param listener is told of flows that begin, change and end
     */
    public FlowTable(final int capacity, final TimeoutClasses classes, final FlowListener listener) {
        super(capacity, FlowEntry.BYTES_4, true, classes, listener);
    }

    /**
     * The entry of a flow, unless its idle time is over. Writer only.
     *
     * @param addresses source address in the high half, destination in the low half
     * @param ports     source port in the high half, destination in the low half
     * @param udp       whether it is UDP; TCP otherwise
     * @param hash      the flow's hash, 64 well-mixed bits
     * @return a number for the other methods, good until the next insertion or removal, or {@link #ABSENT}
     */
    public int find(final long addresses, final int ports, final boolean udp, final long hash) {
        return unlessOver(locate(addresses, ports, udp, hash));
    }

    /**
     * As the other, for a hash of the last {@link #prefetch}: tries one place first. Writer only.
     *
     * @param likely what {@link #likely} says of the hash
     */
    public int find(
            final long addresses, final int ports, final boolean udp, final long hash, final int likely) {
        final long at = places().contentAt(likely);
        final long word1 = word(at + 8);
        if (word(at) == addresses && FlowEntry.portsOf(word1) == ports) {
            final long word2 = word(at + 16);
            if (isUsed(word2) && FlowEntry.isUdp(word2) == udp && isLive(word1, word2)) {
                return likely;
            }
        }
        return find(addresses, ports, udp, hash);
    }

    /** As the other, of a service with the default idle times. Writer only. */
    public boolean insert(
            final long addresses, final int ports, final FlowState state, final long hash, final int serverId) {
        return insert(addresses, ports, state.inClass(TimeoutClasses.DEFAULT), hash, serverId);
    }

    /**
     * Enters a flow that {@link #find} did not find, with one packet seen now. Writer only.
     *
     * @param kind state and timeout class: {@link FlowState#inClass}
     * @return false if there is no room: the table holds its capacity, or the flow's groups are full of live flows
     */
    public boolean insert(
            final long addresses, final int ports, final int kind, final long hash, final int serverId) {
        final int place = place(hash);
        if (place == ABSENT) {
            return false;
        }
        final long version = beginChange();
        memory().set(WORD, places().contentAt(place), addresses);
        fill(place, ports, kind, hash, serverId);
        endChange(version);
        entered(place);
        return true;
    }

    /**
     * The server of a flow, or {@link #ABSENT}, without touching anything. Any thread; parameters as {@link #find}.
     */
    public int peek(final long addresses, final int ports, final boolean udp, final long hash, final long nowNs) {
        while (true) {
            final long version = version();
            final int server = serverUnlessOver(locate(addresses, ports, udp, hash), nowNs);
            if (isUnchangedSince(version)) {
                return server;
            }
            Thread.onSpinWait();
        }
    }

    private int locate(final long addresses, final int ports, final boolean udp, final long hash) {
        final int tag = TagGroup.tagOf(hash);
        final int group = places().groupOf(hash);
        final int entry = locateIn(group, tag, addresses, ports, udp);
        return entry == ABSENT ? locateIn(places().partner(group, tag), tag, addresses, ports, udp) : entry;
    }

    private int locateIn(final int group, final int tag, final long addresses, final int ports, final boolean udp) {
        long matches = TagGroup.matches(places().tags(group), tag);
        while (matches != 0) {
            final int entry = group * TagGroup.PLACES + TagGroup.first(matches);
            if (isAt(entry, addresses, ports, udp)) {
                return entry;
            }
            matches &= matches - 1;
        }
        return ABSENT;
    }

    private boolean isAt(final int place, final long addresses, final int ports, final boolean udp) {
        final long at = places().contentAt(place);
        return word(at) == addresses
                && FlowEntry.portsOf(word(at + 8)) == ports
                && FlowEntry.isUdp(word(at + 16)) == udp;
    }
}
