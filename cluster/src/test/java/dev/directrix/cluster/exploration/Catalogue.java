package dev.directrix.cluster.exploration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for values: equal values have one number. 0 is for none. For one thread. */
final class Catalogue {
    /** The number of nothing. */
    static final int NONE = 0;
    /** The number of an empty list. */
    static final int EMPTY = 1;

    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Object> values = new ArrayList<>();

    /** Nothing but an empty list. */
    Catalogue() {
        values.add(new Object());
        of(new Row());
    }

    /** A list of numbers, as a value. */
    @SuppressWarnings("ArrayRecordComponent")
    record Row(int... numbers) {
        @Override
        public boolean equals(final Object other) {
            return other instanceof Row row && Arrays.equals(numbers, row.numbers);
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

    /** The number of a value. */
    int of(final Object value) {
        final Integer known = numbers.get(value);
        if (known != null) {
            return known;
        }
        values.add(value);
        numbers.put(value, values.size() - 1);
        return values.size() - 1;
    }

    /** The value of a number. */
    Object at(final int number) {
        return values.get(number);
    }

    /** The value of a number, of a known type. */
    <T> T at(final int number, final Class<T> type) {
        return type.cast(values.get(number));
    }

    private int[] row(final int list) {
        return at(list, Row.class).numbers;
    }

    /** The first of a list. */
    int first(final int list) {
        return row(list)[0];
    }

    /** How long a list is. */
    int length(final int list) {
        return row(list).length;
    }

    /** A list without its first. */
    int rest(final int list) {
        final int[] all = row(list);
        return of(new Row(Arrays.copyOfRange(all, 1, all.length)));
    }

    /** A list with one more. */
    int with(final int list, final int more) {
        final int[] all = row(list);
        final int[] next = Arrays.copyOf(all, all.length + 1);
        next[all.length] = more;
        return of(new Row(next));
    }

    /** How many values have numbers. */
    int size() {
        return values.size();
    }
}
