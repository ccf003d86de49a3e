package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import java.util.List;
import java.util.Optional;

/** AS_PATH (RFC 4271 §5.1.2): the ASes that the route came through, nearest first. */
public record AsPath(List<AsPathSegment> segments) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 2;
    /** How it is read and written. */
    public static final AttributeCodec<AsPath> CODEC = new Codec();

    /** Stands for an AS number above 65535 where only two octets fit (RFC 6793 §9). */
    public static final int AS_TRANS = 23_456;
    /** The path of a route that starts in this AS, towards it. */
    public static final AsPath EMPTY = new AsPath(List.of());

    /** Freezes the list. */
    public AsPath {
        segments = List.copyOf(segments);
    }

    /** A path of one sequence. */
    public static AsPath sequence(final List<Long> asns) {
        return new AsPath(List.of(new AsPathSegment(AsPathSegment.Type.AS_SEQUENCE, asns)));
    }

    /** The AS number, or {@link #AS_TRANS} if it takes more than two octets. */
    public static int toTwoOctets(final long asn) {
        return asn > 0xffff ? AS_TRANS : (int) asn;
    }

    /** All AS numbers, nearest first. */
    public List<Long> asns() {
        return segments.stream().flatMap(segment -> segment.asns().stream()).toList();
    }

    /**
     * AS4_PATH to go with this path to a speaker of two-octet AS numbers (RFC 6793 §4.2.2): all but confederation
     * segments; empty if every number outside of those fits.
     */
    public Optional<As4Path> forTwoOctets() {
        final List<AsPathSegment> outside =
            segments.stream().filter(segment -> !segment.type().isConfederation()).toList();
        if (outside.stream().allMatch(segment -> segment.asns().stream().allMatch(asn -> asn <= 0xffff))) {
            return Optional.empty();
        }
        return Optional.of(new As4Path(outside));
    }

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<AsPath> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.WELL_KNOWN;
        }

        @Override
        public Class<AsPath> valueType() {
            return AsPath.class;
        }

        @Override
        public AsPath decode(final ByteReader value, final CodecContext context) {
            return new AsPath(AsPathSegment.readAll(value, context.asnLength()));
        }

        @Override
        public void encode(final AsPath attribute, final ByteWriter out, final CodecContext context) {
            AsPathSegment.writeAll(attribute.segments, out, context.asnLength());
        }
    }
}
