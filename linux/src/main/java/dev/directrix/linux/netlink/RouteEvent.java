package dev.directrix.linux.netlink;

/** Something that changed in the kernel's tables. <code>removed</code> false: it is new or has changed to this. */
public sealed interface RouteEvent {

    /** Whether it is gone. */
    boolean removed();

    /** An interface. */
    record LinkEvent(Link link, boolean removed) implements RouteEvent {
    }

    /** An interface's address. */
    record AddressEvent(InterfaceAddress address, boolean removed) implements RouteEvent {
    }

    /** A neighbour. */
    record NeighborEvent(Neighbor neighbor, boolean removed) implements RouteEvent {
    }

    /** A route. */
    record RouteChange(Route route, boolean removed) implements RouteEvent {
    }
}
