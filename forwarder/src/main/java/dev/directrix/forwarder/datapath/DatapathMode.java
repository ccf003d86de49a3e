package dev.directrix.forwarder.datapath;

/** How packets are carried ({@code datapath.mode}). */
public enum DatapathMode {
    /** The best that this build offers on this machine: {@link #AF_XDP}. */
    AUTO("auto"),
    /** The XDP program forwards the common case by itself. */
    XDP("xdp"),
    /** The XDP program only picks out VIP traffic; the Java pipeline forwards it through AF_XDP sockets. */
    AF_XDP("af-xdp"),
    /** The Java pipeline on libpcap, for machines without AF_XDP. */
    PCAP("pcap");

    private final String text;

    DatapathMode(final String text) {
        this.text = text;
    }

    /** As the configuration writes it. */
    @Override
    public String toString() {
        return text;
    }
}
