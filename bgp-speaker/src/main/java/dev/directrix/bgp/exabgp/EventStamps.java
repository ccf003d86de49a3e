package dev.directrix.bgp.exabgp;

import dev.directrix.bgp.exabgp.event.EventStamp;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stamps events with time, machine, process and a count for each program and neighbour. Thread-safe. */
final class EventStamps {

    private final Clock clock;
    private final String host;
    private final long processId = ProcessHandle.current().pid();
    private final long parentProcessId = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();

    EventStamps(final Clock clock, final String host) {
        this.clock = clock;
        this.host = host;
    }

    EventStamp next(final String program, final String neighbor) {
        final long counter =
            counters.computeIfAbsent(program + "\n" + neighbor, key -> new AtomicLong()).incrementAndGet();
        return new EventStamp(clock.instant(), host, processId, parentProcessId, counter);
    }
}
