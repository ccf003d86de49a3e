package dev.directrix.forwarder.datapath;

import java.util.concurrent.atomic.AtomicLongArray;

/** What one worker counts for each interface. The worker alone writes; any thread reads, a moment late. */
final class PortCounters {

    private static final int RECEIVED = 0;
    private static final int TRANSMITTED = 1;
    private static final int TRANSMIT_DROPS = 2;
    private static final int LOST = 3;
    private static final int KINDS = 4;

    private final AtomicLongArray values;

    PortCounters(final int interfaces) {
        values = new AtomicLongArray(interfaces * KINDS);
    }

    void received(final int number, final int frames) {
        add(number, RECEIVED, frames);
    }

    void transmitted(final int number) {
        add(number, TRANSMITTED, 1);
    }

    void transmitDropped(final int number) {
        add(number, TRANSMIT_DROPS, 1);
    }

    void lost(final int number, final long frames) {
        values.setOpaque(number * KINDS + LOST, frames);
    }

    long received(final int number) {
        return get(number, RECEIVED);
    }

    long transmittedBy(final int number) {
        return get(number, TRANSMITTED);
    }

    long transmitDropsOf(final int number) {
        return get(number, TRANSMIT_DROPS);
    }

    long lostBy(final int number) {
        return get(number, LOST);
    }

    private void add(final int number, final int kind, final long amount) {
        final int at = number * KINDS + kind;
        values.setOpaque(at, values.getPlain(at) + amount);
    }

    private long get(final int number, final int kind) {
        return values.getOpaque(number * KINDS + kind);
    }
}
