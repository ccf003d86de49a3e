package dev.directrix.forwarder.nat;

/**
 * The ports of one local address at one worker. Servers are spread over classes by their endpoint, and each class has
 * all ports: connections to servers of different classes use the same port at the same time, for the servers tell them
 * apart by their own endpoint. One thread uses it.
 */
final class LocalAddress {
    /** Classes of servers, a power of two: so many times 64,512 connections fit an address. */
    static final int CLASSES = 32;

    private static final long MIX_1 = 0x9e3779b97f4a7c15L;
    private static final long MIX_2 = 0xc2b2ae3d27d4eb4fL;

    private final long high;
    private final long low;
    private final PortBitmap[] classes = new PortBitmap[CLASSES];

    LocalAddress(final long high, final long low, final int worker, final int workers) {
        this.high = high;
        this.low = low;
        for (int i = 0; i < CLASSES; i++) {
            classes[i] = new PortBitmap(worker, workers);
        }
    }

    boolean is(final long otherHigh, final long otherLow) {
        return low == otherLow && high == otherHigh;
    }

    boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    PortBitmap ports(final int serverClass) {
        return classes[serverClass];
    }

    /** The class of a server's endpoint: always the same, whatever pools name it. */
    static int classOf(final long serverHigh, final long serverLow, final int serverPort, final boolean udp) {
        final long mixed = (serverLow ^ (serverHigh * MIX_2) ^ ((udp ? ~serverPort : serverPort) * MIX_1)) * MIX_2;
        return (int) (((mixed ^ (mixed >>> 29)) * MIX_1) >>> 59);
    }
}
