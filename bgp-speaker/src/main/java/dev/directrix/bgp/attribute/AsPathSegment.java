package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * One segment of an AS path (RFC 4271 §4.3, RFC 5065).
 *
 * @param type ordered or not, inside a confederation or not
 * @param asns 1 to 255 AS numbers, unsigned 32 bits
 */
public record AsPathSegment(Type type, List<Long> asns) {

    /** The most AS numbers of a segment: their count has one octet. */
    public static final int MAX_ASNS = 255;

    /** Segment types. */
    public enum Type {
        AS_SET(1),
        AS_SEQUENCE(2),
        AS_CONFED_SEQUENCE(3),
        AS_CONFED_SET(4);

        private final int code;

        Type(final int code) {
            this.code = code;
        }

        /** Whether it belongs to a confederation. */
        public boolean isConfederation() {
            return this == AS_CONFED_SEQUENCE || this == AS_CONFED_SET;
        }
    }

    /** Freezes the list. */
    public AsPathSegment {
        asns = List.copyOf(asns);
        if (asns.isEmpty() || asns.size() > MAX_ASNS) {
            throw new IllegalArgumentException("a segment has 1 to 255 AS numbers, not " + asns.size());
        }
    }

    static List<AsPathSegment> readAll(final ByteReader in, final int asnLength) {
        final List<AsPathSegment> segments = new ArrayList<>();
        while (in.hasRemaining()) {
            // RFC 7606 §7.2: unknown type, overrun, underrun (one octet left) and empty segments are malformed.
            require(in.remaining() >= 2, "one octet behind the last segment");
            final int type = in.u8();
            final int count = in.u8();
            require(type >= 1 && type <= Type.values().length, "segment type " + type);
            require(count > 0, "empty segment");
            require(in.remaining() >= count * asnLength, "segment of " + count + " AS numbers is cut off");
            final List<Long> asns = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                final long asn = asnLength == 4 ? in.u32() : in.u16();
                require(asn != 0, "AS 0 in the path (RFC 7607)");
                asns.add(asn);
            }
            segments.add(new AsPathSegment(Type.values()[type - 1], asns));
        }
        return segments;
    }

    static void writeAll(final List<AsPathSegment> segments, final ByteWriter out, final int asnLength) {
        for (final AsPathSegment segment : segments) {
            out.u8(segment.type.code).u8(segment.asns.size());
            for (final long asn : segment.asns) {
                if (asnLength == 4) {
                    out.u32(asn);
                } else {
                    out.u16(AsPath.toTwoOctets(asn));
                }
            }
        }
    }

    private static void require(final boolean condition, final String message) {
        if (!condition) {
            throw new MalformedAttributeException(UpdateError.MALFORMED_AS_PATH, message);
        }
    }
}
