package dev.directrix.director.runtime;

import dev.directrix.bgp.BgpException;
import dev.directrix.bgp.bmp.BmpStation;
import dev.directrix.director.config.GuardConfig;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where routers tell their paths by BMP, as the file says: a reload opens the station, closes it, or opens another one
 * elsewhere. Thread-safe.
 */
final class BmpListening implements AutoCloseable {

    private Optional<InetSocketAddress> address = Optional.empty();
    private Optional<BmpStation> station = Optional.empty();
    private boolean isClosed;

    /** What a reload would change: taken, or given up by closing it. */
    final class Change implements AutoCloseable {

        private final Optional<InetSocketAddress> next;
        private final Optional<BmpStation> opened;
        private boolean isTaken;

        private Change(final Optional<InetSocketAddress> next, final Optional<BmpStation> opened) {
            this.next = next;
            this.opened = opened;
        }

        /** The new station takes the place of the old one, whose routers are let go. */
        void take() {
            synchronized (BmpListening.this) {
                isTaken = !isClosed;
                if (isTaken && !next.equals(address)) {
                    station.ifPresent(BmpStation::close);
                    station = opened;
                    address = next;
                }
            }
        }

        @Override
        public void close() {
            if (!isTaken) {
                opened.ifPresent(BmpStation::close);
            }
        }
    }

    /**
     * Listens as a file says, if it does.
     *
     * @throws BgpException if the address cannot be had
     */
    static BmpListening open(final GuardConfig config) {
        final BmpListening listening = new BmpListening();
        try (Change first = listening.prepare(config)) {
            first.take();
        }
        return listening;
    }

    /**
     * Binds what a file asks for; the old station goes on until the change is taken.
     *
     * @throws BgpException if the address cannot be had
     */
    synchronized Change prepare(final GuardConfig config) {
        final Optional<InetSocketAddress> next = config.bmp().map(GuardConfig.Bmp::listen);
        return new Change(next, next.equals(address) ? Optional.empty()
            : config.bmp().map(bmp -> BmpStation.open(bmp.listen(), bmp.routers())));
    }

    /** The station; empty: the file has none. */
    synchronized Optional<BmpStation> station() {
        return station;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        station.ifPresent(BmpStation::close);
    }
}
