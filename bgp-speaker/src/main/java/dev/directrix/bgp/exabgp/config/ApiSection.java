package dev.directrix.bgp.exabgp.config;

import java.util.List;
import java.util.Set;

/**
 * An {@code api} section: what some processes are told about a neighbour.
 *
 * @param name            its name; empty if it has none
 * @param processes       names of processes, all of them defined; patterns are resolved already
 * @param neighborChanges tell when the session comes up and goes down
 * @param negotiated      tell what both sides agreed on
 * @param fsm             tell each state of the session
 * @param signal          tell signals that the speaker gets
 * @param send            what to tell of messages that we send
 * @param receive         what to tell of messages that we receive
 */
public record ApiSection(
    String name,
    List<String> processes,
    boolean neighborChanges,
    boolean negotiated,
    boolean fsm,
    boolean signal,
    MessageFilter send,
    MessageFilter receive) {

    /** Freezes the list. */
    public ApiSection {
        processes = List.copyOf(processes);
    }

    /** Messages that an API may be told of. */
    public enum ApiMessage {
        OPEN,
        UPDATE,
        NOTIFICATION,
        KEEPALIVE,
        REFRESH,
        OPERATIONAL
    }

    /**
     * Which messages of one direction are told, and in which form.
     *
     * @param parsed      decoded
     * @param packets     as octets
     * @param consolidate decoded and octets in one event
     * @param messages    which ones; none means nothing is told
     */
    public record MessageFilter(boolean parsed, boolean packets, boolean consolidate, Set<ApiMessage> messages) {

        /** Nothing is told. */
        public static final MessageFilter NONE = new MessageFilter(false, false, false, Set.of());

        /** Freezes the set. */
        public MessageFilter {
            messages = Set.copyOf(messages);
        }
    }
}
