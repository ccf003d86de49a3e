package dev.directrix.director.control;

import java.util.List;
import java.util.Optional;

/**
 * Real servers after a command about them.
 *
 * @param servers that it hit
 * @param unkept  why what was commanded will not survive a restart; empty: it will
 */
public record ServersReport(List<ServerReport> servers, Optional<String> unkept) {

    /** Freezes the list. */
    public ServersReport {
        servers = List.copyOf(servers);
    }
}
