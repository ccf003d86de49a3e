package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import java.util.List;

/**
 * MP_UNREACH_NLRI (RFC 4760 §4): withdrawn prefixes of a family; without any it is End-of-RIB (RFC 4724 §2).
 *
 * @param family the family
 * @param nlri   the prefixes
 */
public record MpUnreach(Family family, List<Nlri> nlri) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 15;
    /** How it is read and written. */
    public static final AttributeCodec<MpUnreach> CODEC = new Codec();

    /** Freezes the list. */
    public MpUnreach {
        nlri = List.copyOf(nlri);
    }

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<MpUnreach> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.OPTIONAL;
        }

        @Override
        public Class<MpUnreach> valueType() {
            return MpUnreach.class;
        }

        @Override
        public Treatment whenMalformed() {
            return Treatment.SESSION_RESET;
        }

        @Override
        public MpUnreach decode(final ByteReader value, final CodecContext context) {
            final Family family = MpReach.readFamily(value);
            return new MpUnreach(family, MpReach.readNlri(value, family, context));
        }

        @Override
        public void encode(final MpUnreach attribute, final ByteWriter out, final CodecContext context) {
            out.u16(attribute.family.afi()).u8(attribute.family.safi());
            final boolean withPathId = context.addPath().contains(attribute.family);
            attribute.nlri.forEach(nlri -> nlri.write(out, withPathId));
        }
    }
}
