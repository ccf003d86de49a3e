package dev.directrix.forwarder.datapath;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A real server in a namespace: says its one-letter name first, then echoes; by TCP and by UDP. */
final class TestServer implements AutoCloseable {

    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final byte[] name;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private TestServer(final String name, final ServerSocket tcp, final DatagramSocket udp) {
        this.name = name.getBytes(StandardCharsets.US_ASCII);
        this.tcp = tcp;
        this.udp = udp;
    }

    static TestServer start(final TestNetwork network, final String role, final String name, final int port)
        throws Exception {
        final InetSocketAddress any = new InetSocketAddress("0.0.0.0", port);
        final TestServer server = new TestServer(name,
            network.in(role, () -> {
                final ServerSocket socket = new ServerSocket();
                socket.bind(any);
                return socket;
            }),
            // Bound to the VIP, so that answers come from it.
            network.in(role, () -> new DatagramSocket(new InetSocketAddress(TestNetwork.VIP, port))));
        Thread.ofPlatform().daemon().name(role + "-tcp").start(server::accept);
        Thread.ofPlatform().daemon().name(role + "-udp").start(server::answer);
        return server;
    }

    private void accept() {
        while (!tcp.isClosed()) {
            try {
                final Socket socket = tcp.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (final IOException e) {
                return;
            }
        }
    }

    private void echo(final Socket socket) {
        try (socket) {
            final OutputStream out = socket.getOutputStream();
            out.write(name);
            final InputStream in = socket.getInputStream();
            in.transferTo(out);
        } catch (final IOException e) {
            // The client went away.
            return;
        } finally {
            open.remove(socket);
        }
    }

    private void answer() {
        final byte[] buffer = new byte[2048];
        while (!udp.isClosed()) {
            try {
                final DatagramPacket packet = new DatagramPacket(buffer, 1, buffer.length - 1);
                udp.receive(packet);
                buffer[0] = name[0];
                udp.send(new DatagramPacket(buffer, 0, packet.getLength() + 1, packet.getSocketAddress()));
            } catch (final SocketException e) {
                return;
            } catch (final IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
        for (final Socket socket : List.copyOf(open)) {
            socket.close();
        }
    }
}
