package dev.directrix.lab.churn;

import dev.directrix.lab.churn.LoadCounts.Loss;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection that stays: it asks, and the same server gives the right answer, or it is broken and opened again. */
final class LongConnection implements Conversation {
    private final int number;
    private final Selector selector;
    private final LoadLog log;
    private final ByteBuffer answer = ByteBuffer.allocate(Echo.ANSWER);
    private SocketChannel channel;
    private State state = State.CLOSED;
    private int sequence;
    private int server;
    private long askedNs;

    private enum State { CLOSED, CONNECTING, READY, WAITING }

    LongConnection(int number, Selector selector, LoadLog log) {
        this.number = number;
        this.selector = selector;
        this.log = log;
    }

    /** It is this connection's turn: it opens, asks, or finds that it has waited too long. */
    void turn(long nowNs, ByteBuffer scratch) {
        try {
            switch (state) {
                case CLOSED -> open(nowNs);
                case READY -> ask(nowNs, scratch);
                default -> {
                    if (nowNs - askedNs > LoadPlan.PATIENCE.toNanos()) {
                        throw new IOException("no answer for " + LoadPlan.PATIENCE.toSeconds() + " s");
                    }
                }
            }
        } catch (IOException e) {
            end(nowNs, e);
        }
    }

    private void open(long nowNs) throws IOException {
        askedNs = nowNs;
        server = 0;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        state = State.CONNECTING;
        channel.connect(Echo.SERVICE);
        channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    private void ask(long nowNs, ByteBuffer scratch) throws IOException {
        sequence++;
        answer.clear();
        scratch.clear().putInt(number).putInt(sequence).flip();
        askedNs = nowNs;
        state = State.WAITING;
        channel.write(scratch);
    }

    @Override
    public void ready(SelectionKey key, long nowNs) {
        try {
            if (state == State.CONNECTING) {
                if (channel.finishConnect()) {
                    state = State.READY;
                    key.interestOps(SelectionKey.OP_READ);
                    log.established();
                }
            } else {
                read(nowNs);
            }
        } catch (IOException e) {
            end(nowNs, e);
        }
    }

    private void read(long nowNs) throws IOException {
        if (state == State.READY) {
            answer.clear();
        }
        int octets = channel.read(answer);
        if (octets < 0) {
            throw new IOException("the server closed it");
        }
        if (state == State.READY && octets > 0) {
            throw new IOException("an answer to no question");
        }
        if (state == State.READY || answer.hasRemaining()) {
            return;
        }
        if (answer.getInt(0) != number || answer.getInt(Integer.BYTES) != sequence) {
            throw new IOException("a wrong answer");
        }
        int its = answer.getInt(Echo.QUESTION);
        if (server != 0 && its != server) {
            throw new IOException("an answer of server " + its + ", established with " + server);
        }
        server = its;
        state = State.READY;
        log.answered(askedNs, nowNs);
    }

    private void end(long nowNs, IOException cause) {
        boolean wasEstablished = state == State.READY || state == State.WAITING;
        state = State.CLOSED;
        Conversation.close(channel);
        if (wasEstablished) {
            log.broken(new Loss(askedNs, nowNs, server, Conversation.words(cause)));
        }
    }

    /** Ends it without a word. */
    void drop() {
        Conversation.close(channel);
        state = State.CLOSED;
    }
}
