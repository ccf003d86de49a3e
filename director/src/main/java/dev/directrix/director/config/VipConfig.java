package dev.directrix.director.config;

import dev.directrix.ecmp.Community;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One virtual address.
 *
 * @param address     the address, announced as /32
 * @param communities attached to its route
 * @param services    what is served at it, in the order of the file
 */
public record VipConfig(InetAddress address, SortedSet<Community> communities, List<ServiceConfig> services) {

    /** Freezes the collections. */
    public VipConfig {
        communities = Collections.unmodifiableSortedSet(new TreeSet<>(communities));
        services = List.copyOf(services);
    }
}
