package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteWriter;
import java.net.Inet4Address;

/**
 * An extended community (RFC 4360): type and subtype in the highest two octets, six octets of content.
 *
 * <p>How the content is laid out depends on the type; {@link #form} tells it, and the accessors read it accordingly.
 *
 * @param value all eight octets
 */
public record ExtendedCommunity(long value) {

    /** Subtype of a route target (RFC 4360 §4). */
    public static final int ROUTE_TARGET = 0x02;
    /** Subtype of a route origin (RFC 4360 §5). */
    public static final int ROUTE_ORIGIN = 0x03;
    /** Subtype of a link bandwidth (RFC 10005). */
    public static final int LINK_BANDWIDTH = 0x04;
    /** Bit of the type octet: stays inside the AS. */
    public static final int NON_TRANSITIVE = 0x40;

    /** Layouts of the content, by the lower bits of the type octet. */
    public enum Form {
        /** Two octets of AS number, four of a number (RFC 4360 §3.1). */
        TWO_OCTET_AS(0),
        /** Four octets of IPv4 address, two of a number (RFC 4360 §3.2). */
        IPV4(1),
        /** Four octets of AS number, two of a number (RFC 5668). */
        FOUR_OCTET_AS(2),
        /** Anything else. */
        OPAQUE(3);

        private final int type;

        Form(final int type) {
            this.type = type;
        }

        /** The type octet of this form, without the bits of its class. */
        public int type() {
            return type;
        }
    }

    /** With these octets; of {@code content} the lower 48 bits. */
    public static ExtendedCommunity of(final int type, final int subtype, final long content) {
        return new ExtendedCommunity((long) type << 56 | (subtype & 0xffL) << 48 | (content & 0xffff_ffff_ffffL));
    }

    /** With an AS number of two octets and a number of four. */
    public static ExtendedCommunity twoOctetAs(final int type, final int subtype, final int asn, final long number) {
        return of(type, subtype, (long) asn << 32 | (number & 0xffff_ffffL));
    }

    /** With an AS number of four octets and a number of two. */
    public static ExtendedCommunity fourOctetAs(final int type, final int subtype, final long asn, final int number) {
        return of(type, subtype, asn << 16 | (number & 0xffff));
    }

    /** With an IPv4 address and a number of two octets. */
    public static ExtendedCommunity ipv4(
        final int type, final int subtype, final Inet4Address address, final int number) {
        return fourOctetAs(type, subtype, Addresses.toU32(address), number);
    }

    /**
     * Link bandwidth (RFC 10005): type 0x00 or 0x40, subtype 0x04, AS number, bytes per second as IEEE 754 float.
     *
     * @param asn            our AS number; one above 65535 is given as AS_TRANS, there are but two octets for it
     * @param bytesPerSecond the bandwidth
     * @param transitive     whether it may cross an AS border
     */
    public static ExtendedCommunity linkBandwidth(
        final long asn, final float bytesPerSecond, final boolean transitive) {
        return twoOctetAs(Form.TWO_OCTET_AS.type | (transitive ? 0 : NON_TRANSITIVE), LINK_BANDWIDTH,
            AsPath.toTwoOctets(asn), Float.floatToRawIntBits(bytesPerSecond));
    }

    /** The type octet. */
    public int type() {
        return (int) (value >>> 56);
    }

    /** The subtype octet. */
    public int subtype() {
        return (int) (value >>> 48) & 0xff;
    }

    /** The six octets behind type and subtype. */
    public long content() {
        return value & 0xffff_ffff_ffffL;
    }

    /** How the content is laid out, also for the types 0x80 to 0x82 that use the same layouts (RFC 7153 §2.2). */
    public Form form() {
        return switch (type() & ~(NON_TRANSITIVE | 0x80)) {
            case 0 -> Form.TWO_OCTET_AS;
            case 1 -> Form.IPV4;
            case 2 -> Form.FOUR_OCTET_AS;
            default -> Form.OPAQUE;
        };
    }

    /** The AS number, of two or four octets as the {@link #form} has it. */
    public long asn() {
        return form() == Form.FOUR_OCTET_AS ? content() >>> 16 : content() >>> 32;
    }

    /** The IPv4 address of the form that has one: the first four octets of the content. */
    public Inet4Address address() {
        return Addresses.ipv4(content() >>> 16);
    }

    /** The number behind AS number or address: four octets behind an AS number of two, else two. */
    public long number() {
        return form() == Form.TWO_OCTET_AS ? value & 0xffff_ffffL : value & 0xffff;
    }

    /** The last four octets as an IEEE 754 number: of bandwidths and rates. */
    public float decimal() {
        return Float.intBitsToFloat((int) value);
    }

    /** Whether it crosses AS borders. */
    public boolean isTransitive() {
        return (type() & NON_TRANSITIVE) == 0;
    }

    /** Whether it is a route target, of any form. */
    public boolean isRouteTarget() {
        return is(ROUTE_TARGET);
    }

    /** Whether it is a route origin, of any form. */
    public boolean isRouteOrigin() {
        return is(ROUTE_ORIGIN);
    }

    /** Whether it is a link bandwidth, transitive or not. */
    public boolean isLinkBandwidth() {
        return (type() & ~NON_TRANSITIVE) == Form.TWO_OCTET_AS.type && subtype() == LINK_BANDWIDTH;
    }

    /** The bandwidth of a {@link #isLinkBandwidth() link bandwidth} in bytes per second. */
    public float bytesPerSecond() {
        return decimal();
    }

    /** The eight octets. */
    public byte[] toBytes() {
        return new ByteWriter(8).u64(value).toBytes();
    }

    @Override
    public String toString() {
        if (isLinkBandwidth()) {
            return "link-bandwidth:" + asn() + ":" + (long) bytesPerSecond()
                + (isTransitive() ? "" : ":non-transitive");
        }
        if (!isRouteTarget() && !isRouteOrigin()) {
            return String.format("0x%016x", value);
        }
        return (isRouteTarget() ? "target:" : "origin:")
            + (form() == Form.IPV4 ? address().getHostAddress() : Long.toString(asn())) + ":" + number()
            + (isTransitive() ? "" : ":non-transitive");
    }

    private boolean is(final int subtype) {
        return (type() & ~NON_TRANSITIVE) <= Form.FOUR_OCTET_AS.type && subtype() == subtype;
    }
}
