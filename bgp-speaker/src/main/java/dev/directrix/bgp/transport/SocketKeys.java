package dev.directrix.bgp.transport;

import dev.directrix.bgp.wire.Octets;
import dev.directrix.ecmp.Prefix;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Sets TCP-MD5 and TCP-AO keys on sockets, in the structures of Linux' uapi/linux/tcp.h. Netty's own option knows
 * TCP-MD5 for single addresses only.
 */
final class SocketKeys {

    private static final int IPPROTO_TCP = 6;
    /** struct tcp_md5sig: address, flags, prefix length, key length, interface, key of 80 octets. */
    private static final int MD5_LENGTH = 216;
    private static final RawUnixChannelOption TCP_MD5SIG_EXT =
        new RawUnixChannelOption("TCP_MD5SIG_EXT", IPPROTO_TCP, 32, MD5_LENGTH);
    private static final byte MD5_FLAG_PREFIX = 1;
    /** struct tcp_ao_add. */
    private static final int AO_ADD_LENGTH = 288;
    private static final RawUnixChannelOption TCP_AO_ADD_KEY =
        new RawUnixChannelOption("TCP_AO_ADD_KEY", IPPROTO_TCP, 38, AO_ADD_LENGTH);
    /** struct tcp_ao_del: address, interface, flags, prefix, and four identifiers. */
    private static final int AO_DELETE_LENGTH = 144;
    private static final RawUnixChannelOption TCP_AO_DEL_KEY =
        new RawUnixChannelOption("TCP_AO_DEL_KEY", IPPROTO_TCP, 39, AO_DELETE_LENGTH);
    /** Sign with this key at once, and ask the peer to do so: bits of the word behind the interface. */
    private static final int AO_SET_CURRENT_AND_NEXT = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 3 : 3 << 30;
    private static final int ADDRESS_LENGTH = 128;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private SocketKeys() {
    }

    /**
     * Sets or, where it is empty, removes the TCP-MD5 key of some peers.
     *
     * @throws ChannelException with words if the kernel refuses it
     */
    static void md5(final Channel channel, final boolean ipv6Socket, final String name, final Prefix peers,
                    final Optional<Octets> password) {
        final byte[] key = password.orElse(Octets.EMPTY).toBytes();
        final ByteBuffer value = buffer(MD5_LENGTH);
        putAddress(value, peers.address(), ipv6Socket);
        final boolean single = isSingle(peers);
        value.put(single ? 0 : MD5_FLAG_PREFIX).put((byte) (single ? 0 : peers.length()))
            .putShort((short) key.length).putInt(0).put(key).position(MD5_LENGTH).flip();
        set(channel, TCP_MD5SIG_EXT, value, "TCP-MD5", name);
    }

    /**
     * Adds a TCP-AO key of some peers.
     *
     * @param first whether it is the one that signs what is sent; of no meaning on a listening socket
     * @throws ChannelException with words if the kernel refuses it
     */
    static void addAo(final Channel channel, final boolean ipv6Socket, final String name, final Prefix peers,
                      final TcpAoKey key, final boolean first) {
        final byte[] secret = key.secret();
        final ByteBuffer value = buffer(AO_ADD_LENGTH);
        putAddress(value, peers.address(), ipv6Socket);
        final byte[] algorithm = key.algorithm().kernelName().getBytes(StandardCharsets.US_ASCII);
        value.put(algorithm).position(ADDRESS_LENGTH + 64);
        value.putInt(0).putInt(first ? AO_SET_CURRENT_AND_NEXT : 0).putShort((short) 0)
            .put((byte) peers.length()).put((byte) key.sendId()).put((byte) key.receiveId())
            .put((byte) 0) // Length of the code: the kernel's default, 96 bits, as RFC 5926 §3.2 has it.
            .put((byte) 0).put((byte) secret.length).put(secret).position(AO_ADD_LENGTH).flip();
        set(channel, TCP_AO_ADD_KEY, value, "TCP-AO", name);
    }

    /** Removes a TCP-AO key of some peers. */
    static void removeAo(final Channel channel, final boolean ipv6Socket, final String name, final Prefix peers,
                         final TcpAoKey key) {
        final ByteBuffer value = buffer(AO_DELETE_LENGTH);
        putAddress(value, peers.address(), ipv6Socket);
        value.putInt(0).putInt(0).putShort((short) 0).put((byte) peers.length())
            .put((byte) key.sendId()).put((byte) key.receiveId()).position(AO_DELETE_LENGTH).flip();
        set(channel, TCP_AO_DEL_KEY, value, "TCP-AO", name);
    }

    private static boolean isSingle(final Prefix peers) {
        return peers.length() == peers.address().getAddress().length * 8;
    }

    private static ByteBuffer buffer(final int length) {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
    }

    /** A struct sockaddr_storage; on a socket of IPv6 an IPv4 address stands mapped into it. */
    private static void putAddress(final ByteBuffer value, final InetAddress address, final boolean ipv6Socket) {
        final byte[] octets = address.getAddress();
        if (address instanceof Inet4Address && !ipv6Socket) {
            value.putShort((short) AF_INET).putShort((short) 0).put(octets);
        } else {
            value.putShort((short) AF_INET6).putShort((short) 0).putInt(0);
            if (octets.length == 4) {
                value.putLong(0).putShort((short) 0).putShort((short) -1);
            }
            value.put(octets);
        }
        value.position(ADDRESS_LENGTH);
    }

    private static void set(
        final Channel channel, final RawUnixChannelOption option, final ByteBuffer value, final String what,
        final String name) {
        try {
            channel.config().setOption(option, value);
        } catch (final ChannelException e) {
            final String reason = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            throw new ChannelException("the kernel refuses the " + what + " key of neighbor " + name + ": " + reason
                + (reason.contains("not available") ? "; it was built without " + what : ""), e);
        }
    }
}
