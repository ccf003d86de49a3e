package dev.directrix.lab.churn;

import dev.directrix.lab.churn.LoadCounts.Loss;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection that asks once and ends. */
final class NewConnection implements Conversation {
    private final SocketChannel channel;
    private final LoadLog log;
    private final long startNs;
    private final ByteBuffer octets = ByteBuffer.allocate(Echo.ANSWER);
    private boolean connected;
    private boolean done;

    private NewConnection(SocketChannel channel, LoadLog log, long startNs) {
        this.channel = channel;
        this.log = log;
        this.startNs = startNs;
    }

    /** Sends the SYN. */
    static NewConnection open(Selector selector, LoadLog log, long nowNs) throws IOException {
        SocketChannel channel = SocketChannel.open();
        NewConnection connection = new NewConnection(channel, log, nowNs);
        try {
            channel.configureBlocking(false);
            channel.connect(Echo.SERVICE);
            channel.register(selector, SelectionKey.OP_CONNECT, connection);
            return connection;
        } catch (IOException e) {
            Conversation.close(channel);
            throw e;
        }
    }

    boolean isDone() {
        return done;
    }

    /** Gives up when it is too late; tells whether it is. */
    boolean isLate(long nowNs) {
        if (!done && nowNs - startNs > LoadPlan.NEW_PATIENCE.toNanos()) {
            end(nowNs, connected ? "connected, no answer" : "not connected");
        }
        return done;
    }

    @Override
    public void ready(SelectionKey key, long nowNs) {
        try {
            if (!connected) {
                connected = channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                octets.putInt(0).putInt((int) startNs).flip();
                channel.write(octets);
                octets.clear();
                return;
            }
            if (channel.read(octets) < 0) {
                throw new IOException("the server closed it");
            }
            if (!octets.hasRemaining()) {
                verify(nowNs);
            }
        } catch (IOException e) {
            end(nowNs, Conversation.words(e));
        }
    }

    private void verify(long nowNs) throws IOException {
        if (octets.getInt(0) != 0 || octets.getInt(Integer.BYTES) != (int) startNs) {
            throw new IOException("a wrong answer");
        }
        done = true;
        log.opened(startNs, nowNs, octets.getInt(Echo.QUESTION));
        Conversation.close(channel);
    }

    private void end(long nowNs, String cause) {
        done = true;
        log.failed(new Loss(startNs, nowNs, 0, cause));
        Conversation.close(channel);
    }
}
