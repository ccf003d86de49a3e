package dev.directrix.lab.churn;

import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.linux.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * Servers in nodes of a lab, all by one thread: each answers {@link Echo#QUESTION} octets by the same octets and its
 * number. A connection is known to the server that accepted it; any other resets it, as servers do.
 */
final class EchoServers implements AutoCloseable {
    private static final int BACKLOG = 4_096;

    private final Selector selector;
    private final Thread thread = Thread.ofPlatform().name("echo-servers").daemon().unstarted(this::run);
    private volatile boolean ended;

    /** The part of a question that has arrived. */
    private record Session(int server, ByteBuffer question) {
    }

    private EchoServers(Selector selector) {
        this.selector = selector;
    }

    /** Listens in these nodes; the first is number 1. */
    static EchoServers start(List<LabNode> nodes) {
        try {
            EchoServers servers = new EchoServers(Selector.open());
            for (int at = 0; at < nodes.size(); at++) {
                servers.listen(nodes.get(at), at + 1);
            }
            servers.thread.start();
            return servers;
        } catch (Exception e) {
            throw new LabException("the servers do not start: " + e.getMessage(), e);
        }
    }

    private void listen(LabNode node, int number) throws Exception {
        ServerSocketChannel listener = NetworkNamespace.enter(node.namespace(), ServerSocketChannel::open);
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(Echo.PORT), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT, number);
    }

    private void run() {
        ByteBuffer answer = ByteBuffer.allocateDirect(Echo.ANSWER);
        while (!ended) {
            try {
                selector.select(key -> serve(key, answer));
            } catch (IOException e) {
                throw new LabException("the servers cannot wait for packets", e);
            }
        }
    }

    private void serve(SelectionKey key, ByteBuffer answer) {
        try {
            if (key.isAcceptable()) {
                accept((ServerSocketChannel) key.channel(), (Integer) key.attachment());
            } else {
                answer((SocketChannel) key.channel(), (Session) key.attachment(), answer);
            }
        } catch (IOException e) {
            if (key.attachment() instanceof Session) {
                close(key);
            }
        }
    }

    private void accept(ServerSocketChannel listener, int number) throws IOException {
        SocketChannel connection = listener.accept();
        while (connection != null) {
            connection.configureBlocking(false);
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connection.register(selector, SelectionKey.OP_READ,
                new Session(number, ByteBuffer.allocate(Echo.QUESTION)));
            connection = listener.accept();
        }
    }

    private static void answer(SocketChannel connection, Session session, ByteBuffer answer) throws IOException {
        ByteBuffer question = session.question();
        if (connection.read(question) < 0) {
            connection.close();
            return;
        }
        if (!question.hasRemaining()) {
            answer.clear().put(question.flip()).putInt(session.server()).flip();
            question.clear();
            connection.write(answer);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            key.cancel();
        }
    }

    @Override
    public void close() {
        ended = true;
        selector.wakeup();
        try {
            thread.join();
            selector.keys().forEach(EchoServers::close);
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new LabException("the servers' sockets do not close", e);
        }
    }
}
