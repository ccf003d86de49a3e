package dev.directrix.bgp.transport;

import dev.directrix.bgp.wire.Octets;
import dev.directrix.ecmp.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * Keys that a listening socket wants from some peers.
 *
 * @param name     the neighbour, for messages
 * @param peers    the address, as /32 or /128, or the range of addresses
 * @param password TCP-MD5 key
 * @param aoKeys   TCP-AO keys
 */
public record PeerKey(String name, Prefix peers, Optional<Octets> password, List<TcpAoKey> aoKeys) {

    /** Freezes the list. */
    public PeerKey {
        aoKeys = List.copyOf(aoKeys);
    }
}
