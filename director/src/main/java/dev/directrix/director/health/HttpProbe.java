package dev.directrix.director.health;

import dev.directrix.director.health.Probe.Deadline;
import dev.directrix.director.health.Probe.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** One HTTP/1.1 GET (RFC 9112) with a bounded answer: the status decides, the body is not read beyond a limit. */
final class HttpProbe {

    /** The header section must end within this many bytes. */
    static final int MAX_HEADER_BYTES = 16 * 1024;

    /** This much of the body is read, so that the server sees an orderly close for the usual small page. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private HttpProbe() {
    }

    static Answer ask(
        final Socket socket, final CheckTarget target, final ProbeKind.Http http, final Deadline deadline)
        throws IOException {
        socket.getOutputStream().write(request(target, http).getBytes(StandardCharsets.US_ASCII));
        final byte[] buffer = new byte[MAX_HEADER_BYTES];
        int length = 0;
        while (true) {
            final String seen = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            if (!plausible(seen)) {
                return new Answer(false, "the answer is not HTTP");
            }
            final OptionalInt status = finalStatus(seen);
            if (status.isPresent()) {
                drain(socket, deadline);
                final int code = status.getAsInt();
                return new Answer(code >= 200 && code < 400, "HTTP " + code);
            }
            if (length == buffer.length) {
                return new Answer(false, "HTTP header longer than " + MAX_HEADER_BYTES + " bytes");
            }
            final int read = read(socket, buffer, length, deadline);
            if (read < 0) {
                return new Answer(false, "connection closed before a complete HTTP header");
            }
            length += read;
        }
    }

    private static String request(final CheckTarget target, final ProbeKind.Http http) {
        return "GET " + http.path() + " HTTP/1.1\r\n"
            + "Host: " + (http.host().isEmpty() ? authority(target) : http.host()) + "\r\n"
            + "User-Agent: directrix-check\r\n"
            + "Accept: */*\r\n"
            + "Connection: close\r\n\r\n";
    }

    private static String authority(final CheckTarget target) {
        final String address = target.address().getHostAddress();
        final String literal = target.address() instanceof Inet6Address
            ? "[" + address.replaceFirst("%.*", "") + "]" : address;
        return target.port() == 80 ? literal : literal + ":" + target.port();
    }

    private static boolean plausible(final String seen) {
        final String start = "HTTP/1.";
        return start.startsWith(seen) || seen.startsWith(start);
    }

    /**
     * The status of the first complete answer that is not interim (1xx, RFC 9110 section 15.2); empty while it is not
     * there. A status line that makes no sense counts as status 0.
     */
    static OptionalInt finalStatus(final String seen) {
        int from = 0;
        while (true) {
            final int end = seen.indexOf("\r\n\r\n", from);
            if (end < 0) {
                return OptionalInt.empty();
            }
            final int code = statusOf(seen.substring(from, seen.indexOf("\r\n", from)));
            if (code < 100 || code >= 200) {
                return OptionalInt.of(code);
            }
            from = end + 4;
        }
    }

    private static int statusOf(final String line) {
        final boolean wellFormed = line.matches("HTTP/1\\.[0-9] [0-9]{3}( .*)?");
        return wellFormed ? Integer.parseInt(line.substring(9, 12)) : 0;
    }

    private static int read(final Socket socket, final byte[] into, final int at, final Deadline deadline)
        throws IOException {
        socket.setSoTimeout(deadline.remainingMs());
        return socket.getInputStream().read(into, at, into.length - at);
    }

    /** Reads what is left of a small body; a slow or long one does not change the verdict. */
    private static void drain(final Socket socket, final Deadline deadline) {
        final byte[] scratch = new byte[4096];
        try {
            final InputStream in = socket.getInputStream();
            int total = 0;
            int read = 0;
            while (read >= 0 && total < MAX_BODY_BYTES) {
                socket.setSoTimeout(deadline.remainingMs());
                read = in.read(scratch);
                total += read;
            }
        } catch (final IOException e) {
            // The status was seen: what happens to the body is the server's business.
            return;
        }
    }
}
