package dev.directrix.bgp.bmp;

import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.ProtocolException;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.bgp.wire.TruncatedException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** Reads BMP messages (RFC 7854). Whatever the octets are, it returns a message or throws {@link BmpException}. */
public final class BmpDecoder {

    /** Octets of the common header (RFC 7854 §4.1): version, length of the whole message, type. */
    public static final int HEADER_LENGTH = 6;
    /** The largest message that is read: two OPENs of the largest size, and as much again. */
    public static final int MAX_LENGTH = 4 * CodecContext.EXTENDED_MESSAGE_SIZE;

    private static final int VERSION = 3;
    private static final int ROUTE_MONITORING = 0;
    private static final int STATISTICS = 1;
    private static final int PEER_DOWN = 2;
    private static final int PEER_UP = 3;
    private static final int INITIATION = 4;
    private static final int TERMINATION = 5;
    private static final int ROUTE_MIRRORING = 6;
    private static final int SYS_DESCR = 1;
    private static final int SYS_NAME = 2;
    private static final int REASON = 1;
    private static final int MOST_TEXT = 255;
    private static final int IPV4_OFFSET = 12;

    private final MessageDecoder messages = MessageDecoder.standard();

    /**
     * Octets of the whole message behind a common header.
     *
     * @param header {@link #HEADER_LENGTH} octets
     * @throws BmpException if this cannot be a message of ours
     */
    public static int messageLength(final byte[] header) {
        final ByteReader in = ByteReader.of(header);
        final int version = in.u8();
        if (version != VERSION) {
            throw new BmpException("version " + version + ", and only 3 is known (RFC 7854)");
        }
        final long length = in.u32();
        final int type = in.u8();
        if (length < HEADER_LENGTH || length > MAX_LENGTH) {
            throw new BmpException("a message of " + length + " octets; at most " + MAX_LENGTH + " are read");
        }
        if (type > ROUTE_MIRRORING) {
            throw new BmpException("message type " + type);
        }
        return (int) length;
    }

    /** Reads one whole message, header included. */
    public BmpMessage decode(final byte[] octets) {
        if (octets.length < HEADER_LENGTH || messageLength(octets) != octets.length) {
            throw new BmpException("a message is cut off");
        }
        final ByteReader in = ByteReader.of(octets);
        in.slice(HEADER_LENGTH - 1);
        final int type = in.u8();
        try {
            return switch (type) {
                case ROUTE_MONITORING -> routes(in);
                case PEER_DOWN -> new BmpMessage.PeerDown(BmpPeer.read(in), in.u8());
                case PEER_UP -> peerUp(in);
                case INITIATION -> new BmpMessage.Initiation(text(in.duplicate(), SYS_NAME), text(in, SYS_DESCR));
                case TERMINATION -> termination(in);
                case STATISTICS, ROUTE_MIRRORING -> new BmpMessage.Other(type);
                default -> throw new BmpException("message type " + type);
            };
        } catch (final TruncatedException | ProtocolException e) {
            throw new BmpException("message type " + type + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the UPDATE of a RouteMonitoring.
     *
     * @param addPath families whose prefixes carry path identifiers
     */
    public Update update(final BmpMessage.RouteMonitoring message, final Set<Family> addPath) {
        // Not as from another AS: behind a policy LOCAL_PREF is there. Either IP version may be a next hop.
        final CodecContext context = new CodecContext(message.peer().fourOctetAsn(), false, addPath,
            Set.of(Family.IPV4_UNICAST), CodecContext.EXTENDED_MESSAGE_SIZE);
        try {
            if (messages.decode(message.update().toBytes(), context) instanceof Update update) {
                return update;
            }
        } catch (final TruncatedException | ProtocolException e) {
            throw new BmpException("an UPDATE of " + message.peer().address().getHostAddress() + " cannot be read: "
                + e.getMessage(), e);
        }
        throw new BmpException("Route Monitoring without an UPDATE");
    }

    private BmpMessage peerUp(final ByteReader in) {
        final BmpPeer peer = BmpPeer.read(in);
        final byte[] address = in.bytes(16);
        final boolean isIpv4 = peer.address().getAddress().length == 4;
        final InetAddress local =
            Addresses.of(isIpv4 ? Arrays.copyOfRange(address, IPV4_OFFSET, address.length) : address);
        in.u32(); // Both ports.
        final Open sent = open(in);
        return new BmpMessage.PeerUp(peer, local, sent, open(in));
    }

    private Open open(final ByteReader in) {
        final byte[] header = in.duplicate().bytes(MessageHeader.LENGTH);
        final int length = MessageHeader.messageLength(header, CodecContext.EXTENDED_MESSAGE_SIZE);
        if (messages.decode(in.bytes(length), CodecContext.INITIAL) instanceof Open open) {
            return open;
        }
        throw new BmpException("Peer Up without an OPEN");
    }

    private static BmpMessage routes(final ByteReader in) {
        final BmpPeer peer = BmpPeer.read(in);
        return new BmpMessage.RouteMonitoring(peer, Octets.of(in.bytes(in.remaining())));
    }

    private static BmpMessage termination(final ByteReader in) {
        final ByteReader again = in.duplicate();
        final String words = text(in, 0);
        if (!words.isEmpty()) {
            return new BmpMessage.Termination(words);
        }
        while (again.hasRemaining()) {
            final int type = again.u16();
            final ByteReader value = again.slice(again.u16());
            if (type == REASON && value.remaining() >= 2) {
                return new BmpMessage.Termination("reason " + value.u16());
            }
        }
        return new BmpMessage.Termination("no reason given");
    }

    /** The first text of a type; what cannot be printed is left out. */
    private static String text(final ByteReader in, final int wanted) {
        while (in.hasRemaining()) {
            final int type = in.u16();
            final ByteReader value = in.slice(in.u16());
            if (type == wanted) {
                final String all = new String(
                    value.bytes(Math.min(value.remaining(), MOST_TEXT)), StandardCharsets.UTF_8);
                return all.codePoints().filter(c -> c >= ' ' && !Character.isISOControl(c) && Character.isDefined(c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            }
        }
        return "";
    }
}
