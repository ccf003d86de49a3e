package dev.directrix.bgp.exabgp.api;

import dev.directrix.bgp.wire.Family;
import java.util.List;
import java.util.Optional;

/** What a program can ask for. The commands of ExaBGP 4 and 5, and the same in the noun-first form of version 6. */
public sealed interface ApiCommand {

    /** Nothing to do: an empty line, or one that starts with {@code #}. */
    record Comment() implements ApiCommand {
    }

    /** {@code version}: tell the version. */
    record Version() implements ApiCommand {
    }

    /** {@code help}: list the commands. */
    record Help() implements ApiCommand {
    }

    /** {@code ping}: are you there? */
    record Ping(boolean text) implements ApiCommand {
    }

    /** {@code bye}: the program goes. */
    record Bye() implements ApiCommand {
    }

    /** {@code status}: version, process, sessions. */
    record Status() implements ApiCommand {
    }

    /** {@code shutdown}: end. */
    record Shutdown() implements ApiCommand {
    }

    /** {@code reload}: read the configuration again, keep what did not change. */
    record Reload() implements ApiCommand {
    }

    /** {@code restart}: read the configuration again, start every session anew. */
    record Restart() implements ApiCommand {
    }

    /** {@code reset}: forget commands that wait; here none ever do. */
    record Reset() implements ApiCommand {
    }

    /** {@code queue-status}: lines that programs have not read yet. */
    record QueueStatus() implements ApiCommand {
    }

    /**
     * {@code api version}: tell or choose the form of answers.
     *
     * @param version 4 or 6; empty: tell
     */
    record ApiVersion(Optional<Integer> version) implements ApiCommand {
    }

    /** {@code enable-ack}, {@code disable-ack}, {@code silence-ack}. */
    record Acknowledge(AckMode mode) implements ApiCommand {
    }

    /** {@code enable-sync}, {@code disable-sync}: acknowledge routes only when they are with the neighbours. */
    record Sync(boolean enabled) implements ApiCommand {
    }

    /**
     * Announce or withdraw routes.
     *
     * @param who      the neighbours
     * @param announce true: announce; false: withdraw
     * @param kind     what form the text has
     * @param text     the text after {@code announce} or {@code withdraw}, its first word included
     * @param sync     acknowledge when sent; empty: as the program chose
     */
    record Routes(NeighborSelector who, boolean announce, RouteKind kind, String text, Optional<Boolean> sync)
        implements ApiCommand {
    }

    /** {@code announce eor}: send an End-of-RIB. */
    record EndOfRib(NeighborSelector who, Family family) implements ApiCommand {
    }

    /** {@code announce route-refresh}: ask for the neighbours' routes again. */
    record Refresh(NeighborSelector who, Family family) implements ApiCommand {
    }

    /**
     * {@code announce watchdog}, {@code withdraw watchdog}: the configured routes of that name.
     *
     * @param announce true: announce them
     * @param name     their name; empty: that of the program
     */
    record Watchdog(boolean announce, Optional<String> name) implements ApiCommand {
    }

    /** {@code teardown}: end sessions with Cease; they come up again. */
    record Teardown(NeighborSelector who, int subcode) implements ApiCommand {
    }

    /**
     * {@code show neighbor}.
     *
     * @param who  which ones
     * @param form how
     */
    record ShowNeighbor(NeighborSelector who, ShowForm form) implements ApiCommand {
    }

    /** {@code peer list}: addresses and states. */
    record ListPeers() implements ApiCommand {
    }

    /**
     * {@code show adj-rib}.
     *
     * @param who       which neighbours
     * @param received  true: adj-rib in; false: adj-rib out
     * @param extensive with all attributes
     */
    record ShowRib(NeighborSelector who, boolean received, boolean extensive) implements ApiCommand {
    }

    /** {@code flush adj-rib out}: send everything again. */
    record FlushRib(NeighborSelector who) implements ApiCommand {
    }

    /**
     * {@code clear adj-rib}.
     *
     * @param who      which neighbours
     * @param received true: forget what they sent; false: withdraw everything
     */
    record ClearRib(NeighborSelector who, boolean received) implements ApiCommand {
    }

    /**
     * {@code create neighbor}: a neighbour that the configuration does not have.
     *
     * @param settings its lines as the configuration has them: key and value
     * @param address  its address
     * @param programs the programs that may steer it; empty: the one that asks
     */
    record CreateNeighbor(String address, List<String> settings, List<String> programs) implements ApiCommand {
        /** Copies. */
        public CreateNeighbor {
            settings = List.copyOf(settings);
            programs = List.copyOf(programs);
        }
    }

    /** {@code delete neighbor}: until the next reload. */
    record DeleteNeighbor(NeighborSelector who) implements ApiCommand {
    }

    /** {@code group start}: what comes now waits for {@code group end}. */
    record GroupStart() implements ApiCommand {
    }

    /** {@code group end}: carry out what waited, as one change. */
    record GroupEnd() implements ApiCommand {
    }

    /** {@code peer ... group A ; B}: several announcements and withdrawals as one change. */
    record Group(List<Routes> changes) implements ApiCommand {
        /** Copies. */
        public Group {
            changes = List.copyOf(changes);
        }
    }

    /** What is acknowledged. */
    enum AckMode {
        /** Everything from now on. */
        ENABLE,
        /** Nothing after this. */
        DISABLE,
        /** Nothing, this included. */
        SILENCE
    }

    /** Form of the text of a route. */
    enum RouteKind {
        /** {@code route PREFIX ...}. */
        ROUTE,
        /** {@code attributes ... nlri PREFIX ...}. */
        ATTRIBUTES,
        /** {@code ipv4 unicast PREFIX ...}, {@code ipv6 unicast PREFIX ...}. */
        FAMILY
    }

    /** Forms of {@code show neighbor}. */
    enum ShowForm {
        /** One line each. */
        SUMMARY,
        /** Everything. */
        EXTENSIVE,
        /** As the configuration has them. */
        CONFIGURATION,
        /** None was named. */
        UNSPECIFIED
    }
}
