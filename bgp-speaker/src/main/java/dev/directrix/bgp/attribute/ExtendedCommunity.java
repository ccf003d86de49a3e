package dev.directrix.bgp.attribute;

/**
 * An extended community (RFC 4360): type and subtype in the highest two octets.
 *
 * @param value all eight octets
 */
public record ExtendedCommunity(long value) {

    private static final int NON_TRANSITIVE = 0x40;
    private static final int TWO_OCTET_AS = 0x00;
    private static final int LINK_BANDWIDTH = 0x04;

    /**
     * Link bandwidth (RFC 10005): type 0x00 or 0x40, subtype 0x04, AS number, bytes per second as IEEE 754 float.
     *
     * @param asn            our AS number; one above 65535 is given as AS_TRANS, there are but two octets for it
     * @param bytesPerSecond the bandwidth
     * @param transitive     whether it may cross an AS border
     */
    public static ExtendedCommunity linkBandwidth(
        final long asn, final float bytesPerSecond, final boolean transitive) {
        final long type = transitive ? TWO_OCTET_AS : TWO_OCTET_AS | NON_TRANSITIVE;
        return new ExtendedCommunity(type << 56
            | (long) LINK_BANDWIDTH << 48
            | (long) AsPath.toTwoOctets(asn) << 32
            | Integer.toUnsignedLong(Float.floatToIntBits(bytesPerSecond)));
    }

    /** The type octet. */
    public int type() {
        return (int) (value >>> 56);
    }

    /** The subtype octet. */
    public int subtype() {
        return (int) (value >>> 48) & 0xff;
    }

    /** Whether it crosses AS borders. */
    public boolean isTransitive() {
        return (type() & NON_TRANSITIVE) == 0;
    }

    /** Whether it is a link bandwidth, of either form. */
    public boolean isLinkBandwidth() {
        return (type() & ~NON_TRANSITIVE) == TWO_OCTET_AS && subtype() == LINK_BANDWIDTH;
    }

    /** The bandwidth of a {@link #isLinkBandwidth() link bandwidth} in bytes per second. */
    public float bytesPerSecond() {
        return Float.intBitsToFloat((int) value);
    }

    @Override
    public String toString() {
        if (!isLinkBandwidth()) {
            return String.format("0x%016x", value);
        }
        return "link-bandwidth:" + ((value >>> 32) & 0xffff) + ":" + (long) bytesPerSecond()
            + (isTransitive() ? "" : ":non-transitive");
    }
}
