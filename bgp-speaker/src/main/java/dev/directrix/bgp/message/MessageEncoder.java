package dev.directrix.bgp.message;

import dev.directrix.bgp.attribute.AsnTransition;
import dev.directrix.bgp.attribute.AttributeFlags;
import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Writes messages, header included. Stateless. */
public final class MessageEncoder {

    private static final Comparator<PathAttribute> BY_TYPE = Comparator.comparingInt(PathAttribute::type);

    private final AttributeRegistry attributes;
    private final CapabilityRegistry capabilities;
    private final CapabilityLayout layout;

    /** An encoder that knows these attributes and capabilities. */
    public MessageEncoder(
        final AttributeRegistry attributes, final CapabilityRegistry capabilities, final CapabilityLayout layout) {
        this.attributes = attributes;
        this.capabilities = capabilities;
        this.layout = layout;
    }

    /** An encoder with all that is known here. */
    public static MessageEncoder standard() {
        return new MessageEncoder(AttributeRegistry.standard(), CapabilityRegistry.standard(),
            CapabilityLayout.PARAMETER_EACH);
    }

    /**
     * Writes a message.
     *
     * @throws IllegalArgumentException if it is larger than the context allows
     */
    public byte[] encode(final Message message, final CodecContext context) {
        final ByteWriter out = MessageHeader.start(message.type(), capacity(message));
        switch (message) {
            case Open open -> writeOpen(open, out);
            case Update update -> writeUpdate(update, out, context);
            case Notification notification -> {
                // Data may be an attribute as large as the message that had it: what does not fit is left out.
                final byte[] data = notification.data().toBytes();
                out.u8(notification.code()).u8(notification.subcode()).bytes(data,
                    Math.min(data.length, context.maxMessageSize() - MessageType.NOTIFICATION.minLength()));
            }
            case Keepalive keepalive -> {
                // A header is all of it.
            }
            case RouteRefreshMessage refresh ->
                out.u16(refresh.family().afi()).u8(refresh.subtype()).u8(refresh.family().safi());
        }
        final int limit = message.type().maxLength(context.maxMessageSize());
        if (out.position() > limit) {
            throw new IllegalArgumentException(
                message.type() + " of " + out.position() + " octets, " + limit + " are allowed");
        }
        return MessageHeader.finish(out);
    }

    /** Octets that the message takes, about: what it starts with, so that it need not grow. */
    private static int capacity(final Message message) {
        return message instanceof Update update ? 128 + 5 * (update.withdrawn().size() + update.nlri().size()) : 128;
    }

    /** Writes attributes in ascending order of type, with AS4_PATH and AS4_AGGREGATOR where the peer needs them. */
    public void writeAttributes(
        final List<? extends PathAttribute> list, final ByteWriter out, final CodecContext context) {
        final PathAttribute[] all =
            (context.fourOctetAsn() ? list : AsnTransition.toTwoOctets(list)).toArray(PathAttribute[]::new);
        Arrays.sort(all, BY_TYPE);
        for (final PathAttribute attribute : all) {
            attributes.encode(attribute, out, context);
        }
    }

    private void writeUpdate(final Update update, final ByteWriter out, final CodecContext context) {
        final int withdrawnAt = out.position();
        out.u16(0);
        writeRoutes(update.withdrawn(), out, context);
        out.setU16(withdrawnAt, out.position() - withdrawnAt - 2);
        final int attributesAt = out.position();
        out.u16(0);
        if (update.endOfRib().filter(family -> !family.equals(Family.IPV4_UNICAST)).isPresent()) {
            writeEndOfRib(update.endOfRib().orElseThrow(), out);
        } else {
            writeAttributes(update.attributes(), out, context);
        }
        out.setU16(attributesAt, out.position() - attributesAt - 2);
        writeRoutes(update.nlri(), out, context);
    }

    /** With a length of two octets, as ExaBGP writes it, so that both make the same octets. */
    private static void writeEndOfRib(final Family family, final ByteWriter out) {
        out.u8(AttributeFlags.OPTIONAL | AttributeFlags.EXTENDED_LENGTH).u8(MpUnreach.TYPE).u16(3);
        out.u16(family.afi()).u8(family.safi());
    }

    private static void writeRoutes(final List<Nlri> routes, final ByteWriter out, final CodecContext context) {
        final boolean withPathId = context.addPath().contains(Family.IPV4_UNICAST);
        routes.forEach(route -> route.write(out, withPathId));
    }

    /** Optional parameters, with lengths of two octets where one is too small (RFC 9072). */
    private void writeOpen(final Open open, final ByteWriter out) {
        out.u8(open.version()).u16(open.twoOctetAsn()).u16(open.holdTimeSeconds())
            .bytes(open.routerId().getAddress());
        final List<byte[]> parameters = parameters(open);
        final int octets = parameters.stream().mapToInt(parameter -> parameter.length + 2).sum();
        final boolean extended = octets >= MessageDecoder.EXTENDED_PARAMETERS;
        if (extended) {
            out.u8(MessageDecoder.EXTENDED_PARAMETERS).u8(MessageDecoder.EXTENDED_PARAMETERS)
                .u16(octets + parameters.size());
        } else {
            out.u8(octets);
        }
        for (final byte[] parameter : parameters) {
            out.u8(MessageDecoder.CAPABILITIES_PARAMETER);
            (extended ? out.u16(parameter.length) : out.u8(parameter.length)).bytes(parameter);
        }
    }

    private List<byte[]> parameters(final Open open) {
        final List<byte[]> each = open.capabilities().stream().map(capability -> {
            final ByteWriter one = new ByteWriter(16);
            capabilities.encode(capability, one);
            return one.toBytes();
        }).toList();
        if (layout == CapabilityLayout.PARAMETER_EACH || each.isEmpty()) {
            return each;
        }
        final ByteWriter all = new ByteWriter(64);
        each.forEach(all::bytes);
        return List.of(all.toBytes());
    }
}
