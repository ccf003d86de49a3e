package dev.directrix.forwarder.datapath;

/**
 * One interface of the datapath.
 *
 * @param name     as configured
 * @param state    whether VIP packets are received and sent here
 * @param xdpMode  {@code native}, {@code generic} or {@code none}: where the kernel runs the filter
 * @param zeroCopy whether the network card writes into the worker's memory itself
 * @param queues   receive queues that the interface has
 * @param bound    receive queues that have a socket
 * @param mac      its MAC address, empty while it is away
 * @param mtu      its MTU in octets
 * @param detail   what is wrong and what to do, empty when nothing is
 */
public record InterfaceStatus(
    String name,
    State state,
    String xdpMode,
    boolean zeroCopy,
    int queues,
    int bound,
    String mac,
    int mtu,
    String detail) {

    /** What an interface can do. */
    public enum State {
        /** Packets flow. */
        UP,
        /** It is administratively down or has no carrier; the sockets stay. */
        DOWN,
        /** It is gone; it is opened again as soon as it returns. */
        AWAY,
        /** The kernel refused something, see the detail; it is tried again. */
        FAILED
    }
}
