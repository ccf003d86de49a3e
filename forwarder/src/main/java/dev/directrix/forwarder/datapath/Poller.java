package dev.directrix.forwarder.datapath;

import dev.directrix.linux.socket.EventFd;
import dev.directrix.linux.socket.PollSet;
import java.util.Arrays;

/**
 * Lets a worker sleep in poll(2) until a frame arrives or somebody wakes it. One thread watches and waits; any thread
 * may {@link #wake()}.
 */
final class Poller implements AutoCloseable {

    private final EventFd event = EventFd.open();
    private int eventIndex;
    private PollSet watched = PollSet.forReading(event.fd());

    /** Watches these descriptors instead of the former ones. */
    void watch(final int... fds) {
        final int[] all = Arrays.copyOf(fds, fds.length + 1);
        all[fds.length] = event.fd();
        watched.close();
        watched = PollSet.forReading(all);
        eventIndex = fds.length;
    }

    /** Sleeps until a descriptor is readable, {@link #wake()} is called, or the time is over. */
    void await(final int timeoutMs) {
        if (watched.await(timeoutMs) > 0 && watched.ready(eventIndex)) {
            event.drain();
        }
    }

    /** Ends the current or next {@link #await}. */
    void wake() {
        event.signal();
    }

    @Override
    public void close() {
        watched.close();
        event.close();
    }
}
