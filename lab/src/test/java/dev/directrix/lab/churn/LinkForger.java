package dev.directrix.lab.churn;

import dev.directrix.lab.run.Deadline;
import dev.directrix.linux.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Somebody on the directors' network who speaks Aeron, has seen their frames and has not their key: sends frames of a
 * stream of its own to a director's link address. It waits for the director's first status message, as a sender
 * has to: what comes before the director knows the stream is lost, and nothing behind it is read.
 */
final class LinkForger implements AutoCloseable {
    /** Octets of the header that Aeron puts before a message of one datagram. */
    static final int HEADER = 32;

    private static final int STREAM = 7400;
    private static final int TERM_LENGTH = 256 * 1024;
    private static final int MTU = 1408;
    private static final int TERM = 1;
    private static final int SETUP_LENGTH = 40;
    private static final int STATUS_LENGTH = 28;
    private static final int ALIGNMENT = 32;
    private static final short DATA = 1;
    private static final short STATUS = 3;
    private static final short SETUP = 5;
    private static final byte UNFRAGMENTED = (byte) 0xc0;
    /** A status message with this flag asks for a setup: the receiver does not know the stream yet. */
    private static final int SEND_SETUP = 0x80;
    private static final int TIMES = 2;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DatagramSocket socket;
    private final InetSocketAddress to;
    private final int session = new SplittableRandom().nextInt();
    private int offset;

    private LinkForger(DatagramSocket socket, InetSocketAddress to) {
        this.socket = socket;
        this.to = to;
    }

    /** Begins a stream from a namespace to a director; returns once the director takes it. */
    static LinkForger open(String namespace, InetSocketAddress to) throws Exception {
        LinkForger forger = new LinkForger(NetworkNamespace.enter(namespace, DatagramSocket::new), to);
        Deadline deadline = Deadline.in(PATIENCE);
        do {
            if (deadline.passed()) {
                forger.close();
                throw new IOException("%s does not take a stream within %s".formatted(to, PATIENCE));
            }
            forger.setUp();
        } while (!forger.isTaken());
        return forger;
    }

    /** Sends messages, each in a datagram of its own, slowly, and all of them again: a receiver leaves no gap. */
    void send(List<byte[]> messages) throws IOException {
        List<ByteBuffer> frames = new ArrayList<>();
        for (byte[] message : messages) {
            ByteBuffer data = frame(HEADER + message.length, DATA, offset);
            data.putInt(20, TERM).put(HEADER, message);
            frames.add(data);
            offset += (HEADER + message.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        for (int time = 0; time < TIMES; time++) {
            for (ByteBuffer frame : frames) {
                send(frame);
                Deadline.pause(PAUSE);
            }
        }
    }

    private void setUp() throws IOException {
        ByteBuffer setup = frame(SETUP_LENGTH, SETUP, offset);
        setup.putInt(20, TERM).putInt(24, TERM).putInt(28, TERM_LENGTH).putInt(32, MTU);
        send(setup);
    }

    /** Whether the director says, within a moment, how much of the stream it takes. */
    private boolean isTaken() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MTU], MTU);
        socket.setSoTimeout((int) PAUSE.toMillis());
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return false;
        }
        ByteBuffer said = ByteBuffer.wrap(packet.getData()).order(ByteOrder.LITTLE_ENDIAN);
        return packet.getLength() >= STATUS_LENGTH && said.getShort(6) == STATUS && said.getInt(8) == session
            && (said.get(5) & SEND_SETUP) == 0;
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
