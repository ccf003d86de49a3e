package dev.directrix.cluster.exploration;

import dev.directrix.cluster.message.MessageCodec;
import dev.directrix.cluster.protocol.ClusterNode;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.forwarder.epoch.SlotTable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes down all that a member has in mind, and puts it back. By reflection, so that no field can be forgotten: a
 * field of a kind that is not known here is refused. Fields whose name ends in {@code Ns} are times. For one thread.
 */
final class Memory {
    private static final String PROTOCOL = ClusterNode.class.getPackageName();
    /** What a member knows of itself, what it keeps to be faster, and what it tells people only. */
    private static final Set<String> LEFT_OUT = Set.of("self", "settings", "builder", "concluded", "slots", "tally",
            "actions", "reported", "waited", "waitedSinceNs", "waitsLookedNs");
    /** Numbers of requests: what is under way is the last, and counts as that. */
    private static final Set<String> REQUESTS = Set.of("applyNumber", "appliedNumber", "request");
    /** Maps whose values are times. */
    private static final Set<String> TIMES = Set.of("granted", "given", "partlyDeadSinceNs");
    private static final int SPARE = 32;

    private final Map<Class<?>, List<Field>> fields = new HashMap<>();
    private long request;
    private long knownSinceNs;

    private List<Field> fieldsOf(final Class<?> type) {
        return fields.computeIfAbsent(type, of -> {
            final List<Field> result = new ArrayList<>();
            for (final Field field : of.getDeclaredFields()) {
                final boolean isUpwards = "node".equals(field.getName()) && of != ClusterNode.class;
                if (!Modifier.isStatic(field.getModifiers()) && !isUpwards && !LEFT_OUT.contains(field.getName())) {
                    field.setAccessible(true);
                    result.add(field);
                }
            }
            return result;
        });
    }

    /**
     * Writes a member down.
     *
     * @return the number of its last request for flows
     */
    long write(final ClusterNode member, final Sketch sheet) {
        try {
            knownSinceNs = 0;
            writePart(member, sheet);
            return request;
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writePart(final Object part, final Sketch sheet) throws ReflectiveOperationException {
        for (final Field field : fieldsOf(part.getClass())) {
            if (field.getType() == long.class) {
                writeLong(field.getName(), field.getLong(part), sheet);
            } else if (field.getType() == int.class) {
                sheet.number(field.getInt(part));
            } else if (field.getType() == boolean.class) {
                sheet.number(field.getBoolean(part) ? 1 : 0);
            } else {
                writeObject(field.getName(), field.get(part), sheet);
            }
        }
    }

    private void writeLong(final String name, final long value, final Sketch sheet) {
        if (REQUESTS.contains(name)) {
            request = "request".equals(name) ? value : request;
            sheet.exactly(value);
        } else if ("lookedSinceNs".equals(name)) {
            sheet.exactly(value);
            sheet.alike(value == knownSinceNs ? 1 : 0);
        } else if (name.endsWith("Ns")) {
            knownSinceNs = "knownSinceNs".equals(name) ? value : knownSinceNs;
            sheet.time(value);
        } else {
            sheet.number(value);
        }
    }

    private void writeObject(final String name, final Object value, final Sketch sheet)
            throws ReflectiveOperationException {
        switch (value) {
            case Map<?, ?> map -> {
                sheet.number(map.size());
                final List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
                entries.sort((a, b) -> Integer.compare(sheet.numberOf(a.getKey()), sheet.numberOf(b.getKey())));
                for (final Map.Entry<?, ?> entry : entries) {
                    sheet.value(entry.getKey());
                    if (TIMES.contains(name)) {
                        sheet.time((Long) entry.getValue());
                    } else {
                        writeObject(name, entry.getValue(), sheet);
                    }
                }
            }
            case Set<?> set -> {
                sheet.number(set.size());
                set.stream().mapToInt(sheet::numberOf).sorted().forEach(sheet::number);
            }
            case Collection<?> list -> {
                sheet.number(list.size());
                list.forEach(sheet::value);
            }
            case boolean[] flags -> sheet.value(new Flags(toList(flags)));
            case long[] numbers -> writeAll(Arrays.stream(numbers).toArray(), sheet);
            case int[] numbers -> writeAll(Arrays.stream(numbers).asLongStream().toArray(), sheet);
            case Exceptions exceptions -> sheet.exceptions(exceptions);
            case null -> sheet.value(null);
            default -> {
                if (isPart(value.getClass())) {
                    writePart(value, sheet);
                } else if (isValue(value.getClass())) {
                    sheet.value(value);
                } else {
                    throw new IllegalStateException("what is " + name + " of " + value.getClass() + "?");
                }
            }
        }
    }

    private static boolean isPart(final Class<?> type) {
        return type.getPackageName().equals(PROTOCOL) && !type.isEnum() && (!type.isRecord() || isPair(type));
    }

    /** A record that holds what changes. */
    private static boolean isPair(final Class<?> type) {
        return type.isRecord() && Arrays.stream(type.getDeclaredFields())
                .anyMatch(field -> !field.getType().isPrimitive() && isPart(field.getType()));
    }

    private static boolean isValue(final Class<?> type) {
        return type.isEnum() || type.isRecord() || type == Long.class || type == Integer.class
                || type == String.class || type == SlotTable.class;
    }

    /** Trailing zeros are room that is not used. */
    private static void writeAll(final long[] numbers, final Sketch sheet) {
        int length = numbers.length;
        while (length > 0 && numbers[length - 1] == 0) {
            length--;
        }
        sheet.number(length);
        for (int at = 0; at < length; at++) {
            sheet.number(numbers[at]);
        }
    }

    /** Slots, as a value. */
    private record Flags(List<Boolean> each) {
    }

    private static List<Boolean> toList(final boolean[] flags) {
        final List<Boolean> result = new ArrayList<>();
        for (final boolean flag : flags) {
            result.add(flag);
        }
        return result;
    }

    /** Puts what was written down back into a member of the same name and life. */
    void read(final ClusterNode member, final Sketch.Reader sheet) {
        try {
            readPart(member, sheet);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void readPart(final Object part, final Sketch.Reader sheet) throws ReflectiveOperationException {
        for (final Field field : fieldsOf(part.getClass())) {
            final boolean isFinal = Modifier.isFinal(field.getModifiers());
            final Object now = field.get(part);
            if (field.getType() == long.class) {
                final long value = sheet.number();
                if (!isFinal) {
                    field.setLong(part, value);
                }
            } else if (field.getType() == int.class) {
                final int value = sheet.small();
                if (!isFinal) {
                    field.setInt(part, value);
                }
            } else if (field.getType() == boolean.class) {
                final boolean value = sheet.number() != 0;
                if (!isFinal) {
                    field.setBoolean(part, value);
                }
            } else {
                final Object value = readObject(field, now, sheet);
                if (!isFinal) {
                    field.set(part, value);
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Object readObject(final Field field, final Object now, final Sketch.Reader sheet)
            throws ReflectiveOperationException {
        final String name = field.getName();
        final Class<?> type = field.getType();
        if (Map.class.isAssignableFrom(type)) {
            final Map<Object, Object> map = (Map<Object, Object>) now;
            map.clear();
            for (int left = sheet.small(); left > 0; left--) {
                final Object key = sheet.value();
                map.put(key, TIMES.contains(name) ? Long.valueOf(sheet.number()) : readEntry(name, sheet));
            }
            return map;
        }
        if (Collection.class.isAssignableFrom(type)) {
            final List<Object> all = new ArrayList<>();
            for (int left = sheet.small(); left > 0; left--) {
                all.add(sheet.value());
            }
            if (!Modifier.isFinal(field.getModifiers())) {
                return Set.copyOf(all);
            }
            ((Collection<Object>) now).clear();
            ((Collection<Object>) now).addAll(all);
            return now;
        }
        if (type == Exceptions.class) {
            return sheet.exceptions(SPARE);
        }
        if (type == long[].class) {
            return readAll(sheet);
        }
        if (type == int[].class) {
            return Arrays.stream(readAll(sheet)).mapToInt(value -> (int) value).toArray();
        }
        if (isPart(type)) {
            readPart(now, sheet);
            return now;
        }
        return sheet.value();
    }

    private Object readEntry(final String name, final Sketch.Reader sheet) throws ReflectiveOperationException {
        if ("running".equals(name) || "handed".equals(name)) {
            return readPins(sheet);
        }
        final Object value = sheet.value();
        return value instanceof Flags flags ? toArray(flags) : value;
    }

    private static boolean[] toArray(final Flags flags) {
        final boolean[] result = new boolean[flags.each.size()];
        for (int at = 0; at < result.length; at++) {
            result[at] = flags.each.get(at);
        }
        return result;
    }

    private static long[] readAll(final Sketch.Reader sheet) {
        final int length = sheet.small();
        final long[] result = new long[length + SPARE];
        for (int at = 0; at < length; at++) {
            result[at] = sheet.number();
        }
        return result;
    }

    private Object readPins(final Sketch.Reader sheet) throws ReflectiveOperationException {
        final Constructor<?> constructor =
                Class.forName(PROTOCOL + ".Pins").getDeclaredConstructor(int.class, int.class);
        constructor.setAccessible(true);
        final Object pins = constructor.newInstance(MessageCodec.MOST_FLOWS, 40 * MessageCodec.MOST_FLOWS);
        readPart(pins, sheet);
        return pins;
    }
}
