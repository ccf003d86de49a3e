package dev.directrix.linux.netlink;

import static dev.directrix.linux.netlink.RouteProtocol.AF_INET;
import static dev.directrix.linux.netlink.RouteProtocol.AF_INET6;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Encodes requests to the kernel. Pure. */
final class RouteRequest {

    private static final int NLM_F_REQUEST = 0x1;
    private static final int NLM_F_ACK = 0x4;
    private static final int NLM_F_DUMP = 0x300;
    private static final int NLM_F_REPLACE = 0x100;
    private static final int NLM_F_CREATE = 0x400;
    private static final int RTA_DST = 1;
    private static final int CAPACITY = 128;

    private RouteRequest() {
    }

    /** Asks for everything of a kind (RTM_GETLINK, …). */
    static byte[] dump(final int type, final int sequence) {
        // Large enough for every family's fixed part; the kernel ignores what follows a shorter one.
        final int fixed = type == RouteProtocol.RTM_GETLINK ? 16 : type == RouteProtocol.RTM_GETADDR ? 8 : 12;
        final ByteBuffer buffer = header(type, NLM_F_REQUEST | NLM_F_DUMP, sequence);
        return finish(buffer.position(buffer.position() + fixed));
    }

    /** Asks which way a packet to this address would take. */
    static byte[] lookup(final InetAddress destination, final int sequence) {
        final byte[] octets = destination.getAddress();
        final ByteBuffer buffer = header(RouteProtocol.RTM_GETROUTE, NLM_F_REQUEST, sequence);
        buffer.put((byte) family(destination)).put((byte) (octets.length * Byte.SIZE));
        buffer.position(buffer.position() + 10);
        return finish(attribute(buffer, RTA_DST, octets));
    }

    /** Asks for one neighbour. */
    static byte[] neighbor(final int interfaceIndex, final InetAddress address, final int sequence) {
        return finish(attribute(neighbor(RouteProtocol.RTM_GETNEIGH, NLM_F_REQUEST, sequence, interfaceIndex, address,
                0), RouteProtocol.NDA_DST, address.getAddress()));
    }

    /** Has the kernel resolve a neighbour; managed: and keep it resolved. */
    static byte[] resolve(final int interfaceIndex, final InetAddress address, final boolean managed,
                          final int sequence) {
        final ByteBuffer buffer = neighbor(RouteProtocol.RTM_NEWNEIGH,
                NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE, sequence, interfaceIndex, address,
                managed ? 0 : RouteProtocol.NTF_USE);
        attribute(buffer, RouteProtocol.NDA_DST, address.getAddress());
        if (managed) {
            final byte[] flags = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder())
                    .putInt(RouteProtocol.NTF_EXT_MANAGED).array();
            attribute(buffer, RouteProtocol.NDA_FLAGS_EXT, flags);
        }
        return finish(buffer);
    }

    /** Removes a neighbour's entry. */
    static byte[] forget(final int interfaceIndex, final InetAddress address, final int sequence) {
        return finish(attribute(neighbor(RouteProtocol.RTM_DELNEIGH, NLM_F_REQUEST | NLM_F_ACK, sequence,
                interfaceIndex, address, 0), RouteProtocol.NDA_DST, address.getAddress()));
    }

    /** struct ndmsg: family, padding, interface, state (none), flags, type. */
    private static ByteBuffer neighbor(final int type, final int messageFlags, final int sequence,
                                       final int interfaceIndex, final InetAddress address, final int flags) {
        final ByteBuffer buffer = header(type, messageFlags, sequence);
        buffer.putInt(family(address)).putInt(interfaceIndex).putShort((short) 0).put((byte) flags).put((byte) 0);
        return buffer;
    }

    private static ByteBuffer header(final int type, final int flags, final int sequence) {
        // struct nlmsghdr: length (set at the end), type, flags, sequence, port (0: the kernel)
        return ByteBuffer.allocate(CAPACITY).order(ByteOrder.nativeOrder())
                .putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
    }

    private static ByteBuffer attribute(final ByteBuffer buffer, final int type, final byte[] value) {
        buffer.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        return buffer.position(NetlinkMessage.aligned(buffer.position()));
    }

    private static byte[] finish(final ByteBuffer buffer) {
        buffer.putInt(0, buffer.position());
        final byte[] request = new byte[buffer.position()];
        buffer.get(0, request);
        return request;
    }

    private static int family(final InetAddress address) {
        return address instanceof Inet4Address ? AF_INET : AF_INET6;
    }
}
