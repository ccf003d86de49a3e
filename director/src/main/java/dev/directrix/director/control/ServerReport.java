package dev.directrix.director.control;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One real server in one pool.
 *
 * @param pool             name of the pool
 * @param name             its name
 * @param address          its address
 * @param health           what the checks say
 * @param draining         whether it gets no new flows by command
 * @param weight           in force
 * @param configuredWeight in the file
 * @param forwarding       how packets get there, as the configuration has it
 * @param scheduler        how the pool chooses servers, as the configuration has it
 * @param slots            of the pool's Maglev table that are its own
 * @param tableSize        slots of that table
 * @param flows            entries of the flow table that lead to it; empty: not counted
 * @param active           those of them that are established TCP or UDP; empty: not counted
 * @param packets          forwarded to it; empty: not counted
 * @param nextHop          where its packets go, as {@code 02:00:0a:00:01:15 dev eth0}; empty: not known (yet)
 * @param sinceChange      time since its health changed
 * @param lastCheck        result of the last check in words, as {@code HTTP 200 in 3 ms} or {@code connection refused}
 */
public record ServerReport(
    String pool, String name, InetAddress address, Health health, boolean draining, int weight, int configuredWeight,
    String forwarding, String scheduler, int slots, int tableSize, OptionalLong flows, OptionalLong active,
    OptionalLong packets, Optional<String> nextHop, Duration sinceChange, String lastCheck) {
}
