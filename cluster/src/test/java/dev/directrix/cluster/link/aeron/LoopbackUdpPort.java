package dev.directrix.cluster.link.aeron;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;

/** Finds UDP ports below those that the kernel gives to sockets that name none. */
final class LoopbackUdpPort {

    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS = 100;

    private LoopbackUdpPort() {
    }

    /** A port that nobody has now. */
    static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free between " + FIRST + " and " + END);
    }

    private static boolean isFree(final int port) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(port))) {
            return socket.isBound();
        } catch (final IOException e) {
            return false;
        }
    }
}
