package dev.directrix.forwarder.decap;

/** What the decapsulator counts, in packets; the key is that of its map, as in {@code decap.bpf.c}. */
public enum DecapCounter {
    /** Not for a local tunnel address, or of a kind that is not accepted: left to the kernel. */
    PASSED(0, "passed", Outcome.PASSED),
    /** IP in IP, stripped. */
    IPIP(1, "ipip", Outcome.RESTORED),
    /** GRE, stripped. */
    GRE(2, "gre", Outcome.RESTORED),
    /** GUE, stripped. */
    GUE(3, "gue", Outcome.RESTORED),
    /** Minimal encapsulation, stripped. */
    MINIMAL(4, "minimal", Outcome.RESTORED),
    /** Destination rewritten to the VIP of its DSCP. */
    DSCP(5, "dscp", Outcome.RESTORED),
    /** The tunnel packet itself is a fragment. */
    FRAGMENT(6, "fragment", Outcome.DROPPED),
    /** From none of the accepted sources. */
    SOURCE(7, "source", Outcome.DROPPED),
    /** GRE without the key that is asked for, with another one, or with one where none is. */
    KEY(8, "key", Outcome.DROPPED),
    /** The outer IPv4 or the minimal forwarding header has a wrong checksum. */
    CHECKSUM(9, "checksum", Outcome.DROPPED),
    /** The client's packet is to none of the VIPs. */
    NOT_VIP(10, "not-vip", Outcome.DROPPED),
    /** Headers that contradict each other or the frame's length. */
    MALFORMED(11, "malformed", Outcome.DROPPED),
    /** A version, flag or payload that is not read: GRE with checksum, GUE control messages, others than IP inside. */
    UNSUPPORTED(12, "unsupported", Outcome.DROPPED),
    /** Congestion was marked outside and cannot be told inside (RFC 6040 §4.2). */
    CONGESTED(13, "congested", Outcome.DROPPED),
    /** The kernel gave no access to the frame. */
    FAILED(14, "failed", Outcome.DROPPED);

    /** What becomes of a packet. */
    public enum Outcome {
        /** The kernel gets it as it came. */
        PASSED,
        /** The kernel gets the client's packet. */
        RESTORED,
        /** Nobody gets it. */
        DROPPED
    }

    private final int key;
    private final String label;
    private final Outcome outcome;

    DecapCounter(final int key, final String label, final Outcome outcome) {
        this.key = key;
        this.label = label;
        this.outcome = outcome;
    }

    int key() {
        return key;
    }

    /** Name in reports: lower case with dashes. */
    public String label() {
        return label;
    }

    /** What becomes of the packets that it counts. */
    public Outcome outcome() {
        return outcome;
    }
}
