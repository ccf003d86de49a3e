package dev.directrix.forwarder.pipeline;

/** Why a frame to a VIP was dropped. Each has a counter. The codes are dense, from 0. */
public enum DropReason {
    /** Shorter than the Ethernet and IP headers it must have. */
    TRUNCATED(0, "truncated", "frame ends inside a header"),
    /** IP version, header length, total length or extension headers that cannot be. */
    BAD_IP_HEADER(1, "bad-ip-header", "IP version, lengths or extension headers that cannot be"),
    /** TCP, UDP or ICMP header that cannot be. */
    BAD_TRANSPORT_HEADER(2, "bad-transport-header", "TCP data offset or UDP length that cannot be"),
    /** A fragment; handled by a later version. */
    FRAGMENT(3, "fragment", "IP fragment"),
    /** ICMP to a VIP that is not an echo request, such as an error; handled by a later version. */
    ICMP_OTHER(4, "icmp-other", "ICMP to a VIP that is not an echo request"),
    /** Neither TCP, UDP nor ICMP. */
    UNSUPPORTED_PROTOCOL(5, "unsupported-protocol", "neither TCP, UDP nor ICMP"),
    /** A VIP, but no service at this protocol and port. */
    NO_SERVICE(6, "no-service", "no service at this protocol and port of the VIP"),
    /** A service whose pool has no server that takes flows. */
    NO_SERVER(7, "no-server", "no active server in the pool"),
    /** The server's MAC address is not known (yet). */
    NO_NEXT_HOP(8, "no-next-hop", "the server's MAC address is not known"),
    /** Sent by one of our own interfaces: a frame that came round. */
    LOOP(9, "loop", "source MAC is one of our own interfaces"),
    /** Addressed to another host's MAC (or to all): a flooding switch or a promiscuous interface brought it here. */
    OTHER_HOST(10, "other-host", "destination MAC is not our interface's"),
    /** A TTL of zero, which no sender and no router may emit (RFC 1812 §4.2.2.9). */
    TTL_ZERO(11, "ttl-zero", "TTL is zero"),
    /** From an address that no client can have: 0/8, 127/8, multicast, broadcast, or a VIP itself. */
    MARTIAN(12, "martian", "source address that no client can have");

    private final int code;
    private final String label;
    private final String text;

    DropReason(final int code, final String label, final String text) {
        this.code = code;
        this.label = label;
        this.text = text;
    }

    /** The number in verdicts and counter arrays. */
    int code() {
        return code;
    }

    /** Name in counters and reports: lower case with dashes. */
    public String label() {
        return label;
    }

    /** A phrase for people. */
    public String text() {
        return text;
    }
}
