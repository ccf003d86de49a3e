package dev.directrix.bgp.transport;

import dev.directrix.bgp.wire.Octets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the sockets of one neighbour are set to. Immutable.
 *
 * @param password    TCP-MD5 key (RFC 2385)
 * @param aoKeys      TCP-AO keys (RFC 5925), the first one signing what is sent
 * @param outgoingTtl TTL or hop limit of what is sent; empty: what the kernel takes
 * @param minimumTtl  what arrives with less is dropped (RFC 5082); empty: no check
 * @param device      interface that the connection must run over; empty: any
 */
public record LinkOptions(
    Optional<Octets> password, List<TcpAoKey> aoKeys, OptionalInt outgoingTtl, OptionalInt minimumTtl,
    Optional<String> device) {

    /** Nothing set. */
    public static final LinkOptions NONE = new LinkOptions(
        Optional.empty(), List.of(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

    /** Freezes the list. */
    public LinkOptions {
        aoKeys = List.copyOf(aoKeys);
    }
}
