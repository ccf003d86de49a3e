package dev.directrix.lab.churn;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** A client's connection as its thread's selector knows it. */
interface Conversation {
    /** It has become connected or readable, or has failed. */
    void ready(SelectionKey key, long nowNs);

    /** Closes a channel, if there is one, whatever its state. */
    static void close(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The connection is given up anyhow, and its number is free again.
        }
    }

    /** What an exception has to say. */
    static String words(IOException cause) {
        return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    }
}
