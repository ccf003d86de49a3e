package dev.directrix.forwarder.rewrite;

/** How a packet is wrapped on its way to a server. */
public enum TunnelKind {
    /** IP in IP (RFC 2003, RFC 2473). */
    IPIP,
    /** Generic routing encapsulation (RFC 2784), with a key if there is one (RFC 2890). */
    GRE,
    /** Generic UDP encapsulation, variant 0: a header of four octets (draft-ietf-intarea-gue-09). */
    GUE,
    /** Generic UDP encapsulation, variant 1: the IP packet follows the UDP header, as Katran sends it. */
    GUE_DIRECT,
    /** Generic UDP encapsulation, variant 0, with GLB's private data, naming no further servers. */
    GUE_GLB,
    /** Minimal encapsulation (RFC 2004); what it cannot carry goes as IP in IP. */
    MINIMAL
}
