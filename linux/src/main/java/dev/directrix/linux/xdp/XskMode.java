package dev.directrix.linux.xdp;

/** How frames pass between the device and the UMEM. */
public enum XskMode {
    /** Zero-copy where the driver has it, else copy. */
    AUTO(0),
    /** The kernel copies each frame; every device can. */
    COPY(1 << 1),
    /** The device reads and writes the UMEM itself; fails where the driver cannot. */
    ZERO_COPY(1 << 2);

    private final int bindFlag;

    XskMode(final int bindFlag) {
        this.bindFlag = bindFlag;
    }

    int bindFlag() {
        return bindFlag;
    }
}
