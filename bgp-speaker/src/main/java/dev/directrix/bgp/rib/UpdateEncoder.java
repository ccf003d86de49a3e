package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.AttributeFlags;
import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.MessageType;
import dev.directrix.bgp.message.RouteRefreshMessage;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Packs as many prefixes into each UPDATE as the agreed message size takes. IPv4 prefixes with an IPv4 next hop go into
 * the message's own fields, all others into MP_REACH_NLRI and MP_UNREACH_NLRI. Not thread-safe.
 *
 * <p>Attributes stand in ascending order of type, MP_REACH_NLRI too: RFC 7606 §5.1 would rather have it first, but
 * ascending is what ExaBGP sends and what every router has been fed for decades.
 */
public final class UpdateEncoder {

    /** Header and both length fields. */
    private static final int FIXED_LENGTH = MessageHeader.LENGTH + 4;
    /** Flags, type and a length of two octets. */
    private static final int MP_HEADER_LENGTH = 4;

    private final MessageEncoder encoder;
    private final CodecContext context;
    /** The last answer of {@link #fits}: routes that share attributes come in rows. */
    private Optional<RouteAttributes> lastFitting = Optional.empty();

    /** An encoder for one session. */
    public UpdateEncoder(final MessageEncoder encoder, final CodecContext context) {
        this.encoder = encoder;
        this.context = context;
    }

    /** What the session agreed on. */
    public CodecContext context() {
        return context;
    }

    /** A mark around the answer to a route refresh (RFC 7313). */
    public byte[] refreshMarker(final Family family, final int subtype) {
        return encoder.encode(new RouteRefreshMessage(family, subtype), context);
    }

    /** Whether a prefix of any length with these attributes goes into one message. */
    @SuppressWarnings("ReferenceEquality")
    public boolean fits(final RouteAttributes attributes, final Family family) {
        if (lastFitting.isPresent() && lastFitting.get() == attributes) {
            return true;
        }
        final int longest = 5 + family.addressLength();
        final boolean fits = FIXED_LENGTH + MP_HEADER_LENGTH + MpReach.headerLength(attributes.nextHops()) + longest
            + encoded(attributes.attributes()).length <= context.maxMessageSize();
        if (fits) {
            lastFitting = Optional.of(attributes);
        }
        return fits;
    }

    /**
     * Announces the first of these prefixes, as many as fit, and removes them from their collection.
     *
     * @throws IllegalArgumentException if not even one fits
     */
    public byte[] announce(final RouteAttributes attributes, final Family family, final Iterator<Nlri> prefixes) {
        if (family.equals(Family.IPV4_UNICAST) && attributes.nextHops().get(0) instanceof Inet4Address nextHop) {
            return announceInField(attributes, nextHop, prefixes);
        }
        final byte[] before = encoded(attributes.attributes().stream().filter(a -> a.type() < MpReach.TYPE).toList());
        final byte[] after = encoded(attributes.attributes().stream().filter(a -> a.type() > MpReach.TYPE).toList());
        final int room = context.maxMessageSize() - FIXED_LENGTH - MP_HEADER_LENGTH - before.length - after.length;
        final ByteWriter value = new ByteWriter(512);
        MpReach.writeHeader(value, family, attributes.nextHops());
        final int empty = value.position();
        take(prefixes, family, value, room);
        requireSome(value.position() > empty, attributes);
        final ByteWriter out = MessageHeader.start(MessageType.UPDATE, FIXED_LENGTH + value.position() + 128);
        final int lengthAt = out.u16(0).position();
        out.u16(0).bytes(before);
        AttributeRegistry.writeHeader(out, AttributeFlags.OPTIONAL, MpReach.TYPE, value.position());
        out.bytes(value.toBytes()).bytes(after);
        out.setU16(lengthAt, out.position() - lengthAt - 2);
        return MessageHeader.finish(out);
    }

    /** Withdraws the first of these prefixes, as many as fit, and removes them from their collection. */
    public byte[] withdraw(final Family family, final Iterator<Nlri> prefixes) {
        final ByteWriter out = MessageHeader.start(MessageType.UPDATE, 512);
        if (family.equals(Family.IPV4_UNICAST)) {
            final int lengthAt = out.position();
            out.u16(0);
            take(prefixes, family, out, context.maxMessageSize() - 2);
            out.setU16(lengthAt, out.position() - lengthAt - 2);
            out.u16(0);
            return MessageHeader.finish(out);
        }
        final ByteWriter value = new ByteWriter(512);
        value.u16(family.afi()).u8(family.safi());
        take(prefixes, family, value, context.maxMessageSize() - FIXED_LENGTH - MP_HEADER_LENGTH);
        final int lengthAt = out.u16(0).position();
        out.u16(0);
        AttributeRegistry.writeHeader(out, AttributeFlags.OPTIONAL, MpUnreach.TYPE, value.position());
        out.bytes(value.toBytes());
        out.setU16(lengthAt, out.position() - lengthAt - 2);
        return MessageHeader.finish(out);
    }

    /** End-of-RIB (RFC 4724 §2): all routes of the family are told. */
    public byte[] endOfRib(final Family family) {
        final List<PathAttribute> attributes = family.equals(Family.IPV4_UNICAST)
            ? List.of() : List.of(new MpUnreach(family, List.of()));
        return encoder.encode(new Update(List.of(), attributes, List.of()), context);
    }

    private byte[] announceInField(
        final RouteAttributes attributes, final Inet4Address nextHop, final Iterator<Nlri> prefixes) {
        final List<PathAttribute> all = new ArrayList<>(attributes.attributes());
        all.add(new NextHop(nextHop));
        final byte[] encoded = encoded(all);
        final ByteWriter out = MessageHeader.start(MessageType.UPDATE, FIXED_LENGTH + encoded.length + 64);
        out.u16(0).u16(encoded.length).bytes(encoded);
        final int empty = out.position();
        take(prefixes, Family.IPV4_UNICAST, out, context.maxMessageSize());
        requireSome(out.position() > empty, attributes);
        return MessageHeader.finish(out);
    }

    private byte[] encoded(final List<PathAttribute> attributes) {
        final ByteWriter out = new ByteWriter(128);
        encoder.writeAttributes(attributes, out, context);
        return out.toBytes();
    }

    private void take(final Iterator<Nlri> prefixes, final Family family, final ByteWriter out, final int limit) {
        final boolean withPathId = context.addPath().contains(family);
        while (prefixes.hasNext()) {
            final Nlri prefix = prefixes.next();
            if (out.position() + prefix.encodedLength(withPathId) > limit) {
                return;
            }
            prefix.write(out, withPathId);
            prefixes.remove();
        }
    }

    private void requireSome(final boolean some, final RouteAttributes attributes) {
        if (!some) {
            throw new IllegalArgumentException("no prefix fits beside " + attributes + " in "
                + context.maxMessageSize() + " octets");
        }
    }
}
