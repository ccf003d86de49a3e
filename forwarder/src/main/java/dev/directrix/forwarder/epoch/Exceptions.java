package dev.directrix.forwarder.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The exceptions E: flows that go to another server than their slot's, by the flow's 64-bit keyed hash; 32 to 64 bytes
 * for each. Two flows of one hash would be taken for one: with ten million exceptions and as many flows the odds are
 * one in 200,000, and nobody without the seed can make such a pair.
 *
 * <p>One thread writes, any thread may look up, without waiting and without allocation: entries are added and marked in
 * place, never removed. To remove or to grow is to make another table, which readers get together with the table D
 * that belongs to it.
 *
 * <pre>
 * word 0  hash of the flow
 * word 1  0: empty | mark (28) | pool (12) | server's number + 1 (24)
 * </pre>
 */
public final class Exceptions {
    /** No exception. */
    public static final int ABSENT = -1;
    /** Greatest number of a server. */
    public static final int MAX_SERVER = (1 << 24) - 2;
    /** Greatest number of a pool. */
    public static final int MAX_POOL = (1 << 12) - 1;
    /** No settle has marked the exception since it was looked through. */
    public static final int UNMARKED = 0;
    /** Greatest mark. */
    public static final int MAX_MARK = (1 << 28) - 1;

    private static final int SERVER_BITS = 24;
    private static final int POOL_BITS = 12;
    private static final int LEAST = 64;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final int tableSize;
    private final int room;
    private final int mask;
    private final long[] words;
    /** By slot of D: whether a flow of it may be here. */
    private final long[] slots;
    private int size;

    /** What is asked of every exception. */
    @FunctionalInterface
    public interface Test {
        /** Whether it stays, or is counted. */
        boolean test(long hash, int pool, int server, int mark);
    }

    /** Is shown every exception. */
    @FunctionalInterface
    public interface Visitor {
        /** One exception. */
        void visit(long hash, int pool, int server, int mark);
    }

    /**
     * An empty table.
     *
     * @param tableSize slots of the tables D
     * @param room      exceptions for which it has room at least
     */
    public Exceptions(final int tableSize, final int room) {
        final int places = Integer.highestOneBit(Math.max(LEAST, room) * 2 - 1) * 2;
        this.tableSize = tableSize;
        this.room = places / 2;
        this.mask = places - 1;
        this.words = new long[2 * places];
        this.slots = new long[(tableSize + Long.SIZE - 1) / Long.SIZE];
    }

    /** Exceptions in it. Writer, or approximate. */
    public int size() {
        return size;
    }

    /** Exceptions for which it has room. */
    public int room() {
        return room;
    }

    /** Bytes of memory. */
    public long memoryBytes() {
        return 8L * (words.length + slots.length);
    }

    /** Whether a flow of this slot may be an exception: if not, there is no need to look. Any thread. */
    public boolean mayHave(final int slot) {
        return ((long) LONGS.getAcquire(slots, slot >>> 6) & (1L << slot)) != 0;
    }

    /** The server's number of a flow of this pool, or {@link #ABSENT}. Any thread. */
    public int serverOf(final long hash, final int pool) {
        final long value = find(hash, pool);
        return value == 0 ? ABSENT : serverIn(value);
    }

    /** The mark of a flow's exception; {@link #UNMARKED} also if there is none. Any thread. */
    public int markOf(final long hash, final int pool) {
        return (int) (find(hash, pool) >>> (SERVER_BITS + POOL_BITS));
    }

    /** The whole entry, for callers that need server and mark of one look: see {@link #serverIn}; 0: none. */
    long find(final long hash, final int pool) {
        int place = start(hash);
        while (true) {
            final long value = (long) LONGS.getAcquire(words, 2 * place + 1);
            if (value == 0) {
                return 0;
            }
            if (words[2 * place] == hash && poolIn(value) == pool) {
                return value;
            }
            place = (place + 1) & mask;
        }
    }

    static int serverIn(final long value) {
        return (int) (value & ((1 << SERVER_BITS) - 1)) - 1;
    }

    static int poolIn(final long value) {
        return (int) (value >>> SERVER_BITS) & MAX_POOL;
    }

    static int markIn(final long value) {
        return (int) (value >>> (SERVER_BITS + POOL_BITS));
    }

    /**
     * Enters or marks an exception. Writer only; visible to every look-up that begins afterwards.
     *
     * @param mark {@link #UNMARKED} to {@link #MAX_MARK}
     * @return false if there is no room: nothing changed
     */
    public boolean put(final long hash, final int pool, final int server, final int mark) {
        int place = start(hash);
        while (true) {
            final long value = words[2 * place + 1];
            if (value == 0) {
                break;
            }
            if (words[2 * place] == hash && poolIn(value) == pool) {
                LONGS.setVolatile(words, 2 * place + 1, value(pool, server, mark));
                return true;
            }
            place = (place + 1) & mask;
        }
        if (size >= room) {
            return false;
        }
        words[2 * place] = hash;
        LONGS.setRelease(words, 2 * place + 1, value(pool, server, mark));
        final int slot = SlotTable.slotOf(hash, tableSize);
        // Whoever is told afterwards that the exception is here may rely on it: it must not linger in a store buffer.
        LONGS.setVolatile(slots, slot >>> 6, slots[slot >>> 6] | (1L << slot));
        size++;
        return true;
    }


    private static long value(final int pool, final int server, final int mark) {
        return ((long) mark << (SERVER_BITS + POOL_BITS)) | ((long) pool << SERVER_BITS) | (server + 1L);
    }

    /** A table with room for at least this many, and the same exceptions. Writer only. */
    public Exceptions grown(final int newRoom) {
        return filled(newRoom, (hash, pool, server, mark) -> true);
    }

    /** A table with those that pass. Writer only. */
    public Exceptions keeping(final Test test) {
        return filled(count(test), test);
    }

    private Exceptions filled(final int newRoom, final Test test) {
        final Exceptions next = new Exceptions(tableSize, newRoom);
        forEach((hash, pool, server, mark) -> {
            if (test.test(hash, pool, server, mark)) {
                next.put(hash, pool, server, mark);
            }
        });
        return next;
    }

    /** How many pass. Writer only. */
    public int count(final Test test) {
        final int[] passed = {0};
        forEach((hash, pool, server, mark) -> passed[0] += test.test(hash, pool, server, mark) ? 1 : 0);
        return passed[0];
    }

    /** Shows all, in no order. Writer only. */
    public void forEach(final Visitor visitor) {
        for (int place = 0; place <= mask; place++) {
            final long value = words[2 * place + 1];
            if (value != 0) {
                visitor.visit(words[2 * place], poolIn(value), serverIn(value), markIn(value));
            }
        }
    }

    /** A number by which tables are compared: equal for the same flows, pools and servers, whatever their order. */
    public long digest() {
        final long[] sum = {size};
        forEach((hash, pool, server, mark) -> sum[0] += mix(hash ^ mix(value(pool, server, UNMARKED))));
        return sum[0];
    }

    private int start(final long hash) {
        return (int) (mix(hash) >>> 32) & mask;
    }

    private static long mix(final long value) {
        final long once = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        final long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
        return twice ^ (twice >>> 31);
    }
}
