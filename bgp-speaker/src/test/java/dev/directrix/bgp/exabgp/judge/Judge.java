package dev.directrix.bgp.exabgp.judge;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The receiving side of ExaBGP's suite: takes connections, answers OPEN with a copy of it, compares every message with
 * the lines of a case. The rules are those of the README beside the vectors.
 */
final class Judge implements Callable<String>, AutoCloseable {

    static final String PASSED = "passed";

    private static final int HEADER = 19;
    private static final int CONNECT_MS = 10_000;
    private static final int AS_TRANS = 23_456;
    private static final int AFTERWARDS_MS = 300;
    private static final byte[] KEEPALIVE = message(4, new byte[0]);

    private final CiFile file;
    private final Consumer<String> signals;
    private final ServerSocket server;
    private final List<byte[]> updates = new ArrayList<>();
    private final int timeoutMs;

    Judge(final CiFile file, final Consumer<String> signals) throws IOException {
        this.file = file;
        this.signals = signals;
        this.server = new ServerSocket();
        this.server.bind(new InetSocketAddress(
            InetAddress.getByName(file.options().getOrDefault("bind", "ipv4").equals("ipv6") ? "::1" : "127.0.0.1"),
            0));
        this.timeoutMs = Integer.parseInt(file.options().getOrDefault("timeout", "3")) * 1_000;
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** Judges; returns {@link #PASSED}, or what went wrong. */
    @Override
    public String call() throws IOException {
        server.setSoTimeout(CONNECT_MS);
        final Iterator<Character> letters = file.connections().keySet().iterator();
        while (letters.hasNext()) {
            final char letter = letters.next();
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                final String verdict = new Session(socket, letter, !letters.hasNext()).judge();
                if (!verdict.equals(PASSED)) {
                    return verdict;
                }
            } catch (final SocketTimeoutException e) {
                return "no connection " + letter + " came within " + CONNECT_MS + " ms";
            }
        }
        return PASSED;
    }

    /** One connection. */
    private final class Session {

        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private final char letter;
        private final boolean last;
        private final TreeMap<Integer, List<CiFile.Line>> groups = new TreeMap<>();

        Session(final Socket socket, final char letter, final boolean last) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
            this.letter = letter;
            this.last = last;
            file.connections().get(letter).forEach((number, lines) -> groups.put(number, new ArrayList<>(lines)));
        }

        String judge() throws IOException {
            socket.setSoTimeout(timeoutMs);
            final byte[] open = read();
            if (open[HEADER - 1] != 1) {
                return "the first message is no OPEN: " + hex(open);
            }
            if (file.has("inspect-open-message") && !matches(open)) {
                return "OPEN is " + hex(open) + ", expected is " + expected();
            }
            out.write(answer(open));
            out.write(KEEPALIVE);
            if (file.has("send-unknown-message")) {
                out.write(message(255, new byte[0]));
            }
            if (file.has("send-default-route")) {
                out.write(message(2, HexFormat.of().parseHex("0000001540010100400200400304" + "7F000001"
                    + "40050400000064" + "20" + "00000000")));
            }
            out.flush();
            return compare();
        }

        private String compare() throws IOException {
            while (true) {
                act();
                if (groups.isEmpty()) {
                    return last ? afterwards() : PASSED;
                }
                final byte[] message;
                try {
                    message = read();
                } catch (final SocketTimeoutException e) {
                    return "nothing came for " + timeoutMs + " ms on connection " + letter + "; expected is "
                        + expected();
                } catch (final IOException e) {
                    return "connection " + letter + " ended (" + e.getMessage() + "); expected is " + expected();
                }
                if (message[HEADER - 1] == 4) {
                    continue;
                }
                out.write(KEEPALIVE);
                out.flush();
                if (!matches(message)) {
                    return "not expected on connection " + letter + ": " + hex(message) + "; expected is " + expected();
                }
                remember(message);
            }
        }

        /** Notification and signal lines act as soon as they are first in line. */
        private void act() throws IOException {
            while (!groups.isEmpty()) {
                final List<CiFile.Line> group = groups.firstEntry().getValue();
                if (group.isEmpty()) {
                    groups.pollFirstEntry();
                } else if (group.getFirst() instanceof CiFile.Line.Notify notify) {
                    final byte[] text = notify.text().getBytes(StandardCharsets.UTF_8);
                    final byte[] body = new byte[3 + text.length];
                    body[0] = 6;
                    body[1] = 2;
                    body[2] = (byte) text.length;
                    System.arraycopy(text, 0, body, 3, text.length);
                    out.write(message(3, body));
                    out.flush();
                    group.removeFirst();
                } else if (group.getFirst() instanceof CiFile.Line.Signal signal) {
                    signals.accept(signal.name());
                    group.removeFirst();
                } else {
                    return;
                }
            }
        }

        /** A further End-of-RIB is tolerated, any other message is not. */
        private String afterwards() throws IOException {
            socket.setSoTimeout(AFTERWARDS_MS);
            try {
                while (true) {
                    final byte[] message = read();
                    final int body = message.length - HEADER;
                    if (message[HEADER - 1] != 4 && !(message[HEADER - 1] == 2 && (body == 4 || body == 11))) {
                        return "after all: " + hex(message);
                    }
                }
            } catch (final IOException e) {
                return PASSED; // Nothing more, or the end.
            }
        }

        private boolean matches(final byte[] message) {
            final Iterator<CiFile.Line> lines = groups.firstEntry().getValue().iterator();
            while (lines.hasNext()) {
                if (lines.next() instanceof CiFile.Line.Raw raw && same(raw, message)) {
                    lines.remove();
                    return true;
                }
            }
            return false;
        }

        private void remember(final byte[] message) throws IOException {
            final int body = message.length - HEADER;
            if (message[HEADER - 1] == 2 && body != 4 && body != 11) {
                updates.add(message);
            } else if (message[HEADER - 1] == 5) {
                for (final byte[] update : updates) {
                    out.write(update);
                }
                out.flush();
            }
        }

        private byte[] read() throws IOException {
            final byte[] header = new byte[HEADER];
            in.readFully(header);
            final byte[] message = Arrays.copyOf(header, (header[16] & 0xff) << 8 | (header[17] & 0xff));
            in.readFully(message, HEADER, message.length - HEADER);
            return message;
        }

        private String expected() {
            final List<String> lines = new ArrayList<>();
            if (!groups.isEmpty()) {
                groups.firstEntry().getValue().forEach(line ->
                    lines.add(line instanceof CiFile.Line.Raw raw ? hex(raw.octets().toBytes()) : line.toString()));
            }
            return String.join(" or ", lines);
        }
    }

    /** Our own OPEN, with another router id or another AS. */
    private byte[] answer(final byte[] open) {
        final byte[] answer = open.clone();
        if (!file.options().containsKey("asn")) {
            answer[HEADER + 8]++;
            return answer;
        }
        final int asn = Integer.parseInt(file.options().get("asn"));
        final int shortAsn = asn > 0xffff ? AS_TRANS : asn;
        answer[HEADER + 1] = (byte) (shortAsn >> 8);
        answer[HEADER + 2] = (byte) shortAsn;
        for (int at = HEADER + 10; at + 1 < answer.length; at++) {
            if (answer[at] == 65 && answer[at + 1] == 4) {
                answer[at + 2] = (byte) (asn >> 24);
                answer[at + 3] = (byte) (asn >> 16);
                answer[at + 4] = (byte) (asn >> 8);
                answer[at + 5] = (byte) asn;
            }
        }
        return answer;
    }

    private static boolean same(final CiFile.Line.Raw raw, final byte[] message) {
        final int from = raw.marked() ? 0 : 16;
        final byte[] expected = raw.octets().toBytes();
        return Arrays.equals(expected, from, expected.length, message, from, message.length);
    }

    private static byte[] message(final int type, final byte[] body) {
        final byte[] message = new byte[HEADER + body.length];
        Arrays.fill(message, 0, 16, (byte) 0xff);
        message[16] = (byte) (message.length >> 8);
        message[17] = (byte) message.length;
        message[18] = (byte) type;
        System.arraycopy(body, 0, message, HEADER, body.length);
        return message;
    }

    private static String hex(final byte[] message) {
        return HexFormat.of().withUpperCase().formatHex(message, 16, message.length);
    }
}
