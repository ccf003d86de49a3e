package dev.directrix.cluster.link.aeron;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.protocol.SetupFlyweight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Waits for datagrams at the driver's own sockets, so that nobody needs to ask a thousand times a second: the driver
 * itself only polls. One thread calls everything but {@link #wakeUp}.
 */
final class Readiness implements AutoCloseable {

    private final Selector selector;

    Readiness() {
        try {
            selector = Selector.open();
        } catch (final IOException e) {
            throw new UncheckedIOException("no selector", e);
        }
    }

    /** Makes the sockets that a driver opens known here. */
    void watch(final MediaDriver.Context context) {
        context.receiveChannelEndpointSupplier(
                (channel, dispatcher, status, driver) -> new Receiving(channel, dispatcher, status, driver, this));
        context.sendChannelEndpointSupplier(
                (channel, status, driver) -> new Sending(channel, status, driver, this));
    }

    /** Waits for a datagram, or at least a millisecond. */
    void await(final long timeoutNs) {
        try {
            selector.select(key -> { }, Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNs)));
        } catch (final IOException e) {
            throw new UncheckedIOException("waiting for datagrams", e);
        }
    }

    /** Ends {@link #await}. Any thread. */
    void wakeUp() {
        selector.wakeup();
    }

    /** Lets go of sockets that were closed: until then the kernel keeps them bound. */
    void forgetClosed() {
        try {
            selector.selectNow();
        } catch (final IOException e) {
            throw new UncheckedIOException("letting go of sockets", e);
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (final IOException e) {
            throw new UncheckedIOException("closing a selector", e);
        }
    }

    private void add(final DatagramChannel channel) {
        try {
            channel.register(selector, SelectionKey.OP_READ);
        } catch (final IOException e) {
            throw new UncheckedIOException("watching a socket", e);
        }
    }

    /** Where data come in. */
    private static final class Receiving extends ReceiveChannelEndpoint {
        private final Readiness readiness;

        Receiving(
                final UdpChannel channel, final DataPacketDispatcher dispatcher, final AtomicCounter status,
                final MediaDriver.Context context, final Readiness readiness) {
            super(channel, dispatcher, status, context);
            this.readiness = readiness;
        }

        @Override
        public void openDatagramChannel(final AtomicCounter status) {
            super.openDatagramChannel(status);
            readiness.add(receiveDatagramChannel());
        }

        /** Anybody can send one, and would have the driver make buffers as large as he likes. */
        @Override
        public void onSetupMessage(
                final SetupFlyweight header, final UnsafeBuffer buffer, final int length,
                final InetSocketAddress source, final int transportIndex) {
            if (header.streamId() == AeronSession.STREAM && header.termLength() <= AeronSession.TERM_LENGTH
                    && header.mtuLength() <= AeronSession.MTU) {
                super.onSetupMessage(header, buffer, length, source, transportIndex);
            }
        }
    }

    /** Where receivers say what they have room for. */
    private static final class Sending extends SendChannelEndpoint {
        private final Readiness readiness;

        Sending(
                final UdpChannel channel, final AtomicCounter status, final MediaDriver.Context context,
                final Readiness readiness) {
            super(channel, status, context);
            this.readiness = readiness;
        }

        @Override
        public void openDatagramChannel(final AtomicCounter status) {
            super.openDatagramChannel(status);
            readiness.add(receiveDatagramChannel());
        }
    }
}
