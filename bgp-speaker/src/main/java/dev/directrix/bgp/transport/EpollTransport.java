package dev.directrix.bgp.transport;

import dev.directrix.bgp.session.ConnectFailure;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** TCP connections and timers on one thread of its own, by epoll. Close it, or the thread stays. */
@SuppressWarnings("FutureReturnValueIgnored") // Futures of closing: there is nothing to do after them.
public final class EpollTransport implements AutoCloseable {

    /** DSCP CS6, as routers mark their routing protocols (RFC 4594 §3.1). */
    private static final int TRAFFIC_CLASS = 0xc0;
    /** The most octets that wait in our own memory for one connection, about. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 128 * 1024);

    private final EventLoopGroup group;
    private final EventLoop loop;

    /** Starts the thread. */
    public EpollTransport() {
        group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("bgp-speaker", true), EpollIoHandler.newFactory());
        loop = group.next();
    }

    /** A connection attempt under way. */
    @FunctionalInterface
    public interface Attempt {

        /** Gives it up; nothing more is heard of it. */
        void abandon();
    }

    /** A listening socket. */
    public interface Listener extends AutoCloseable {

        /** Begins to accept. */
        void open();

        /**
         * Replaces all keys by these.
         *
         * @throws ChannelException if the kernel refuses one
         */
        void keys(List<PeerKey> keys);

        @Override
        void close();
    }

    /** Whether this is the transport's thread. */
    public boolean isOwnThread() {
        return loop.inEventLoop();
    }

    /** Runs this on the transport's thread. */
    public Future<?> submit(final Runnable task) {
        return loop.submit(task);
    }

    /** Runs this on the transport's thread, behind what waits for it already; nobody hears of its end. */
    public void execute(final Runnable task) {
        loop.execute(task);
    }

    /** Runs this on the transport's thread some time from now. */
    public ScheduledFuture<?> schedule(final Runnable task, final long delayMs) {
        return loop.schedule(task, delayMs, TimeUnit.MILLISECONDS);
    }

    /**
     * Opens a connection; the link reads nothing before something is attached to it. Own thread only.
     *
     * @throws ChannelException if there is no socket to be had, or the kernel refuses an option of it
     */
    public Attempt connect(
        final ConnectRequest request, final Consumer<Link> connected,
        final BiConsumer<ConnectFailure, String> failed) {
        final EpollSocketChannel channel = new EpollSocketChannel(familyOf(request.remote().getAddress()));
        SocketTuning.client(channel, request);
        final Bootstrap bootstrap = new Bootstrap()
            .group(loop)
            .channelFactory(() -> channel)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.IP_TOS, TRAFFIC_CLASS)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            // The session's own timer decides how long to wait.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(final Channel fresh) {
                    // Handlers come with the link's events.
                }
            });
        request.source().ifPresent(source -> bootstrap.localAddress(new InetSocketAddress(source, 0)));
        final ChannelFuture future = bootstrap.connect(request.remote());
        final boolean[] abandoned = {false};
        future.addListener(done -> {
            if (abandoned[0]) {
                future.channel().close();
            } else if (done.isSuccess()) {
                connected.accept(new Link(future.channel(), request.remote().getAddress() instanceof Inet6Address));
            } else {
                final String detail = String.valueOf(done.cause().getMessage());
                failed.accept(kindOf(detail), detail);
            }
        });
        return () -> {
            abandoned[0] = true;
            future.cancel(false);
            future.channel().close();
        };
    }

    /**
     * Takes hold of an address to listen on. Once opened, every connection goes to the consumer, which attaches to it
     * or finishes it.
     *
     * @throws ListenException if the address cannot be bound, or the kernel refuses a key
     */
    public Listener listen(
        final InetSocketAddress address, final List<PeerKey> keys, final Consumer<Link> accepted) {
        final boolean any = address.getAddress().isAnyLocalAddress();
        final EpollServerSocketChannel channel = any
            ? new EpollServerSocketChannel() : new EpollServerSocketChannel(familyOf(address.getAddress()));
        final boolean ipv6 =
            any ? Socket.isIPv6Preferred() : address.getAddress() instanceof Inet6Address;
        try {
            SocketTuning.listener(channel, address, ipv6, keys);
        } catch (final ChannelException e) {
            throw new ListenException(address, e);
        }
        final ServerBootstrap bootstrap = new ServerBootstrap()
            .group(loop)
            .channelFactory(() -> channel)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.IP_TOS, TRAFFIC_CLASS)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(final ChannelHandlerContext context) {
                    context.pipeline().remove(this);
                    accepted.accept(new Link(context.channel(), ipv6));
                }

                @Override
                public boolean isSharable() {
                    return true;
                }
            });
        final ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenException(address, bound.cause());
        }
        return new BoundListener(channel, address, ipv6, keys);
    }

    /**
     * Finds out whether the kernel takes the keys of a peer, on a socket that is closed again at once.
     *
     * @throws ChannelException with words if it does not
     */
    public static void tryKeys(final PeerKey key) {
        final EpollSocketChannel channel = new EpollSocketChannel(
            key.peers().isIpv4() ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6);
        try {
            SocketTuning.addKey(channel, !key.peers().isIpv4(),
                new InetSocketAddress(key.peers().address(), 0), key);
        } finally {
            channel.unsafe().closeForcibly();
        }
    }

    /** Closes what is left and ends the thread, waiting for it unless called on it. */
    @Override
    public void close() {
        final Future<?> ended = group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        if (!isOwnThread()) {
            ended.awaitUninterruptibly();
        }
    }

    private static SocketProtocolFamily familyOf(final InetAddress address) {
        return address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    private static ConnectFailure kindOf(final String detail) {
        final String text = detail.toLowerCase(Locale.ROOT);
        if (text.contains("refused")) {
            return ConnectFailure.REFUSED;
        }
        if (text.contains("unreachable") || text.contains("no route")) {
            return ConnectFailure.UNREACHABLE;
        }
        return text.contains("assign") || text.contains("permi") || text.contains("bind")
            ? ConnectFailure.LOCAL : ConnectFailure.OTHER;
    }

    private static final class BoundListener implements Listener {

        private final EpollServerSocketChannel channel;
        private final InetSocketAddress address;
        private final boolean ipv6;
        private List<PeerKey> keys;

        private BoundListener(
            final EpollServerSocketChannel channel, final InetSocketAddress address, final boolean ipv6,
            final List<PeerKey> keys) {
            this.channel = channel;
            this.address = address;
            this.ipv6 = ipv6;
            this.keys = keys;
        }

        @Override
        public void open() {
            channel.config().setAutoRead(true);
        }

        @Override
        public void keys(final List<PeerKey> wanted) {
            keys.stream().filter(key -> !wanted.contains(key))
                .forEach(key -> SocketTuning.removeKey(channel, ipv6, address, key));
            wanted.stream().filter(key -> !keys.contains(key))
                .forEach(key -> SocketTuning.addKey(channel, ipv6, address, key));
            keys = wanted;
        }

        @Override
        public void close() {
            if (channel.eventLoop().inEventLoop()) {
                closeNow();
            } else {
                channel.eventLoop().execute(this::closeNow);
            }
        }

        /** Own thread only: a descriptor that another thread had closed might be somebody else's by now. */
        @SuppressWarnings("FutureReturnValueIgnored") // There is nothing to do after it.
        private void closeNow() {
            if (channel.isOpen()) {
                SocketTuning.stopListening(channel);
                channel.close();
            }
        }
    }
}
