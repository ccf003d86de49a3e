package dev.directrix.linux.xdp;

import java.util.Objects;

/**
 * What an AF_XDP socket is bound to, and how large its rings are. Ring sizes are powers of two.
 *
 * @param interfaceIndex  the interface's number
 * @param queue           its receive and transmit queue
 * @param receiveSize     entries of the receive ring
 * @param transmitSize    entries of the transmit ring
 * @param fillSize        entries of the fill ring
 * @param completionSize  entries of the completion ring
 * @param mode            copy or zero-copy
 * @param transmitBudget  frames that one transmit wakeup may send in copy mode; 0 keeps the kernel's default of 32.
 *                        Kernels before 6.17 have no such option and keep theirs
 */
public record XskConfig(int interfaceIndex, int queue, int receiveSize, int transmitSize, int fillSize,
                        int completionSize, XskMode mode, int transmitBudget) {

    private static final int DEFAULT_RING_SIZE = 2048;

    /** Checks the numbers. */
    public XskConfig {
        Objects.requireNonNull(mode, "mode");
        if (interfaceIndex <= 0 || queue < 0 || transmitBudget < 0) {
            throw new IllegalArgumentException("interface " + interfaceIndex + " queue " + queue + " budget "
                    + transmitBudget + ": the interface is a positive number, the others are not negative");
        }
        requirePowerOfTwo("receive", receiveSize);
        requirePowerOfTwo("transmit", transmitSize);
        requirePowerOfTwo("fill", fillSize);
        requirePowerOfTwo("completion", completionSize);
    }

    /** Rings of 2,048 entries, any mode, and a transmit budget of a whole ring. */
    public static XskConfig of(final int interfaceIndex, final int queue) {
        return new XskConfig(interfaceIndex, queue, DEFAULT_RING_SIZE, DEFAULT_RING_SIZE, DEFAULT_RING_SIZE,
                DEFAULT_RING_SIZE, XskMode.AUTO, DEFAULT_RING_SIZE);
    }

    /** The same with another mode. */
    public XskConfig withMode(final XskMode other) {
        return new XskConfig(interfaceIndex, queue, receiveSize, transmitSize, fillSize, completionSize, other,
                transmitBudget);
    }

    /** The same with all four rings of this size and a transmit budget of a whole ring. */
    public XskConfig withRingSize(final int size) {
        return new XskConfig(interfaceIndex, queue, size, size, size, size, mode, size);
    }

    private static void requirePowerOfTwo(final String ring, final int size) {
        if (size <= 0 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException(ring + " ring size " + size + " is not a power of two");
        }
    }
}
