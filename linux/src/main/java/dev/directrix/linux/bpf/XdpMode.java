package dev.directrix.linux.bpf;

/** Where an XDP program runs. */
public enum XdpMode {
    /** In the driver where it can, else generic. */
    AUTO(0),
    /** In the driver; fails where it has no XDP. */
    NATIVE(1 << 2),
    /** In the kernel's stack, after the frame became an skb: any device, slower. */
    GENERIC(1 << 1);

    private final int flags;

    XdpMode(final int flags) {
        this.flags = flags;
    }

    int flags() {
        return flags;
    }
}
