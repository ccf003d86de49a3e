package dev.directrix.forwarder.pipeline;

/**
 * Where frames to each server go, as the pipeline reads it for every packet. Implementations must not block, lock or
 * allocate in these methods; the control plane replaces what they read at any time from another thread.
 *
 * <p>A hop is one {@code long}: the MAC address in the low 48 bits (the first octet on the wire is the highest), the
 * port above. A port is an index in the datapath's list of interfaces, 0 to 32767.
 */
public interface NextHops {
    /** The hop of a server whose MAC address is not known (yet): no station has the address 00:00:00:00:00:00. */
    long UNRESOLVED = 0L;
    /** {@link #mtuOf}: nothing is known. */
    int UNLIMITED = 65_535;
    /** The bits of a hop that hold the MAC address. */
    long MAC_MASK = 0xffff_ffff_ffffL;
    /** How far the port is shifted. */
    int PORT_SHIFT = 48;

    /** Packs a hop. */
    static long hop(final long mac, final int port) {
        return ((long) port << PORT_SHIFT) | (mac & MAC_MASK);
    }

    /** The port of a hop. */
    static int portOf(final long hop) {
        return (int) (hop >>> PORT_SHIFT);
    }

    /** The MAC address of a hop. */
    static long macOf(final long hop) {
        return hop & MAC_MASK;
    }

    /**
     * The hop to a server, or {@link #UNRESOLVED}.
     *
     * @param serverId id of the server, see {@link dev.directrix.forwarder.service.ServiceIndex#servers()}; may be one
     *                 that this object has not heard of yet: unresolved then
     */
    long hopOf(int serverId);

    /**
     * Octets of the largest IP packet that reaches a server, as far as is known: the MTU of the interface or of the
     * route. More than any packet has if nothing is known.
     */
    default int mtuOf(final int serverId) {
        return UNLIMITED;
    }

    /** Octets of the largest IP packet that a port carries, as {@link #mtuOf}. */
    default int mtuOfPort(final int port) {
        return UNLIMITED;
    }

    /**
     * The MAC address of our own interface at a port. {@link #UNRESOLVED} means that it is not known, as when a capture
     * is replayed: the pipeline then takes any destination address for ours, and answers from it.
     */
    long sourceMacOf(int port);

    /** Whether a MAC address is that of any of our own interfaces. */
    boolean isOwn(long mac);
}
