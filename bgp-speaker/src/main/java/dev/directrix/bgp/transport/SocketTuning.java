package dev.directrix.bgp.transport;

import dev.directrix.bgp.wire.Addresses;
import dev.directrix.ecmp.Prefix;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Sets sockets to what a neighbour wants. By hand and not among a bootstrap's options, where a refusal would only be
 * logged and the session run unprotected.
 */
final class SocketTuning {

    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int SOL_SOCKET = 1;
    private static final int MAX_TTL = 255;
    private static final IntegerUnixChannelOption IP_TTL = new IntegerUnixChannelOption("IP_TTL", IPPROTO_IP, 2);
    private static final IntegerUnixChannelOption IP_MINTTL =
        new IntegerUnixChannelOption("IP_MINTTL", IPPROTO_IP, 21);
    private static final IntegerUnixChannelOption IPV6_UNICAST_HOPS =
        new IntegerUnixChannelOption("IPV6_UNICAST_HOPS", IPPROTO_IPV6, 16);
    private static final IntegerUnixChannelOption IPV6_MINHOPCOUNT =
        new IntegerUnixChannelOption("IPV6_MINHOPCOUNT", IPPROTO_IPV6, 73);
    /** Length of an interface name with its end (linux/if.h IFNAMSIZ). */
    private static final int DEVICE_LENGTH = 16;
    private static final RawUnixChannelOption SO_BINDTODEVICE =
        new RawUnixChannelOption("SO_BINDTODEVICE", SOL_SOCKET, 25, DEVICE_LENGTH);

    private SocketTuning() {
    }

    /** A socket that is about to connect. */
    static void client(final Channel channel, final ConnectRequest request) {
        try {
            final InetAddress remote = request.remote().getAddress();
            final boolean ipv6 = remote instanceof Inet6Address;
            final Prefix peer = Prefix.host(withoutScope(remote));
            final LinkOptions options = request.options();
            if (options.password().isPresent()) {
                SocketKeys.md5(channel, ipv6, request.name(), peer, options.password());
            }
            for (int i = 0; i < options.aoKeys().size(); i++) {
                SocketKeys.addAo(channel, ipv6, request.name(), peer, options.aoKeys().get(i), i == 0);
            }
            // A link-local address names its interface by itself.
            if (options.device().isPresent() && !remote.isLinkLocalAddress()) {
                bind(channel, options.device().get());
            }
            ttl(channel, remote, options);
        } catch (final ChannelException e) {
            channel.unsafe().closeForcibly();
            throw e;
        }
    }

    /** TTL of what is sent, and the least of what is taken. */
    static void ttl(final Channel channel, final InetAddress remote, final LinkOptions options) {
        final boolean ipv4 = remote instanceof Inet4Address;
        options.outgoingTtl().ifPresent(ttl -> channel.config().setOption(ipv4 ? IP_TTL : IPV6_UNICAST_HOPS, ttl));
        options.minimumTtl().ifPresent(ttl -> channel.config().setOption(ipv4 ? IP_MINTTL : IPV6_MINHOPCOUNT, ttl));
    }

    /**
     * A socket that is about to listen. Its answers to connection attempts carry the greatest TTL: a neighbour with TTL
     * security would drop others, and which neighbour it is shows only later.
     */
    static void listener(
        final Channel channel, final InetSocketAddress address, final boolean ipv6, final List<PeerKey> keys) {
        try {
            if (!ipv6 || address.getAddress().isAnyLocalAddress()) {
                channel.config().setOption(IP_TTL, MAX_TTL);
            }
            if (ipv6) {
                channel.config().setOption(IPV6_UNICAST_HOPS, MAX_TTL);
            }
            keys.forEach(key -> addKey(channel, ipv6, address, key));
        } catch (final ChannelException e) {
            channel.unsafe().closeForcibly();
            throw e;
        }
    }

    /**
     * Lets go of the port before the socket is closed. Closing alone is not enough while a program is being started: a
     * child holds its parent's descriptors from its fork to its exec, and the socket would go on listening. On the
     * channel's thread only.
     */
    static void stopListening(final EpollServerSocketChannel channel) {
        try {
            new Socket(channel.fd().intValue()).shutdown();
        } catch (final IOException e) {
            // Then it does not listen.
        }
    }

    /** Adds the keys of a peer, if it can come to this socket at all. */
    static void addKey(
        final Channel channel, final boolean ipv6, final InetSocketAddress address, final PeerKey key) {
        if (isReachable(key, address, ipv6)) {
            if (key.password().isPresent()) {
                SocketKeys.md5(channel, ipv6, key.name(), key.peers(), key.password());
            }
            key.aoKeys().forEach(ao -> SocketKeys.addAo(channel, ipv6, key.name(), key.peers(), ao, false));
        }
    }

    /** Takes the keys of a peer away. */
    static void removeKey(
        final Channel channel, final boolean ipv6, final InetSocketAddress address, final PeerKey key) {
        if (isReachable(key, address, ipv6)) {
            if (key.password().isPresent()) {
                SocketKeys.md5(channel, ipv6, key.name(), key.peers(), Optional.empty());
            }
            key.aoKeys().forEach(ao -> SocketKeys.removeAo(channel, ipv6, key.name(), key.peers(), ao));
        }
    }

    static InetAddress withoutScope(final InetAddress address) {
        return address instanceof Inet6Address ? Addresses.of(address.getAddress()) : address;
    }

    private static boolean isReachable(final PeerKey key, final InetSocketAddress address, final boolean ipv6) {
        return key.peers().isIpv4() ? !ipv6 || address.getAddress().isAnyLocalAddress() : ipv6;
    }

    private static void bind(final Channel channel, final String device) {
        final ByteBuffer name = ByteBuffer.allocateDirect(DEVICE_LENGTH);
        final byte[] octets = device.getBytes(StandardCharsets.UTF_8);
        if (octets.length >= DEVICE_LENGTH) {
            throw new ChannelException("no interface has a name as long as " + device);
        }
        name.put(octets).position(DEVICE_LENGTH).flip();
        try {
            channel.config().setOption(SO_BINDTODEVICE, name);
        } catch (final ChannelException e) {
            throw new ChannelException("cannot bind to interface " + device + ": " + e.getCause(), e);
        }
    }
}
