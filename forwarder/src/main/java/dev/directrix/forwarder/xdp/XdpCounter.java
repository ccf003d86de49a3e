package dev.directrix.forwarder.xdp;

/** What the XDP program counts; the key is that of its map, as in {@code filter.bpf.c}. */
public enum XdpCounter {
    /** Not for a VIP: left to the kernel. */
    PASSED(0, "passed"),
    /** VIP traffic given to a worker. */
    REDIRECTED(1, "redirected"),
    /** VIP traffic that arrived by a receive queue without a socket: dropped. */
    NO_SOCKET(2, "no-socket"),
    /** VIP traffic while the datapath is off: left to the kernel. */
    GATE_OFF(3, "gate-off"),
    /** VIP traffic after the deadline: dropped. */
    EXPIRED(4, "expired"),
    /** VIP traffic that is not served: neither TCP, UDP nor ICMP. */
    UNSERVED(5, "unserved");

    private final int key;
    private final String label;

    XdpCounter(final int key, final String label) {
        this.key = key;
        this.label = label;
    }

    /** Key in the program's map of counters. */
    int key() {
        return key;
    }

    /** Name in counters and reports: lower case with dashes. */
    public String label() {
        return label;
    }
}
