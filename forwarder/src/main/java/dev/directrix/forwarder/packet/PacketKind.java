package dev.directrix.forwarder.packet;

/** What the headers of a frame say, as far as they can be trusted. */
public enum PacketKind {
    /** Not IP, or cut off before one could tell: ARP, LLDP, VLAN and the like. */
    NOT_IP,
    /** An EtherType of IP, but the frame ends inside the fixed IP header. */
    TRUNCATED,
    /** A whole TCP or UDP header in an unfragmented IPv4 packet. */
    TRANSPORT,
    /** A whole ICMP header in an unfragmented IPv4 packet. */
    ICMP,
    /** An IPv4 fragment, the first or another. */
    FRAGMENT,
    /** IPv4 with another protocol. */
    OTHER_PROTOCOL,
    /** IPv4 version, header length or total length that cannot be. */
    BAD_IP_HEADER,
    /** IPv4 with a TTL of zero. */
    TTL_ZERO,
    /** A TCP, UDP or ICMP header that cannot be, or that the packet ends in. */
    BAD_TRANSPORT_HEADER,
    /** IPv6. */
    IPV6
}
