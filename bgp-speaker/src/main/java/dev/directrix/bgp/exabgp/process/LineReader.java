package dev.directrix.bgp.exabgp.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a child's output into lines of bounded length. What arrived together is handed out together, so that commands
 * written in one go can be carried out in one go. Not thread-safe.
 */
final class LineReader {

    /** Longest line, in octets; a command is a line. */
    static final int MAX_LINE = 1 << 20;

    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final int maxLine;
    private byte[] rest = new byte[0];

    LineReader(final InputStream in, final int maxLine) {
        this.in = in;
        this.maxLine = maxLine;
    }

    /**
     * Waits for at least one whole line. A last line without an end is not one: its author died while writing.
     *
     * @return the lines, without their ends; empty at the end of the stream
     * @throws OversizedLineException if a line is longer than allowed
     * @throws IOException            if the pipe fails
     */
    List<String> read() throws IOException {
        final byte[] chunk = new byte[CHUNK];
        final List<String> lines = new ArrayList<>();
        while (lines.isEmpty()) {
            final int length = in.read(chunk);
            if (length < 0) {
                return List.of();
            }
            take(chunk, length, lines);
        }
        return lines;
    }

    private void take(final byte[] chunk, final int length, final List<String> lines) throws OversizedLineException {
        int from = 0;
        for (int at = 0; at < length; at++) {
            if (chunk[at] == '\n') {
                lines.add(line(chunk, from, at));
                from = at + 1;
            }
        }
        if (rest.length + length - from > maxLine) {
            throw new OversizedLineException(maxLine);
        }
        final byte[] kept = Arrays.copyOf(rest, rest.length + length - from);
        System.arraycopy(chunk, from, kept, rest.length, length - from);
        rest = kept;
    }

    private String line(final byte[] chunk, final int from, final int end) {
        final byte[] whole = Arrays.copyOf(rest, rest.length + end - from);
        System.arraycopy(chunk, from, whole, rest.length, end - from);
        rest = new byte[0];
        final int length = whole.length > 0 && whole[whole.length - 1] == '\r' ? whole.length - 1 : whole.length;
        return new String(whole, 0, length, StandardCharsets.UTF_8);
    }

    /** A line without end. */
    static final class OversizedLineException extends IOException {

        private static final long serialVersionUID = 1L;

        OversizedLineException(final int maxLine) {
            super("a line of more than " + maxLine + " octets");
        }
    }
}
