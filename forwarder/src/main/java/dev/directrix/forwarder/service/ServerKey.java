package dev.directrix.forwarder.service;

import java.net.InetAddress;

/**
 * The identity of a real server over all changes of tables: its pool and its address. Immutable.
 *
 * @param pool    name of the pool
 * @param address where the server is reached
 */
public record ServerKey(String pool, InetAddress address) {

    @Override
    public String toString() {
        return pool + "/" + address.getHostAddress();
    }
}
