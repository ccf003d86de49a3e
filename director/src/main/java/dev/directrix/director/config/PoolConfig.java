package dev.directrix.director.config;

import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.Scheduling;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Servers that serve the same.
 *
 * @param name       its name
 * @param forwarding how packets get there
 * @param scheduling how a server is chosen
 * @param servers    the real servers, in the order of the file, at least one
 * @param check      how their health is found out; empty: they count as healthy
 */
public record PoolConfig(
    String name, Forwarding forwarding, Scheduling scheduling, List<ServerConfig> servers,
    Optional<CheckConfig> check) {

    /** Freezes the list. */
    public PoolConfig {
        Objects.requireNonNull(forwarding, "forwarding");
        Objects.requireNonNull(scheduling, "scheduling");
        servers = List.copyOf(servers);
    }
}
