package dev.directrix.linux.netlink;

import dev.directrix.linux.LinuxException;

/** Hears what changes. Called by one thread; it may call {@link RouteNetlink}'s methods. */
public interface RouteListener {

    /** One change, in the kernel's order. */
    void changed(RouteEvent event);

    /** The kernel dropped events (ENOBUFS): whatever was remembered may be wrong, so dump again. */
    void eventsLost();

    /** The subscription ended for a reason other than being closed; there will be no more events. */
    void failed(LinuxException reason);
}
