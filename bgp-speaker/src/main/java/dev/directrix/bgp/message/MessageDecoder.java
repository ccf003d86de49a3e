package dev.directrix.bgp.message;

import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.ErrorPolicy;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.bgp.wire.TruncatedException;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;

/** Reads messages. Whatever the octets are, it returns a message or throws {@link ProtocolException}. Stateless. */
public final class MessageDecoder {

    /** The Capabilities parameter of OPEN (RFC 5492 §4). */
    static final int CAPABILITIES_PARAMETER = 2;
    /** Both length and type of the first parameter say that the lengths have two octets (RFC 9072 §2). */
    static final int EXTENDED_PARAMETERS = 255;

    private final CapabilityRegistry capabilities;
    private final UpdateDecoder updates;

    /** A decoder that knows these attributes and capabilities and treats errors in UPDATEs so. */
    public MessageDecoder(
        final AttributeRegistry attributes, final CapabilityRegistry capabilities, final ErrorPolicy policy) {
        this.capabilities = capabilities;
        this.updates = new UpdateDecoder(attributes, policy);
    }

    /** A decoder with all that is known here, and RFC 7606. */
    public static MessageDecoder standard() {
        return new MessageDecoder(
            AttributeRegistry.standard(), CapabilityRegistry.standard(), ErrorPolicy.RFC_7606);
    }

    /**
     * Reads one whole message, header included.
     *
     * @throws ProtocolException if the session must end
     */
    public Message decode(final byte[] octets, final CodecContext context) {
        if (octets.length < MessageHeader.LENGTH
            || MessageHeader.messageLength(octets, context.maxMessageSize()) != octets.length) {
            throw new ProtocolException(
                Notification.of(ErrorCode.MESSAGE_HEADER, ErrorCode.BAD_MESSAGE_LENGTH), "message is cut off");
        }
        final ByteReader in = ByteReader.of(octets);
        in.slice(MessageHeader.LENGTH - 1);
        final MessageType type = MessageType.ofCode(in.u8()).orElseThrow();
        return switch (type) {
            case OPEN -> open(in);
            case UPDATE -> updates.decode(in, context);
            case NOTIFICATION -> new Notification(in.u8(), in.u8(), Octets.of(in.bytes(in.remaining())));
            case KEEPALIVE -> new Keepalive();
            case ROUTE_REFRESH -> routeRefresh(in, octets);
        };
    }

    private Open open(final ByteReader in) {
        final int version = in.u8();
        if (version != Open.VERSION) {
            throw new ProtocolException(Notification.of(ErrorCode.OPEN_MESSAGE, ErrorCode.UNSUPPORTED_VERSION,
                Octets.of((byte) 0, (byte) Open.VERSION)), "BGP version " + version);
        }
        final int asn = in.u16();
        final int holdTime = in.u16();
        final Inet4Address routerId = Addresses.readIpv4(in);
        try {
            return new Open(version, asn, holdTime, routerId, parameters(in));
        } catch (final TruncatedException e) {
            // RFC 4271 §6.2: subcode 0 where none fits.
            throw new ProtocolException(Notification.of(ErrorCode.OPEN_MESSAGE, 0),
                "optional parameters are cut off: " + e.getMessage());
        }
    }

    private List<Capability> parameters(final ByteReader in) {
        final int shortLength = in.u8();
        final ByteReader ahead = in.duplicate();
        // RFC 9072 §2: the type decides, the short length should be 255 then but need not.
        final boolean extended = shortLength != 0 && ahead.hasRemaining() && ahead.u8() == EXTENDED_PARAMETERS;
        if (extended) {
            in.u8();
        }
        final int length = extended ? in.u16() : shortLength;
        if (length != in.remaining()) {
            throw new ProtocolException(Notification.of(ErrorCode.OPEN_MESSAGE, 0),
                "optional parameters of " + length + " octets, but " + in.remaining() + " are there");
        }
        final List<Capability> found = new ArrayList<>();
        while (in.hasRemaining()) {
            final int type = in.u8();
            final ByteReader value = in.slice(extended ? in.u16() : in.u8());
            if (type != CAPABILITIES_PARAMETER) {
                throw new ProtocolException(
                    Notification.of(ErrorCode.OPEN_MESSAGE, ErrorCode.UNSUPPORTED_OPTIONAL_PARAMETER),
                    "optional parameter " + type);
            }
            found.addAll(capabilities.decode(value));
        }
        return found;
    }

    private static RouteRefreshMessage routeRefresh(final ByteReader in, final byte[] octets) {
        final int afi = in.u16();
        final int subtype = in.u8();
        final Family family = new Family(afi, in.u8());
        // RFC 7313 §5: the marks have no body; a plain request may carry filters (RFC 5291), which we ignore.
        final boolean mark = subtype == RouteRefreshMessage.BEGIN || subtype == RouteRefreshMessage.END;
        if (in.hasRemaining() && mark) {
            throw new ProtocolException(
                Notification.of(ErrorCode.ROUTE_REFRESH_MESSAGE, ErrorCode.INVALID_MESSAGE_LENGTH, Octets.of(octets)),
                "ROUTE-REFRESH subtype " + subtype + " with a body");
        }
        return new RouteRefreshMessage(family, subtype);
    }
}
