package dev.directrix.bgp.attribute;

import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import java.net.Inet4Address;

/** NEXT_HOP (RFC 4271 §5.1.3): where to send packets for the IPv4 prefixes of the message. */
public record NextHop(Inet4Address address) implements PathAttribute {

    /** Type code. */
    public static final int TYPE = 3;
    /** How it is read and written. */
    public static final AttributeCodec<NextHop> CODEC = new Codec();

    @Override
    public int type() {
        return TYPE;
    }

    private static final class Codec implements AttributeCodec<NextHop> {

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public int flags() {
            return AttributeFlags.WELL_KNOWN;
        }

        @Override
        public Class<NextHop> valueType() {
            return NextHop.class;
        }

        @Override
        public NextHop decode(final ByteReader value, final CodecContext context) {
            AttributeCodec.requireLength(value, 4);
            final Inet4Address address = Addresses.readIpv4(value);
            // RFC 4271 §6.3: it must be a host address; 240.0.0.0/4 may be one some day, 0.0.0.0 and multicast never.
            if (address.isMulticastAddress() || address.isAnyLocalAddress()) {
                throw new MalformedAttributeException(
                    UpdateError.INVALID_NEXT_HOP, address.getHostAddress() + " is not a host address");
            }
            return new NextHop(address);
        }

        @Override
        public void encode(final NextHop attribute, final ByteWriter out, final CodecContext context) {
            out.bytes(attribute.address.getAddress());
        }
    }
}
