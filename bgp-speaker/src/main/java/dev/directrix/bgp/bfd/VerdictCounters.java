package dev.directrix.bgp.bfd;

import java.util.EnumMap;
import java.util.Map;

/** How many packets met each end. Not thread-safe. */
final class VerdictCounters {

    private static final BfdVerdict[] ALL = BfdVerdict.values();

    private final long[] counts = new long[ALL.length];

    @SuppressWarnings("EnumOrdinal") // A map would make an object of each count.
    void count(final BfdVerdict verdict) {
        counts[verdict.ordinal()]++;
    }

    /** Those that are not zero. */
    Map<BfdVerdict, Long> toMap() {
        final Map<BfdVerdict, Long> result = new EnumMap<>(BfdVerdict.class);
        for (int i = 0; i < ALL.length; i++) {
            if (counts[i] > 0) {
                result.put(ALL[i], counts[i]);
            }
        }
        return result;
    }
}
