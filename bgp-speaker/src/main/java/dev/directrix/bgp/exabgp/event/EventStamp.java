package dev.directrix.bgp.exabgp.event;

import java.time.Instant;

/**
 * What an event says about the program that tells it.
 *
 * @param time            when it is told; microseconds count
 * @param host            name of the machine
 * @param processId       our process
 * @param parentProcessId its parent
 * @param counter         how many events about this neighbour were told, this one included
 */
public record EventStamp(Instant time, String host, long processId, long parentProcessId, long counter) {
}
