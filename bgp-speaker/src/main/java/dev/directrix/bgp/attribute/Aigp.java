package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** AIGP (RFC 7311): the accumulated interior metric of the route, among TLVs that others may define. */
public record Aigp(List<Tlv> tlvs) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 26;
    /** How it is read and written. */
    public static final AttributeCodec<Aigp> CODEC = new Codec();

    /** The TLV of the metric (RFC 7311 §3). */
    private static final int METRIC = 1;
    /** Type and length of a TLV; the length counts them. */
    private static final int TLV_HEADER = 3;
    private static final int METRIC_LENGTH = 8;

    /**
     * One TLV.
     *
     * @param type  1: the metric
     * @param value what follows the length
     */
    public record Tlv(int type, Octets value) {
    }

    /** Freezes the list. */
    public Aigp {
        tlvs = List.copyOf(tlvs);
    }

    /** With this metric, unsigned 64 bits. */
    public static Aigp of(final long metric) {
        return new Aigp(List.of(new Tlv(METRIC, Octets.of(new ByteWriter(METRIC_LENGTH).u64(metric).toBytes()))));
    }

    /** The metric, unsigned 64 bits: that of the first TLV that has one (RFC 7311 §3). */
    public OptionalLong metric() {
        return tlvs.stream().filter(tlv -> tlv.type == METRIC)
            .mapToLong(tlv -> ByteReader.of(tlv.value.toBytes()).u64()).findFirst();
    }

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<Aigp> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL;
        }

        @Override
        public Class<Aigp> valueType() {
            return Aigp.class;
        }

        @Override
        public Aigp decode(final ByteReader value, final CodecContext context) {
            final List<Tlv> tlvs = new ArrayList<>();
            while (value.hasRemaining()) {
                final int type = value.u8();
                final int length = value.u16();
                if (length < TLV_HEADER || (type == METRIC && length != TLV_HEADER + METRIC_LENGTH)) {
                    throw new MalformedAttributeException(
                        UpdateError.OPTIONAL_ATTRIBUTE, "TLV " + type + " of " + length + " octets");
                }
                tlvs.add(new Tlv(type, Octets.of(value.bytes(length - TLV_HEADER))));
            }
            return new Aigp(tlvs);
        }

        @Override
        public void encode(final Aigp attribute, final ByteWriter out, final CodecContext context) {
            for (final Tlv tlv : attribute.tlvs) {
                out.u8(tlv.type).u16(TLV_HEADER + tlv.value.length()).bytes(tlv.value.toBytes());
            }
        }

        /** RFC 7311 §3.2: a malformed one is as good as none. */
        @Override
        public Treatment whenMalformed() {
            return Treatment.ATTRIBUTE_DISCARD;
        }
    }
}
