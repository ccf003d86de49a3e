package dev.directrix.forwarder.flow;

import dev.directrix.forwarder.service.ServiceTimeouts;
import java.util.ArrayList;
import java.util.List;

/**
 * The sets of idle times that services have, each by a small number that stands in the flow entries: the timeout class.
 * A class keeps its number for the life of the process, so entries keep their meaning over any change of configuration.
 * Safe for use by many threads; the tables of all workers share one.
 */
public final class TimeoutClasses {
    /** The class of services that ask for nothing else. */
    public static final int DEFAULT = 0;
    /** Most classes. */
    public static final int MOST = 1 << FlowEntry.CLASS_BITS;

    private final FlowTimeouts defaults;
    private volatile int[] idleTicks;
    private volatile long[] synNs;

    /**
     * Every class has these idle times.
     *
     * @param defaults of class 0
     */
    public TimeoutClasses(final FlowTimeouts defaults) {
        this.defaults = defaults;
        this.idleTicks = compile(List.of());
        this.synNs = new long[] {defaults.syn().toNanos()};
    }

    /**
     * Takes the idle times of services from now on.
     *
     * @param services what each class changes of the defaults, by its number
     * @throws IllegalStateException if there are more than {@value #MOST}
     */
    public void apply(final List<ServiceTimeouts> services) {
        if (services.size() > MOST) {
            throw new IllegalStateException("services have " + services.size()
                    + " different sets of idle times, more than " + MOST + "; give them fewer, or restart");
        }
        idleTicks = compile(services);
        synNs = services.stream().mapToLong(service -> timeouts(service).syn().toNanos()).toArray();
    }

    /** The idle times of class 0. */
    public FlowTimeouts defaults() {
        return defaults;
    }

    /** Ticks that a silent entry lives, by its kind: {@link FlowEntry#kindOf}. Never changed once given out. */
    int[] idleTicks() {
        return idleTicks;
    }

    /** Nanoseconds that a bare SYN's server is remembered in a class, where a SYN makes no entry. */
    long synNs(final int timeoutClass) {
        final long[] all = synNs;
        return timeoutClass < all.length ? all[timeoutClass] : defaults.syn().toNanos();
    }

    private int[] compile(final List<ServiceTimeouts> services) {
        final List<FlowTimeouts> all = new ArrayList<>();
        services.forEach(service -> all.add(timeouts(service)));
        final int[] result = new int[FlowEntry.KINDS];
        for (int kind = 0; kind < result.length; kind++) {
            final int timeoutClass = kind >>> FlowEntry.STATE_BITS;
            final int state = kind & (FlowEntry.STATES - 1);
            final FlowTimeouts timeouts = timeoutClass < all.size() ? all.get(timeoutClass) : defaults;
            result[kind] = state < FlowState.values().length
                    ? (int) Math.ceilDiv(timeouts.of(FlowState.ofCode(state)).toNanos(), 1L << FlowStore.TICK_SHIFT)
                    : 0;
        }
        return result;
    }

    private FlowTimeouts timeouts(final ServiceTimeouts service) {
        return new FlowTimeouts(
                service.tcp().orElse(defaults.tcp()),
                service.udp().orElse(defaults.udp()),
                service.syn().orElse(defaults.syn()),
                service.closing().orElse(defaults.closing()),
                service.handshake().orElse(defaults.halfOpen()),
                service.halfClosed().orElse(defaults.halfClosed()));
    }
}
