package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Octets;
import java.util.List;
import java.util.Optional;

/** Something that a process may be told. Immutable. */
public sealed interface Event {

    /** The TCP connection is there; no OPEN yet. */
    record Connected() implements Event {
    }

    /** The session is established. */
    record Up() implements Event {
    }

    /**
     * The session, or an attempt at one, has ended.
     *
     * @param reason why, in words
     */
    record Down(String reason) implements Event {
    }

    /**
     * The state machine moved.
     *
     * @param state {@code IDLE}, {@code ACTIVE}, {@code CONNECT}, {@code OPENSENT}, {@code OPENCONFIRM} or
     *              {@code ESTABLISHED}
     */
    record StateMachine(String state) implements Event {
    }

    /** Both OPENs are there. */
    record Negotiated(Agreement agreement) implements Event {
    }

    /**
     * Our process got a signal.
     *
     * @param number its number
     * @param name   its name, as in {@code SIGUSR1}
     */
    record Signal(int number, String name) implements Event {
    }

    /**
     * A message, decoded.
     *
     * @param direction which way it went
     * @param message   the message
     * @param octets    the whole message, header included, where the process asked for both forms ("consolidate")
     * @param agreement what the session agreed on, where the process asked for that; told with UPDATEs
     */
    record Parsed(EventDirection direction, Message message, Optional<Octets> octets, Optional<Agreement> agreement)
        implements Event {
    }

    /**
     * A message as octets.
     *
     * @param direction which way it went
     * @param octets    the whole message, header included
     * @param agreement what the session agreed on, where the process asked for that; {@link Agreement#NONE} before both
     *                  OPENs are there
     */
    record Packet(EventDirection direction, Octets octets, Optional<Agreement> agreement) implements Event {
    }

    /**
     * A message with something wrong. ExaBGP has no such event; ours is told by {@code bgp decode} only.
     *
     * @param direction which way it went
     * @param faults    what is wrong, the gravest first; at least one
     * @param remainder what the message still says; empty if the session ends
     */
    record Malformed(EventDirection direction, List<Fault> faults, Optional<Update> remainder) implements Event {

        /** Freezes the list. */
        public Malformed {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("nothing is wrong");
            }
        }
    }

    /** The program ends. Told to every process, about no neighbour. */
    record Shutdown() implements Event {
    }
}
