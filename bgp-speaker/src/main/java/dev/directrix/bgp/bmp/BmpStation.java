package dev.directrix.bgp.bmp;

import dev.directrix.bgp.BgpException;
import dev.directrix.ecmp.Prefix;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A BMP station: routers connect to it and tell the routes of their sessions, of which it keeps the paths to the
 * watched prefixes. It says nothing to them. Each router that is known has one connection, the latest; others are
 * refused. A connection over which something comes that cannot be read is closed. Thread-safe.
 */
public final class BmpStation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BmpStation.class);
    private static final int BACKLOG = 16;
    private static final int MAX_STRANGERS_LOGGED = 100;
    private static final long PAUSE_MS = 100;

    private final ServerSocket listener;
    private final Function<byte[], BmpMessage> reader;
    private final Object lock = new Object();
    private final Map<InetAddress, Connection> connections = new LinkedHashMap<>();
    private final Set<InetAddress> strangers = new HashSet<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();
    private Set<InetAddress> routers;
    private Set<Prefix> watched = Set.of();

    private record Connection(Socket socket, BmpRouter router) {

        void close() {
            try {
                socket.close();
            } catch (final IOException e) {
                LOG.debug("a BMP connection was not closed", e);
            }
        }
    }

    private BmpStation(
        final ServerSocket listener, final Set<InetAddress> routers, final Function<byte[], BmpMessage> reader) {
        this.listener = listener;
        this.routers = Set.copyOf(routers);
        this.reader = reader;
    }

    /**
     * Listens.
     *
     * @param listen  where; port 0: any
     * @param routers who may connect
     * @throws BgpException if the address cannot be had
     */
    public static BmpStation open(final InetSocketAddress listen, final Set<InetAddress> routers) {
        return open(listen, routers, new BmpDecoder()::decode);
    }

    /** The same with another reader of whole messages. */
    static BmpStation open(
        final InetSocketAddress listen, final Set<InetAddress> routers, final Function<byte[], BmpMessage> reader) {
        final BmpStation station = new BmpStation(bind(listen), routers, reader);
        station.begin();
        return station;
    }

    private static ServerSocket bind(final InetSocketAddress listen) {
        try {
            final ServerSocket listener = new ServerSocket();
            try {
                listener.setReuseAddress(true);
                listener.bind(listen, BACKLOG);
            } catch (final IOException e) {
                listener.close();
                throw e;
            }
            return listener;
        } catch (final IOException e) {
            throw new BgpException("cannot listen for BMP at " + listen.getAddress().getHostAddress() + ":"
                + listen.getPort() + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Who may connect from now on; the connections of others end. */
    public void routers(final Set<InetAddress> allowed) {
        synchronized (lock) {
            routers = Set.copyOf(allowed);
            connections.forEach((address, connection) -> {
                if (!routers.contains(address)) {
                    connection.close();
                }
            });
        }
    }

    /** Looks at these prefixes from now on. If there are new ones routers have to connect again, to tell of them. */
    public void watch(final Set<Prefix> prefixes) {
        synchronized (lock) {
            watched = Set.copyOf(prefixes);
            for (final Connection connection : List.copyOf(connections.values())) {
                if (connection.router().watch(watched)) {
                    connection.close();
                }
            }
        }
    }

    /** What is known now. */
    public BmpReport report() {
        final Map<InetAddress, Connection> now;
        synchronized (lock) {
            now = new LinkedHashMap<>(connections);
        }
        return new BmpReport(now.entrySet().stream()
            .map(each -> each.getValue().router().report(each.getKey().getHostAddress())).toList(),
            accepted.get(), refused.get(), malformed.get());
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (final IOException e) {
            LOG.debug("the BMP listener was not closed", e);
        }
        synchronized (lock) {
            connections.values().forEach(Connection::close);
        }
    }

    private void begin() {
        Thread.ofPlatform().daemon().name("bmp-accept").start(this::accept);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                take(listener.accept());
            } catch (final IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("BMP: cannot accept a connection: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    /** Out of file descriptors, most likely: not the moment to spin. */
    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(final Socket socket) throws IOException {
        final InetAddress from = socket.getInetAddress();
        final Connection connection;
        socket.setKeepAlive(true);
        synchronized (lock) {
            if (listener.isClosed()) {
                socket.close();
                return;
            }
            if (!routers.contains(from)) {
                refused.incrementAndGet();
                if (strangers.size() < MAX_STRANGERS_LOGGED && strangers.add(from)) {
                    LOG.warn("BMP connection from {} refused: it is not one of guard.bmp.routers; add it there, or "
                        + "remove us from its configuration", from.getHostAddress());
                }
                socket.close();
                return;
            }
            accepted.incrementAndGet();
            connection = new Connection(socket, new BmpRouter(watched, reader));
            Optional.ofNullable(connections.put(from, connection)).ifPresent(Connection::close);
        }
        Thread.ofVirtual().name("bmp-" + from.getHostAddress()).start(() -> serve(from, connection));
    }

    private void serve(final InetAddress from, final Connection connection) {
        final String router = from.getHostAddress();
        LOG.info("BMP: {} is connected", router);
        try (Socket socket = connection.socket()) {
            final DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            Optional<String> end = Optional.empty();
            while (end.isEmpty()) {
                end = connection.router().take(read(in));
            }
            LOG.info("BMP: {} ended the connection: {}", router, end.get());
        } catch (final BmpException e) {
            malformed.incrementAndGet();
            LOG.warn("BMP: the connection of {} is closed, it said what cannot be: {}", router, e.getMessage());
        } catch (final RuntimeException e) {
            malformed.incrementAndGet();
            LOG.error("BMP: the connection of {} is closed, what it said could not be worked on: a fault of ours",
                router, e);
        } catch (final EOFException e) {
            LOG.info("BMP: {} is gone", router);
        } catch (final IOException e) {
            LOG.info("BMP: the connection of {} has ended: {}", router, e.getMessage());
        } finally {
            synchronized (lock) {
                connections.remove(from, connection);
            }
        }
    }

    private static byte[] read(final DataInputStream in) throws IOException {
        final byte[] header = new byte[BmpDecoder.HEADER_LENGTH];
        in.readFully(header);
        final int length = BmpDecoder.messageLength(header);
        final byte[] whole = Arrays.copyOf(header, length);
        in.readFully(whole, header.length, length - header.length);
        return whole;
    }
}
