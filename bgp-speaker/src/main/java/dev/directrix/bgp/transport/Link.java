package dev.directrix.bgp.transport;

import dev.directrix.ecmp.Prefix;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** One TCP connection to a neighbour. All methods belong to the transport's thread. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails shows as the end of the connection.
public final class Link {

    /** How long the peer may take to close its side after our last word. */
    private static final long FINISH_MS = 1_000;

    /** What Linux tells of a connection, up to the fields used here (struct tcp_info of linux/tcp.h). */
    private static final RawUnixChannelOption TCP_INFO = new RawUnixChannelOption("TCP_INFO", 6, 11, 160);
    private static final int UNACKED_AT = 24;
    private static final int BYTES_ACKED_AT = 120;
    private static final int NOT_SENT_AT = 144;

    private final Channel channel;
    private final boolean ipv6Socket;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private Optional<LinkEvents> events = Optional.empty();
    private boolean finishing;

    Link(final Channel channel, final boolean ipv6Socket) {
        this.channel = channel;
        this.ipv6Socket = ipv6Socket;
        channel.closeFuture().addListener(future -> gone.complete(null));
    }

    /**
     * How far the peer's TCP has taken what was handed to ours. A program that reads nothing shows in it: its receive
     * window is full then, and nothing more is acknowledged.
     *
     * @param acknowledged octets acknowledged so far
     * @param waiting      whether more wait, in our memory or in the kernel's
     */
    public record Outgoing(long acknowledged, boolean waiting) {
    }

    /** Starts reading, and tells these what happens. */
    public void attach(final LinkEvents listener) {
        events = Optional.of(listener);
        channel.pipeline().addLast(new FrameDecoder(this), new Tail());
        channel.config().setAutoRead(true);
    }

    /** Our end. */
    public InetSocketAddress local() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** The peer's end. */
    public InetSocketAddress remote() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    /** Our address. */
    public InetAddress localAddress() {
        return local().getAddress();
    }

    /** The peer's address. */
    public InetAddress remoteAddress() {
        return remote().getAddress();
    }

    /** Whether TCP takes more now. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** How far the peer's TCP has taken what was handed to ours. */
    public Outgoing outgoing() {
        final ChannelOutboundBuffer ours = channel.unsafe().outboundBuffer();
        final boolean pending = ours != null && ours.totalPendingWriteBytes() > 0;
        if (!channel.isActive()) {
            return new Outgoing(0, pending);
        }
        final ByteBuffer info = channel.config().getOption(TCP_INFO).order(ByteOrder.nativeOrder());
        return new Outgoing(info.getLong(BYTES_ACKED_AT),
            pending || info.getInt(UNACKED_AT) > 0 || info.getInt(NOT_SENT_AT) > 0);
    }

    /** Queues octets for {@link #flush}. */
    public void write(final byte[] octets) {
        channel.write(Unpooled.wrappedBuffer(octets), channel.voidPromise());
    }

    /** Hands what was written to TCP. */
    public void flush() {
        channel.flush();
    }

    /** Sets the socket of a connection that was accepted to what the neighbour wants; its keys it has already. */
    public void tune(final LinkOptions options) {
        SocketTuning.ttl(channel, remoteAddress(), options);
    }

    /**
     * Changes the keys of the living connection from one set to another.
     *
     * @throws io.netty.channel.ChannelException if the kernel refuses them
     */
    public void keys(final String name, final LinkOptions from, final LinkOptions to) {
        final Prefix peer = Prefix.host(SocketTuning.withoutScope(remoteAddress()));
        final boolean ipv6 = ipv6Socket;
        if (!from.password().equals(to.password())) {
            SocketKeys.md5(channel, ipv6, name, peer, to.password());
        }
        for (int i = 0; i < to.aoKeys().size(); i++) {
            if (!from.aoKeys().contains(to.aoKeys().get(i))) {
                SocketKeys.addAo(channel, ipv6, name, peer, to.aoKeys().get(i), i == 0);
            }
        }
        from.aoKeys().stream().filter(key -> !to.aoKeys().contains(key))
            .forEach(key -> SocketKeys.removeAo(channel, ipv6, name, peer, key));
    }

    /**
     * Closes the connection once everything written is with the peer: our side first, then, when the peer has closed
     * its own or after a second, the rest. Closing at once could reset the connection and lose a NOTIFICATION.
     */
    public void finish() {
        if (finishing) {
            return;
        }
        finishing = true;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (channel instanceof DuplexChannel duplex && written.isSuccess()) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
        final var deadline =
            channel.eventLoop().schedule(() -> channel.close(), FINISH_MS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(future -> deadline.cancel(false));
        channel.config().setAutoRead(true);
    }

    /** Completes when the connection is gone. */
    public CompletionStage<Void> gone() {
        return gone;
    }

    boolean isFinishing() {
        return finishing;
    }

    LinkEvents events() {
        return events.orElseThrow();
    }

    /** Ends the pipeline: what happens to the connection itself. */
    private final class Tail extends ChannelInboundHandlerAdapter {

        private String detail = "";

        @Override
        public void channelInactive(final ChannelHandlerContext context) {
            if (!finishing) {
                finishing = true;
                events().closed(detail);
            }
        }

        @Override
        public void channelWritabilityChanged(final ChannelHandlerContext context) {
            if (!finishing) {
                events().writable(channel.isWritable());
            }
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            detail = String.valueOf(cause.getMessage());
            context.close();
        }
    }
}
