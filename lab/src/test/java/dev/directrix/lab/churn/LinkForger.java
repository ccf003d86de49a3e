package dev.directrix.lab.churn;

import dev.directrix.lab.run.Deadline;
import dev.directrix.linux.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Somebody on the directors' network who speaks Aeron, has seen their frames and has not their key: sends frames of a
 * stream of its own to a director's link address.
 */
final class LinkForger implements AutoCloseable {
    /** Octets of the header that Aeron puts before a message of one datagram. */
    static final int HEADER = 32;

    private static final int STREAM = 7400;
    private static final int TERM_LENGTH = 256 * 1024;
    private static final int MTU = 1408;
    private static final int TERM = 1;
    private static final int SETUP_LENGTH = 40;
    private static final int ALIGNMENT = 32;
    private static final short DATA = 1;
    private static final short SETUP = 5;
    private static final byte UNFRAGMENTED = (byte) 0xc0;
    private static final int SETUPS = 20;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final DatagramSocket socket;
    private final InetSocketAddress to;
    private final int session = new SplittableRandom().nextInt();
    private int offset;

    private LinkForger(DatagramSocket socket, InetSocketAddress to) {
        this.socket = socket;
        this.to = to;
    }

    /** Begins a stream from a namespace to a director; returns once the director should take it. */
    static LinkForger open(String namespace, InetSocketAddress to) throws Exception {
        LinkForger forger = new LinkForger(NetworkNamespace.enter(namespace, DatagramSocket::new), to);
        for (int i = 0; i < SETUPS; i++) {
            forger.setUp();
            Deadline.pause(PAUSE);
        }
        return forger;
    }

    private void setUp() throws IOException {
        ByteBuffer setup = frame(SETUP_LENGTH, SETUP, offset);
        setup.putInt(20, TERM).putInt(24, TERM).putInt(28, TERM_LENGTH).putInt(32, MTU);
        send(setup);
    }

    /** Sends messages, each in a datagram of its own, slowly enough that none is lost. */
    void send(List<byte[]> messages) throws IOException {
        for (byte[] message : messages) {
            ByteBuffer data = frame(HEADER + message.length, DATA, offset);
            data.putInt(20, TERM).put(HEADER, message);
            send(data);
            offset += (HEADER + message.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            Deadline.pause(PAUSE);
        }
    }

    private ByteBuffer frame(int length, short type, int termOffset) {
        ByteBuffer frame = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(0, length).put(5, type == DATA ? UNFRAGMENTED : 0).putShort(6, type).putInt(8, termOffset)
            .putInt(12, session).putInt(16, STREAM);
        return frame;
    }

    private void send(ByteBuffer frame) throws IOException {
        byte[] octets = new byte[frame.capacity()];
        frame.get(0, octets);
        socket.send(new DatagramPacket(octets, octets.length, to));
    }

    @Override
    public void close() {
        socket.close();
    }
}
