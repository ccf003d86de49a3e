package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.TruncatedException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * MP_REACH_NLRI (RFC 4760 §3): reachable prefixes of a family, with their next hop.
 *
 * @param family   the family
 * @param nextHops one address; for IPv6 a link-local one may follow it (RFC 2545 §3)
 * @param nlri     the prefixes
 */
public record MpReach(Family family, List<InetAddress> nextHops, List<Nlri> nlri) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 14;
    /** How it is read and written. */
    public static final AttributeCodec<MpReach> CODEC = new Codec();

    /** Freezes the lists. */
    public MpReach {
        nextHops = List.copyOf(nextHops);
        nlri = List.copyOf(nlri);
    }

    @Override
    public int type() {
        return TYPE;
    }

    /** Octets of the value before the prefixes. */
    public static int headerLength(final List<InetAddress> nextHops) {
        return 5 + nextHops.stream().mapToInt(address -> address.getAddress().length).sum();
    }

    /** Writes the value up to the prefixes. */
    public static void writeHeader(final ByteWriter out, final Family family, final List<InetAddress> nextHops) {
        out.u16(family.afi()).u8(family.safi()).u8(headerLength(nextHops) - 5);
        for (final InetAddress nextHop : nextHops) {
            out.bytes(nextHop.getAddress());
        }
        out.u8(0); // Reserved (RFC 4760 §3).
    }

    /** Reads AFI and SAFI; a family that is not known ends the reading, as nobody agreed on it (RFC 4760 §7). */
    static Family readFamily(final ByteReader value) {
        if (value.remaining() < 3) {
            throw new MalformedAttributeException(UpdateError.OPTIONAL_ATTRIBUTE, "no room for AFI and SAFI");
        }
        final Family family = new Family(value.u16(), value.u8());
        if (!family.isUnicast()) {
            throw broken(family, "family " + family + " is not supported");
        }
        return family;
    }

    static List<Nlri> readNlri(final ByteReader value, final Family family, final CodecContext context) {
        try {
            return Nlri.readAll(value, family, context);
        } catch (final TruncatedException | IllegalArgumentException e) {
            throw broken(family, e.getMessage());
        }
    }

    /** The family cannot be read any further: RFC 7606 §7.11 and §5.4 leave AFI/SAFI disable or session reset. */
    static MalformedAttributeException broken(final Family family, final String message) {
        return new MalformedAttributeException(
            UpdateError.OPTIONAL_ATTRIBUTE, message, Problem.Kind.ROUTES, Optional.of(family));
    }

    private static final class Codec implements AttributeCodec<MpReach> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL;
        }

        @Override
        public Class<MpReach> valueType() {
            return MpReach.class;
        }

        @Override
        public Treatment whenMalformed() {
            return Treatment.SESSION_RESET;
        }

        @Override
        public MpReach decode(final ByteReader value, final CodecContext context) {
            final Family family = readFamily(value);
            try {
                final int length = value.u8();
                final List<InetAddress> nextHops = nextHops(value, length, family, context);
                value.u8(); // Reserved: ignored upon receipt (RFC 4760 §3).
                return new MpReach(family, nextHops, readNlri(value, family, context));
            } catch (final TruncatedException e) {
                throw broken(family, e.getMessage());
            }
        }

        @Override
        public void encode(final MpReach attribute, final ByteWriter out, final CodecContext context) {
            writeHeader(out, attribute.family, attribute.nextHops);
            final boolean withPathId = context.addPath().contains(attribute.family);
            attribute.nlri.forEach(nlri -> nlri.write(out, withPathId));
        }

        /** RFC 7606 §7.11: the length must be one that the family allows (RFC 2545 §3, RFC 8950 §3). */
        private static List<InetAddress> nextHops(
            final ByteReader value, final int length, final Family family, final CodecContext context) {
            final boolean ipv6 = family.equals(Family.IPV6_UNICAST) || context.ipv6NextHop().contains(family);
            if (length == 4 && family.equals(Family.IPV4_UNICAST)) {
                return List.of(Addresses.readIpv4(value));
            }
            if (length == 16 && ipv6) {
                return List.of(Addresses.readIpv6(value));
            }
            if (length == 32 && ipv6) {
                return List.of(Addresses.readIpv6(value), Addresses.readIpv6(value));
            }
            throw broken(family, "next hop of " + length + " octets");
        }
    }
}
