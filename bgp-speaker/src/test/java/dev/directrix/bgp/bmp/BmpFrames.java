package dev.directrix.bgp.bmp;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.capability.AddPath;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a router says by BMP, octet by octet. */
final class BmpFrames {

    static final Prefix VIP = Prefix.host(InetAddress.ofLiteral("192.0.2.10"));
    static final Set<Prefix> VIPS = Set.of(VIP);

    private BmpFrames() {
    }

    static byte[] message(final int type, final byte[]... parts) {
        int length = BmpDecoder.HEADER_LENGTH;
        for (final byte[] part : parts) {
            length += part.length;
        }
        final ByteWriter out = new ByteWriter(length).u8(3).u32(length).u8(type);
        for (final byte[] part : parts) {
            out.bytes(part);
        }
        return out.toBytes();
    }

    static byte[] tlv(final int type, final String text) {
        final byte[] value = text.getBytes(StandardCharsets.UTF_8);
        return new ByteWriter(4 + value.length).u16(type).u16(value.length).bytes(value).toBytes();
    }

    static byte[] initiation(final String name) {
        return message(4, tlv(1, "FRRouting 8.4.4"), tlv(2, name));
    }

    static byte[] peer(final int type, final int flags, final String address) {
        return new ByteWriter(BmpPeer.LENGTH).u8(type).u8(flags).u64(0).u64(0)
            .u32(0).u32(Addresses.toU32((Inet4Address) InetAddress.ofLiteral(address))).u32(65_101)
            .u32(0x0a00010bL).u32(1).u32(2).toBytes();
    }

    static byte[] open(final long asn, final boolean addPath) {
        final List<Capability> capabilities = new ArrayList<>(
            List.of(new Multiprotocol(Family.IPV4_UNICAST), new FourOctetAsn(asn)));
        if (addPath) {
            capabilities.add(new AddPath(List.of(new AddPath.Entry(Family.IPV4_UNICAST, 3))));
        }
        return MessageEncoder.standard().encode(new Open(4, AsPath.toTwoOctets(asn), 9, Addresses.ipv4(0x0a000101L),
            capabilities), CodecContext.INITIAL);
    }

    static byte[] up(final String address, final boolean addPath) {
        return message(3, peer(BmpPeer.GLOBAL, 0, address),
            new ByteWriter(20).u64(0).u32(0).u32(0x0a000101L).u16(179).u16(40_000).toBytes(),
            open(65_000, addPath), open(65_101, addPath));
    }

    static byte[] down(final String address) {
        return message(2, peer(BmpPeer.GLOBAL, 0, address), new byte[] {4});
    }

    static byte[] route(
        final int flags, final String address, final boolean withPathId, final boolean fourOctets,
        final boolean weighs) {
        return route(peer(BmpPeer.GLOBAL, flags, address), address, withPathId, fourOctets, weighs);
    }

    static byte[] endOfRib(final String address) {
        return message(0, peer(BmpPeer.GLOBAL, 0, address), MessageEncoder.standard().encode(
            new Update(List.of(), List.of(), List.of()), CodecContext.INITIAL));
    }

    /** Of the router's own table. */
    static byte[] locRib() {
        return route(peer(BmpPeer.LOC_RIB, 0, "0.0.0.0"), "10.0.1.12", false, true, true);
    }

    private static byte[] route(
        final byte[] peer, final String address, final boolean withPathId, final boolean fourOctets,
        final boolean weighs) {
        final List<PathAttribute> attributes = new ArrayList<>(List.of(Origin.IGP,
            AsPath.sequence(List.of(65_101L)),
            new NextHop((Inet4Address) InetAddress.ofLiteral(address))));
        if (weighs) {
            attributes.add(new ExtendedCommunities(List.of(ExtendedCommunity.linkBandwidth(65_101, 1.25e8f, true))));
        }
        final Set<Family> addPath = withPathId ? Set.of(Family.IPV4_UNICAST) : Set.of();
        return message(0, peer, MessageEncoder.standard().encode(
            new Update(List.of(), attributes, List.of(withPathId ? new Nlri(VIP, 7) : Nlri.of(VIP))),
            new CodecContext(fourOctets, true, addPath, CodecContext.STANDARD_MESSAGE_SIZE)));
    }

    static byte[] route(final String address, final boolean weighs) {
        return route(0, address, false, true, weighs);
    }
}
