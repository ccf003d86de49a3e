package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.bgp.wire.TruncatedException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the codec of an attribute type, and reads and writes attributes through it. Immutable. */
public final class AttributeRegistry {

    /** Every attribute that has a class here. */
    private static final List<AttributeCodec<?>> STANDARD = List.of(
        Origin.CODEC, AsPath.CODEC, NextHop.CODEC, Med.CODEC, LocalPref.CODEC, AtomicAggregate.CODEC,
        Aggregator.CODEC, Communities.CODEC, OriginatorId.CODEC, ClusterList.CODEC, MpReach.CODEC, MpUnreach.CODEC,
        ExtendedCommunities.CODEC, As4Path.CODEC, As4Aggregator.CODEC, Ipv6ExtendedCommunities.CODEC, Aigp.CODEC,
        LargeCommunities.CODEC, OnlyToCustomer.CODEC);

    private final Map<Integer, AttributeCodec<?>> byType = new HashMap<>();
    private final Map<Class<?>, AttributeCodec<?>> byClass = new HashMap<>();

    private AttributeRegistry(final List<AttributeCodec<?>> codecs) {
        for (final AttributeCodec<?> codec : codecs) {
            byType.put(codec.type(), codec);
            byClass.put(codec.valueType(), codec);
        }
    }

    /** All attributes of this package. */
    public static AttributeRegistry standard() {
        return new AttributeRegistry(STANDARD);
    }

    /**
     * What was found in the attributes field of an UPDATE.
     *
     * @param attributes the good and the unknown ones, in the order in which they came
     * @param problems   what was wrong with the others
     */
    public record Decoded(List<PathAttribute> attributes, List<Problem> problems) {
    }

    /** Reads all attributes (RFC 4271 §4.3). Never fails: what is wrong becomes a problem. */
    public Decoded decode(final ByteReader in, final CodecContext context) {
        final List<PathAttribute> attributes = new ArrayList<>();
        final List<Problem> problems = new ArrayList<>();
        final BitSet seen = new BitSet(256);
        while (in.hasRemaining()) {
            // RFC 7606 §4: too little left for a header, or a length beyond the end.
            final ByteReader whole = in.duplicate();
            if (in.remaining() < 3) {
                problems.add(framing(in.remaining() + " octets behind the last attribute"));
                break;
            }
            final int flags = in.u8();
            final int type = in.u8();
            final boolean extended = (flags & AttributeFlags.EXTENDED_LENGTH) != 0;
            if (extended && in.remaining() < 2) {
                problems.add(framing("attribute " + type + " has no length"));
                break;
            }
            final int length = extended ? in.u16() : in.u8();
            if (length > in.remaining()) {
                problems.add(framing("attribute " + type + " of " + length + " octets, but " + in.remaining()
                    + " are left"));
                break;
            }
            final ByteReader octets = whole.slice((extended ? 4 : 3) + length);
            final ByteReader value = in.slice(length);
            if (seen.get(type)) {
                problems.add(new Problem(Problem.Kind.DUPLICATE, type, UpdateError.MALFORMED_ATTRIBUTE_LIST,
                    "there twice", Optional.empty(), Treatment.ATTRIBUTE_DISCARD, Octets.EMPTY));
                continue;
            }
            seen.set(type);
            decodeOne(flags, type, value, octets, context, attributes, problems);
        }
        return new Decoded(attributes, problems);
    }

    /** Writes an attribute with flags, type and length. */
    public void encode(final PathAttribute attribute, final ByteWriter out, final CodecContext context) {
        if (attribute instanceof RawAttribute raw) {
            writeHeader(out, raw.flags(), raw.type(), raw.value().length());
            out.bytes(raw.value().toBytes());
            return;
        }
        final AttributeCodec<?> codec = byClass.get(attribute.getClass());
        if (codec == null) {
            throw new IllegalArgumentException("no codec for " + attribute.getClass().getSimpleName());
        }
        final int start = out.position();
        out.u8(codec.flags()).u8(codec.type()).u8(0);
        final int valueAt = out.position();
        encodeValue(codec, attribute, out, context);
        final int length = out.position() - valueAt;
        if (length > 0xff) {
            out.insert(valueAt, 1);
            out.setU8(start, codec.flags() | AttributeFlags.EXTENDED_LENGTH);
            out.setU16(valueAt - 1, length);
        } else {
            out.setU8(valueAt - 1, length);
        }
    }

    /** Writes flags, type and length; the length has two octets where it must, or where the flags say so. */
    public static void writeHeader(final ByteWriter out, final int flags, final int type, final int length) {
        if (length > 0xff || (flags & AttributeFlags.EXTENDED_LENGTH) != 0) {
            out.u8(flags | AttributeFlags.EXTENDED_LENGTH).u8(type).u16(length);
        } else {
            out.u8(flags).u8(type).u8(length);
        }
    }

    private void decodeOne(
        final int flags, final int type, final ByteReader value, final ByteReader octets, final CodecContext context,
        final List<PathAttribute> attributes, final List<Problem> problems) {
        final AttributeCodec<?> codec = byType.get(type);
        if (codec == null) {
            decodeUnknown(flags, type, value, octets, attributes, problems);
            return;
        }
        if (codec.unexpected(context)) {
            problems.add(problem(Problem.Kind.UNEXPECTED, type, UpdateError.OPTIONAL_ATTRIBUTE,
                "not expected on this session", Treatment.ATTRIBUTE_DISCARD, octets));
            return;
        }
        if (((flags ^ codec.flags()) & AttributeFlags.KIND) != 0) {
            problems.add(problem(Problem.Kind.FLAGS, type, UpdateError.ATTRIBUTE_FLAGS,
                "flags 0x" + Integer.toHexString(flags), Treatment.TREAT_AS_WITHDRAW, octets.duplicate()));
            // Read all the same: treat-as-withdraw must know what MP_REACH_NLRI would have announced.
        }
        try {
            attributes.add(codec.decode(value, context));
        } catch (final MalformedAttributeException e) {
            final Treatment suggested =
                e.kind() == Problem.Kind.ROUTES ? Treatment.AFI_SAFI_DISABLE : codec.whenMalformed();
            problems.add(new Problem(
                e.kind(), type, e.error(), e.getMessage(), e.family(), suggested, copy(octets)));
        } catch (final TruncatedException e) {
            problems.add(problem(Problem.Kind.MALFORMED, type, UpdateError.ATTRIBUTE_LENGTH, e.getMessage(),
                codec.whenMalformed(), octets));
        }
    }

    private static void decodeUnknown(
        final int flags, final int type, final ByteReader value, final ByteReader octets,
        final List<PathAttribute> attributes, final List<Problem> problems) {
        if ((flags & AttributeFlags.OPTIONAL) == 0) {
            problems.add(problem(Problem.Kind.UNRECOGNIZED, type, UpdateError.UNRECOGNIZED_WELL_KNOWN,
                "nobody knows this well-known attribute", Treatment.SESSION_RESET, octets));
        }
        // Nothing is passed on here, so also those that RFC 4271 §5 would quietly ignore are kept for who wants to see.
        attributes.add(new RawAttribute(flags, type, Octets.of(value.bytes(value.remaining()))));
    }

    private static <A extends PathAttribute> void encodeValue(
        final AttributeCodec<A> codec, final PathAttribute attribute, final ByteWriter out,
        final CodecContext context) {
        codec.encode(codec.valueType().cast(attribute), out, context);
    }

    private static Problem framing(final String text) {
        return problem(Problem.Kind.FRAMING, 0, UpdateError.MALFORMED_ATTRIBUTE_LIST, text,
            Treatment.TREAT_AS_WITHDRAW, ByteReader.of(new byte[0]));
    }

    private static Octets copy(final ByteReader octets) {
        return Octets.of(octets.bytes(octets.remaining()));
    }

    private static Problem problem(
        final Problem.Kind kind, final int type, final UpdateError error, final String text,
        final Treatment suggested, final ByteReader data) {
        return new Problem(kind, type, error, text, Optional.empty(), suggested, copy(data));
    }
}
