package dev.directrix.bgp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports for listeners that come and go beside outgoing connections from the same addresses. */
public final class LoopbackPort {

    /** Below the ports that the kernel gives to outgoing connections: none of these can take a listener's place. */
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS = 100;

    private LoopbackPort() {
    }

    /**
     * A port that nobody listens on now.
     *
     * @throws IllegalStateException if a hundred ports are all taken
     */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free between " + FIRST + " and " + END);
    }

    /** Without listening: a program that is just being started holds what is open here, and must not be in the way. */
    private static boolean isFree(final int port) {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (final IOException e) {
            return false;
        }
    }
}
