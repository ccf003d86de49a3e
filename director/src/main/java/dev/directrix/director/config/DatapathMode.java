package dev.directrix.director.config;

/** What takes the packets of the VIPs from the network. */
public enum DatapathMode {

    /** The best that this machine has; today {@link #AF_XDP}. */
    AUTO,
    /** An XDP filter and the Java pipeline behind AF_XDP sockets. */
    AF_XDP,
    /** Capture files only: {@code directrix replay}. */
    PCAP
}
