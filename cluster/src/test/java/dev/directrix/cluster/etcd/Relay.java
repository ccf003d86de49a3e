package dev.directrix.cluster.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A piece of wire between a client and a server on loopback, which can be cut, or be silently dead. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile URI target;
    private volatile boolean refusing;

    Relay(final URI target) {
        this.target = target;
        try {
            listener = new ServerSocket(EtcdProcess.freePort(), 50, InetAddress.getLoopbackAddress());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    URI endpoint() {
        return URI.create(target.getScheme() + "://127.0.0.1:" + listener.getLocalPort());
    }

    /** Breaks all connections, and those to come at once. */
    void refuse() {
        refusing = true;
        breakAll();
    }

    /** Lets new connections through again. */
    void pass() {
        refusing = false;
    }

    /** Breaks all connections; new ones go to another server. */
    void lead(final URI other) {
        target = other;
        breakAll();
    }

    void breakAll() {
        links.forEach(Link::close);
    }

    /** Carries nothing any more over the connections that there are, without ending them. */
    void silenceOpenConnections() {
        links.forEach(link -> link.silent = true);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        breakAll();
    }

    private void accept() {
        try {
            while (true) {
                final Link link = new Link(listener.accept());
                links.add(link);
                Thread.ofVirtual().start(link::run);
            }
        } catch (final IOException e) {
            breakAll(); // The listener is closed.
        }
    }

    /** One connection and its continuation. */
    private final class Link {
        private final Socket near;
        private final Socket far = new Socket();
        private volatile boolean silent;

        Link(final Socket near) {
            this.near = near;
        }

        void run() {
            try {
                if (!refusing) {
                    final URI to = target;
                    far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to.getPort()));
                    Thread.ofVirtual().start(() -> pump(far, near));
                    pump(near, far);
                }
            } catch (final IOException e) {
                silent = true; // The server is not there.
            } finally {
                close();
            }
        }

        void close() {
            links.remove(this);
            try {
                near.close();
                far.close();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void pump(final Socket from, final Socket to) {
            final byte[] buffer = new byte[16_384];
            try {
                int length = from.getInputStream().read(buffer);
                while (length >= 0) {
                    if (!silent) {
                        to.getOutputStream().write(buffer, 0, length);
                    }
                    length = from.getInputStream().read(buffer);
                }
            } catch (final IOException e) {
                silent = true; // One side has gone.
            }
            close();
        }
    }
}
