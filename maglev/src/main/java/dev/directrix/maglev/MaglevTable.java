package dev.directrix.maglev;

import java.util.Arrays;
import java.util.List;

/**
 * Slot to backend: what a director consults for every packet of a new flow. Immutable and safe to share between
 * threads; reading allocates nothing. Built by {@link MaglevBuilder}.
 */
public final class MaglevTable {

    /** What {@link #backendAt(int)} answers in a table without a live backend. */
    public static final int NO_BACKEND = -1;

    private static final int MAX_NARROW = Short.MAX_VALUE + 1;

    private final int size;
    private final List<Backend> backends;
    private final int[] order;
    /** Two bytes a slot while indices fit; empty when {@link #wide} is in use. */
    private final short[] narrow;
    private final int[] wide;
    private final boolean empty;
    private final String hashId;
    private final String policyId;

    /**
     * Wraps the outcome of a build; the arrays are taken over.
     *
     * @param backends in the caller's order
     * @param order backends in table order, as indices into {@code backends}
     * @param slots per slot an index into {@code backends}; empty when no backend takes part
     */
    MaglevTable(final int size, final List<Backend> backends, final int[] order, final int[] slots,
            final String hashId, final String policyId) {
        this.size = size;
        this.backends = backends;
        this.order = order;
        this.empty = slots.length == 0;
        this.hashId = hashId;
        this.policyId = policyId;
        if (backends.size() <= MAX_NARROW) {
            this.narrow = new short[size];
            this.wide = new int[0];
            for (int slot = 0; slot < slots.length; slot++) {
                narrow[slot] = (short) slots[slot];
            }
        } else {
            this.narrow = new short[0];
            this.wide = empty ? new int[size] : slots;
        }
        if (empty) {
            Arrays.fill(narrow, (short) NO_BACKEND);
            Arrays.fill(wide, NO_BACKEND);
        }
    }

    /**
     * Number of slots.
     *
     * @return a prime
     */
    public int size() {
        return size;
    }

    /**
     * The backends that the table was built from, those of weight 0 included.
     *
     * @return unmodifiable, in the order given to the builder
     */
    public List<Backend> backends() {
        return backends;
    }

    /**
     * Whether no backend is live: then every slot says {@link #NO_BACKEND}.
     *
     * @return true when there is nobody to send a flow to
     */
    public boolean isEmpty() {
        return empty;
    }

    /**
     * Who serves a slot.
     *
     * @param slot 0 to size - 1
     * @return index into {@link #backends()}, or {@link #NO_BACKEND}
     */
    public int backendAt(final int slot) {
        return narrow.length != 0 ? narrow[slot] : wide[slot];
    }

    /**
     * The slot of a flow: the upper 32 bits of its hash, scaled to the size. The lower 32 bits stay unused, and so
     * independent of the slot.
     *
     * @param flowHash as given by {@link FlowHash}
     * @return 0 to size - 1
     */
    public int slotOf(final long flowHash) {
        return (int) (((flowHash >>> 32) * size) >>> 32);
    }

    /**
     * How many slots each backend has.
     *
     * @return one count per backend, in the order of {@link #backends()}
     */
    public int[] slotCounts() {
        final int[] counts = new int[backends.size()];
        for (int slot = 0; slot < size && !empty; slot++) {
            counts[backendAt(slot)]++;
        }
        return counts;
    }

    /**
     * Computes the name by which directors compare tables; costs about as much as building the table.
     *
     * @return the digest of inputs and slots
     */
    public TableDigest digest() {
        final int[] rankOf = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            rankOf[order[rank]] = rank;
        }
        final int[] ranks = new int[size];
        for (int slot = 0; slot < size; slot++) {
            ranks[slot] = empty ? NO_BACKEND : rankOf[backendAt(slot)];
        }
        final List<Backend> ordered = Arrays.stream(order).mapToObj(backends::get).toList();
        return TableDigest.of(hashId, policyId, ordered, ranks);
    }
}
