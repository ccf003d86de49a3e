package dev.directrix.codec;

import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Random values as BGP has them; the same source of randomness gives the same values. Not thread-safe. */
final class Dice {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-";

    private final RandomGenerator random;

    Dice(final RandomGenerator random) {
        this.random = random;
    }

    /** True in one of this many cases. */
    boolean oneIn(final int cases) {
        return random.nextInt(cases) == 0;
    }

    /** From the first to the last, both included. */
    int between(final int first, final int last) {
        return random.nextInt(first, last + 1);
    }

    /** Any bits, as an unsigned number. */
    long bits(final int count) {
        return random.nextLong() >>> (64 - count);
    }

    /** One of these. */
    @SafeVarargs
    final <T> T oneOf(final T... values) {
        return values[random.nextInt(values.length)];
    }

    /** So many things. */
    <T> List<T> list(final int count, final Supplier<T> one) {
        final List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(one.get());
        }
        return list;
    }

    /** A few things as a rule, many at times. */
    <T> List<T> few(final int least, final int most, final Supplier<T> one) {
        return list(oneIn(100) ? between(least, most) : between(least, Math.min(most, least + 4)), one);
    }

    /** An AS number: small ones and large ones, never 0. */
    long asn() {
        return oneIn(2) ? between(1, 65_535) : 1 + bits(32) % 0xffff_fffeL;
    }

    /** A family that there is, in scope or not. */
    Family family() {
        return oneIn(4) ? new Family(oneOf(1, 2, 25), oneOf(2, 4, 128)) : unicast();
    }

    /** IPv4 or IPv6 unicast. */
    Family unicast() {
        return oneIn(2) ? Family.IPV4_UNICAST : Family.IPV6_UNICAST;
    }

    /** An address of a host. */
    Inet4Address ipv4() {
        return Addresses.ipv4((long) between(1, 223) << 24 | bits(24));
    }

    /** An address of a host. */
    Inet6Address ipv6() {
        return ipv6(0x20);
    }

    /** A link-local address. */
    Inet6Address linkLocal() {
        final byte[] octets = octets(16).toBytes();
        octets[0] = (byte) 0xfe;
        octets[1] = (byte) 0x80;
        return (Inet6Address) Addresses.of(octets);
    }

    /** Any octets. */
    Octets octets(final int count) {
        final byte[] octets = new byte[count];
        random.nextBytes(octets);
        return Octets.of(octets);
    }

    /** Letters and digits. */
    String word(final int least, final int most) {
        final StringBuilder word = new StringBuilder();
        for (int i = between(least, most); i > 0; i--) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    /** A prefix of any length. */
    Nlri nlri(final Family family, final boolean withPathId) {
        final byte[] octets = octets(family.addressLength()).toBytes();
        final int bits = oneIn(3) ? between(0, family.addressLength() * 8) : family.addressLength() == 4 ? 24 : 64;
        return new Nlri(Prefix.of(octets, bits), withPathId ? bits(32) : Nlri.NO_PATH_ID);
    }

    private Inet6Address ipv6(final int first) {
        final byte[] octets = octets(16).toBytes();
        octets[0] = (byte) first;
        return (Inet6Address) Addresses.of(octets);
    }
}
