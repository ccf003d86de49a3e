package dev.directrix.cluster.link;

import org.slf4j.event.Level;

/** Why a datagram was refused. None of these changes anything but the counters. */
public enum LinkRefusal {
    /** Shorter than it says or than any frame is, or longer than one may be. */
    TRUNCATED("is cut short or too long", "look for something else that sends to this port"),
    /** Of another version of the format. */
    VERSION("is of another version of the format", "run one release on all directors"),
    /** Of another cluster's name. */
    UNKNOWN_CLUSTER("is of another cluster", "compare cluster.name, and who sends to this port"),
    /** Of a node that is not a peer, by its own word: nothing of it was verified. */
    UNKNOWN_SENDER("names a sender that is no member", "nothing if a member joins or left just now"),
    /** Of another life of a peer, by its own word. */
    WRONG_INCARNATION("is of another life of this member",
            "nothing if it restarts just now; else look for a second node of this name, or a replay"),
    /** The MAC is not that of the cluster's key over these octets. */
    BAD_MAC("has a wrong MAC", "compare the key files (cluster.key-file) of both nodes; else somebody forges"),
    /** An unsequenced frame that came before, or is too old to tell. */
    REPLAY("was seen before", "nothing if the network doubles packets; else somebody replays"),
    /** Authentic, but without sense: the sender is of another build. */
    MALFORMED("is authentic but makes no sense", "run one release on all directors"),
    /** Before the peer said where its stream begins. */
    NOT_STARTED,
    /** Sequenced, and here already. */
    DUPLICATE,
    /** Beyond the room for frames of this peer: it will be sent again. */
    NO_ROOM;

    private final String what;
    private final String advice;

    LinkRefusal() {
        this("", "");
    }

    LinkRefusal(final String what, final String advice) {
        this.what = what;
        this.advice = advice;
    }

    /** Whether it is worth a line in the log; the others happen in sound networks all the time. */
    public boolean isLogged() {
        return !what.isEmpty();
    }

    /** How loud: INFO for what a member that comes or goes causes too. */
    Level level() {
        return this == UNKNOWN_SENDER || this == WRONG_INCARNATION ? Level.INFO : Level.WARN;
    }

    /** What is wrong with the datagram, as a predicate; empty if it is not logged. */
    public String what() {
        return what;
    }

    /** What to do; empty if it is not logged. */
    public String advice() {
        return advice;
    }
}
