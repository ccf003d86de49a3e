package dev.directrix.forwarder.packet;

/** What the headers of a frame say, as far as they can be trusted. */
public enum PacketKind {
    /** Not IP, or cut off before one could tell: ARP, LLDP and the like. */
    NOT_IP,
    /** An EtherType of IP, but the frame ends inside the fixed IP header. */
    TRUNCATED,
    /** A whole TCP or UDP header in an unfragmented packet. */
    TRANSPORT,
    /** A whole ICMP or ICMPv6 header in an unfragmented packet, but no error that quotes a TCP or UDP flow. */
    ICMP,
    /** An ICMP or ICMPv6 error that quotes a packet of a TCP or UDP flow. */
    ICMP_ERROR,
    /** The first fragment of a TCP or UDP packet, with its ports. */
    FIRST_FRAGMENT,
    /** A fragment without ports: a later one, or one of another protocol. */
    FRAGMENT,
    /** IP with another protocol. */
    OTHER_PROTOCOL,
    /** IP version, header length, total length or extension headers that cannot be. */
    BAD_IP_HEADER,
    /** A TTL or hop limit of zero. */
    TTL_ZERO,
    /** A TCP, UDP or ICMP header that cannot be, or that the packet ends in. */
    BAD_TRANSPORT_HEADER
}
