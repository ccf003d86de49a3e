package dev.directrix.cluster.exploration;

import dev.directrix.cluster.member.MemberState;
import dev.directrix.forwarder.epoch.Exceptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A state as it is written down: once exactly, to put it back, and once in the form in which states that will behave
 * alike are equal: times as their age in ticks, numbers of requests left out. For one thread.
 */
final class Sketch {
    private static final long NEVER = Long.MAX_VALUE;

    private final Catalogue catalogue;
    private final long nowNs;
    private final long tickNs;
    private final int oldest;
    private final List<Exceptions> shared = new ArrayList<>();
    private long[] exact = new long[256];
    private long[] alike = new long[256];
    private int exactLength;
    private int alikeLength;

    /** An empty sheet. */
    Sketch(final Catalogue catalogue, final long nowNs, final long tickNs, final int oldest) {
        this.catalogue = catalogue;
        this.nowNs = nowNs;
        this.tickNs = tickNs;
        this.oldest = oldest;
    }

    /** A number that counts in both forms. */
    void number(final long value) {
        exactly(value);
        alike(value);
    }

    /** A number that counts in the exact form. */
    void exactly(final long value) {
        if (exactLength == exact.length) {
            exact = Arrays.copyOf(exact, 2 * exactLength);
        }
        exact[exactLength++] = value;
    }

    /** A number that counts in the other form. */
    void alike(final long value) {
        if (alikeLength == alike.length) {
            alike = Arrays.copyOf(alike, 2 * alikeLength);
        }
        alike[alikeLength++] = value;
    }

    /** A time. */
    void time(final long timeNs) {
        exactly(timeNs);
        alike(timeNs == Long.MIN_VALUE ? NEVER : age(timeNs));
    }

    private long age(final long timeNs) {
        return Math.clamp(Math.floorDiv(nowNs - timeNs, tickNs), -oldest, oldest);
    }

    /** A value that does not change, or null. */
    void value(final Object value) {
        exactly(numberOf(value));
        alike(numberOf(value instanceof MemberState state ? state.withWaits("") : value));
    }

    /** Its number. */
    int numberOf(final Object value) {
        return value == null ? Catalogue.NONE : catalogue.of(value);
    }

    /** Exceptions, which several may share. */
    void exceptions(final Exceptions table) {
        for (int at = 0; at < shared.size(); at++) {
            if (shared.get(at) == table) {
                number(at);
                return;
            }
        }
        number(shared.size());
        shared.add(table);
        final List<Entry> entries = new ArrayList<>();
        table.forEach((hash, pool, server, mark) -> entries.add(new Entry(hash, pool, server, mark)));
        entries.sort((a, b) -> a.hash != b.hash ? Long.compare(a.hash, b.hash) : Integer.compare(a.pool, b.pool));
        number(entries.size());
        for (final Entry entry : entries) {
            number(entry.hash);
            number(entry.pool);
            number(entry.server);
            number(entry.mark);
        }
    }

    private record Entry(long hash, int pool, int server, int mark) {
    }

    /** What it can be put back from. */
    long[] exact() {
        return Arrays.copyOf(exact, exactLength);
    }

    /** What states that will behave alike have in common. */
    Alike alike() {
        return new Alike(Arrays.copyOf(alike, alikeLength));
    }

    /** States that will behave alike have equal ones. */
    @SuppressWarnings("ArrayRecordComponent")
    record Alike(long[] numbers) {
        @Override
        public boolean equals(final Object other) {
            return other instanceof Alike alike && Arrays.equals(numbers, alike.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }

        @Override
        public String toString() {
            return Arrays.toString(numbers);
        }
    }

    /** Reads what was written exactly. For one thread. */
    static final class Reader {
        private final Catalogue catalogue;
        private final long[] exact;
        private final int tableSize;
        private final List<Exceptions> shared = new ArrayList<>();
        private int at;

        /** From the beginning. */
        Reader(final Catalogue catalogue, final long[] exact, final int tableSize) {
            this.catalogue = catalogue;
            this.exact = exact;
            this.tableSize = tableSize;
        }

        /** The next number. */
        long number() {
            return exact[at++];
        }

        /** The next number, as a size, say. */
        int small() {
            return (int) number();
        }

        /** The next value, or null. */
        Object value() {
            final int number = small();
            return number == Catalogue.NONE ? null : catalogue.at(number);
        }

        /** The next exceptions. */
        Exceptions exceptions(final int room) {
            final int which = small();
            if (which < shared.size()) {
                return shared.get(which);
            }
            final Exceptions table = new Exceptions(tableSize, room);
            shared.add(table);
            for (int left = small(); left > 0; left--) {
                final long hash = number();
                final int pool = small();
                final int server = small();
                table.put(hash, pool, server, small());
            }
            return table;
        }
    }
}
