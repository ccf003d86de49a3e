package dev.directrix.bgp.exabgp.process;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lines on their way to a child that may be slow, or may never read: bounded in number and size. What does not fit is
 * dropped, whole lines only, and counted; nobody ever waits to put a line in. Thread-safe.
 */
final class Outbox {

    private final int maxLines;
    private final long maxCharacters;
    private final Deque<String> lines = new ArrayDeque<>();
    private long characters;
    private long dropped;
    private boolean closed;

    Outbox(final int maxLines, final long maxCharacters) {
        this.maxLines = maxLines;
        this.maxCharacters = maxCharacters;
    }

    /**
     * Adds a line, or drops it.
     *
     * @return the number of lines dropped in a row, this one included; 0: it is in
     */
    synchronized long offer(final String line) {
        if (closed) {
            return 0;
        }
        if (lines.size() >= maxLines || characters + line.length() > maxCharacters) {
            dropped++;
            return dropped;
        }
        dropped = 0;
        lines.addLast(line);
        characters += line.length();
        notifyAll();
        return 0;
    }

    /**
     * Waits for lines and takes up to so many of them.
     *
     * @return lines with their ends in one text; empty: closed, and nothing is left
     * @throws InterruptedException if interrupted while waiting
     */
    synchronized String take(final int most) throws InterruptedException {
        while (lines.isEmpty() && !closed) {
            wait();
        }
        final StringBuilder text = new StringBuilder();
        for (int taken = 0; taken < most && !lines.isEmpty(); taken++) {
            final String line = lines.removeFirst();
            characters -= line.length();
            text.append(line).append('\n');
        }
        return text.toString();
    }

    /** Takes no more; what is in can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized int size() {
        return lines.size();
    }

    synchronized long characters() {
        return characters;
    }
}
