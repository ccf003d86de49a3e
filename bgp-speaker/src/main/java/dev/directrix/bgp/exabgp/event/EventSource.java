package dev.directrix.bgp.exabgp.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The program that tells events. Thread-safe if its clock is.
 *
 * @param clock           tells the time
 * @param host            name of the machine
 * @param processId       our process
 * @param parentProcessId its parent, 0 if there is none
 */
public record EventSource(InstantSource clock, String host, long processId, long parentProcessId) {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** This process on this machine. */
    public static EventSource ofThisProcess(final InstantSource clock) {
        final ProcessHandle process = ProcessHandle.current();
        return new EventSource(clock, hostName(), process.pid(), process.parent().map(ProcessHandle::pid).orElse(0L));
    }

    /**
     * Stamps an event with the present time.
     *
     * @param counter how many events about its neighbour were told, this one included
     */
    public EventStamp stamp(final long counter) {
        return new EventStamp(clock.instant(), host, processId, parentProcessId, counter);
    }

    /** The kernel's word for it: a name service is never asked, it may take long. */
    private static String hostName() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (final IOException e) {
            return "localhost";
        }
    }
}
