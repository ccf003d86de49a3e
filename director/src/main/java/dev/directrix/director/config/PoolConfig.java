package dev.directrix.director.config;

import java.util.List;
import java.util.Optional;

/**
 * Servers that serve the same.
 *
 * @param name       its name
 * @param forwarding how packets get there
 * @param scheduler  how a server is chosen
 * @param servers    the real servers, in the order of the file, at least one
 * @param check      how their health is found out; empty: they count as healthy
 */
public record PoolConfig(
    String name, Forwarding forwarding, Scheduler scheduler, List<ServerConfig> servers,
    Optional<CheckConfig> check) {

    /** Freezes the list. */
    public PoolConfig {
        servers = List.copyOf(servers);
    }
}
