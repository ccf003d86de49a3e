package dev.directrix.forwarder.service;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the flows of a service are treated. Immutable.
 *
 * @param group         name that services share to be scheduled as one, as with a firewall mark of IPVS: a client
 *                      network's persistence and the scheduler's turn go over all of them
 * @param persistence   whether and how clients stay at one server
 * @param onePacket     whether every UDP packet is scheduled by itself (ipvsadm(8), {@code --ops})
 * @param timeouts      idle times
 * @param oversize      what is done about packets too big for the tunnel
 * @param deadServer    what becomes of flows whose server is down
 * @param serverIdRules where packets name their server; the first that names a known one counts
 */
public record ServiceSettings(
        Optional<String> group,
        Optional<Persistence> persistence,
        boolean onePacket,
        ServiceTimeouts timeouts,
        OversizePolicy oversize,
        DeadServerPolicy deadServer,
        List<ServerIdRule> serverIdRules) {
    /** Nothing special. */
    public static final ServiceSettings DEFAULT = new ServiceSettings(Optional.empty(), Optional.empty(), false,
            ServiceTimeouts.DEFAULT, OversizePolicy.TOO_BIG, DeadServerPolicy.MOVE, List.of());

    /** Freezes the rules. */
    public ServiceSettings {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(persistence, "persistence");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(oversize, "oversize");
        Objects.requireNonNull(deadServer, "deadServer");
        serverIdRules = List.copyOf(serverIdRules);
    }
}
