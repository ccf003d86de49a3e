package dev.directrix.cluster.member;

import java.util.Objects;

/**
 * What a server is called by all members: it may be in several pools, and is another server in each. Immutable.
 *
 * @param pool    name of the pool
 * @param address its address, as text in canonical form
 */
public record ServerName(String pool, String address) {
    /** Checks the fields. */
    public ServerName {
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(address, "address");
    }

    @Override
    public String toString() {
        return pool + "/" + address;
    }
}
