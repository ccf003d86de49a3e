package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Family;

/** Routes of this family are understood (RFC 4760 §8). */
public record Multiprotocol(Family family) implements Capability {

    /** Code. */
    public static final int CODE = 1;
    /** How it is read and written. */
    public static final CapabilityCodec<Multiprotocol> CODEC = new Codec();

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String text() {
        return family.toString();
    }

    private static final class Codec implements CapabilityCodec<Multiprotocol> {

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public Class<Multiprotocol> valueType() {
            return Multiprotocol.class;
        }

        @Override
        public Multiprotocol decode(final ByteReader value) {
            final int afi = value.u16();
            value.u8(); // Reserved: ignored.
            return new Multiprotocol(new Family(afi, value.u8()));
        }

        @Override
        public void encode(final Multiprotocol capability, final ByteWriter out) {
            out.u16(capability.family.afi()).u8(0).u8(capability.family.safi());
        }
    }
}
