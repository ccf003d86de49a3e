package dev.directrix.ecmp.config;

/** What a router hashes to choose the next hop of a packet. */
public enum FlowHash {
    /** Source and destination address: all flows of a client go to one director. */
    ADDRESSES(0, "'SRC_IP' 'DST_IP'"),
    /** Addresses, protocol and ports: the usual choice. */
    PORTS(1, "'SRC_IP' 'DST_IP' 'IP_PROTOCOL' 'L4_SRC_PORT' 'L4_DST_PORT'"),
    /** The inner header where traffic arrives in tunnels. */
    INNER(2, "'INNER_SRC_IP' 'INNER_DST_IP' 'INNER_IP_PROTOCOL' 'INNER_L4_SRC_PORT' 'INNER_L4_DST_PORT'");

    private final int linuxPolicy;
    private final String sonicFields;

    FlowHash(final int linuxPolicy, final String sonicFields) {
        this.linuxPolicy = linuxPolicy;
        this.sonicFields = sonicFields;
    }

    /** The value of Linux's {@code fib_multipath_hash_policy}. */
    int linuxPolicy() {
        return linuxPolicy;
    }

    /** The fields of SONiC's {@code config switch-hash global ecmp-hash}. */
    String sonicFields() {
        return sonicFields;
    }
}
