package dev.directrix.bgp.attribute;

/**
 * A large community (RFC 8092): three unsigned 32-bit numbers.
 *
 * @param global AS number of whoever gives the rest its meaning
 * @param local1 first part
 * @param local2 second part
 */
public record LargeCommunity(long global, long local1, long local2) {

    @Override
    public String toString() {
        return global + ":" + local1 + ":" + local2;
    }
}
