package dev.directrix.forwarder.pipeline;

/** Why a frame to a VIP was dropped. Each has a counter. The codes are dense, from 0. */
public enum DropReason {
    /** Shorter than the Ethernet and IP headers it must have. */
    TRUNCATED(0, "truncated", "frame ends inside a header"),
    /** IP version, header length, total length or extension headers that cannot be. */
    BAD_IP_HEADER(1, "bad-ip-header", "IP version, lengths or extension headers that cannot be"),
    /** TCP, UDP or ICMP header that cannot be. */
    BAD_TRANSPORT_HEADER(2, "bad-transport-header", "TCP data offset or UDP length that cannot be"),
    /** A fragment whose first fragment has not come. */
    FRAGMENT(3, "fragment", "fragment without the first of its packet"),
    /** ICMP to a VIP that is no plain echo request, and no error about a flow of a service. */
    ICMP_OTHER(4, "icmp-other", "ICMP to a VIP that is neither an echo request nor an error about a flow"),
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
    MARTIAN(12, "martian", "source address that no client can have"),
    /** Too large for the way to the server; the sender is told, as often as the limit of errors allows. */
    TOO_BIG(13, "too-big", "too large for the way to the server"),
    /** The TTL ends at this hop, where the mode makes it one; the sender is told, as above. */
    TTL_EXPIRED(14, "ttl-expired", "TTL ends here"),
    /** The pool has no outer source address for the IP version of the server. */
    NO_TUNNEL_SOURCE(15, "no-tunnel-source", "no outer source address of the server's IP version"),
    /** The flow's server is dead and its service resets such flows. */
    DEAD_SERVER(16, "dead-server", "the flow's server is dead, the client is told by RST"),
    /** FULLNAT has no free local port for this server; add local addresses. */
    NO_LOCAL_PORT(17, "no-local-port", "no free local port for the server"),
    /** Another flow's answers would come the same way: the same client port to the same server by another VIP. */
    NAT_CONFLICT(18, "nat-conflict", "answers could not be told from those of another flow"),
    /** The table of translated flows is full; without an entry the answer would not find its way. */
    FLOW_TABLE_FULL(19, "flow-table-full", "no room for a translated flow"),
    /** TCP in mid-connection that no entry knows, where an entry is needed to go on. */
    NO_CONNECTION(20, "no-connection", "TCP of a translated connection that is not known"),
    /** A fragment, or UDP without checksum, that would have to change its IP version. */
    UNTRANSLATABLE(21, "untranslatable", "cannot be translated to the other IP version"),
    /** The first packet of a flow while the cluster changed the table of its slot, which took too long. */
    HELD_TOO_LONG(22, "held-too-long", "began a flow while the cluster changed its table, and waited too long"),
    /** As that, but too many waited already. */
    HOLD_FULL(23, "hold-full", "began a flow while the cluster changed its table, and too many waited"),
    /** This director was not told in time that it still belongs to its cluster. */
    NOT_VALID(24, "not-valid", "this director may be out of date and forwards nothing");

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
