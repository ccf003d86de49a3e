package dev.directrix.forwarder.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * The sets of idle times that services have, each by a small number that stands in the flow entries. A set keeps its
 * number for the life of the process, so entries keep their meaning over any change of configuration. Safe for use by
 * many threads; the tables of all workers share one.
 */
public final class TimeoutClasses {
    /** The class of services that ask for nothing else. */
    public static final int DEFAULT = 0;
    /** Most classes. */
    public static final int MOST = 1 << FlowEntry.CLASS_BITS;

    private final List<FlowTimeouts> known = new ArrayList<>();
    private volatile int[] idleTicks;

    /**
     * One class.
     *
     * @param defaults its idle times
     */
    public TimeoutClasses(final FlowTimeouts defaults) {
        known.add(defaults);
        idleTicks = compile();
    }

    /**
     * The class with these idle times, made now if there is none.
     *
     * @throws IllegalStateException if there are {@value #MOST} others already
     */
    public synchronized int classOf(final FlowTimeouts timeouts) {
        final int found = known.indexOf(timeouts);
        if (found >= 0) {
            return found;
        }
        if (known.size() == MOST) {
            throw new IllegalStateException("services have had more than " + MOST
                    + " different sets of idle times since the start; restart, or give them fewer");
        }
        known.add(timeouts);
        idleTicks = compile();
        return known.size() - 1;
    }

    /** The idle times of a class. */
    public synchronized FlowTimeouts timeouts(final int timeoutClass) {
        return known.get(timeoutClass);
    }

    /** Ticks that a silent entry lives, by its kind: {@link FlowEntry#kindOf}. Never changed once given out. */
    int[] idleTicks() {
        return idleTicks;
    }

    private int[] compile() {
        final int[] result = new int[FlowEntry.KINDS];
        for (int kind = 0; kind < result.length; kind++) {
            final int timeoutClass = kind >>> FlowEntry.STATE_BITS;
            final int state = kind & (FlowEntry.STATES - 1);
            final FlowTimeouts timeouts = known.get(timeoutClass < known.size() ? timeoutClass : DEFAULT);
            result[kind] = state < FlowState.values().length
                    ? (int) Math.ceilDiv(timeouts.of(FlowState.ofCode(state)).toNanos(), 1L << FlowStore.TICK_SHIFT)
                    : 0;
        }
        return result;
    }
}
