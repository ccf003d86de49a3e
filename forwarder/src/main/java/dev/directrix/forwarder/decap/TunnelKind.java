package dev.directrix.forwarder.decap;

/** Tunnels that the decapsulator knows; the bits are those of {@code decap.bpf.c}. */
public enum TunnelKind {
    /** IP in IP: 4 in 4 (RFC 2003), 6 in 4 (RFC 4213), 4 in 6 and 6 in 6 (RFC 2473). */
    IPIP(1, "ipip"),
    /** GRE without a checksum (RFC 2784), with or without a key (RFC 2890). */
    GRE(2, "gre"),
    /** Generic UDP encapsulation, variants 0 and 1 (draft-ietf-intarea-gue-09): 1 is plain IP in UDP. */
    GUE(4, "gue"),
    /** Minimal encapsulation of IPv4 (RFC 2004), and IP in IP for what it cannot carry: fragments, IPv6. */
    MINIMAL(8, "minimal");

    private final int bit;
    private final String label;

    TunnelKind(final int bit, final String label) {
        this.bit = bit;
        this.label = label;
    }

    int bit() {
        return bit;
    }

    /** Name in options and reports: lower case. */
    public String label() {
        return label;
    }

    @Override
    public String toString() {
        return label;
    }
}
