package dev.directrix.cluster.runtime;

import dev.directrix.cluster.link.Links;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.message.MessageCodec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages on their way to the links: in order, and waiting while those have no room. The protocol itself sends no more
 * than some dozens ahead of what others have acknowledged. For one thread.
 */
final class Outgoing {
    private final Links links;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long sent;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MessageCodec.MAX_LENGTH]);

    /** A message that found no room. */
    private record Waiting(Optional<MemberId> to, long view, Message message) {
    }

    Outgoing(final Links links) {
        this.links = links;
    }

    /**
     * Sends a message, now or when there is room.
     *
     * @param to empty: all peers
     */
    void send(final Optional<MemberId> to, final long view, final Message message, final long nowNs) {
        if (message.isDatagram()) {
            sendOnce(to, view, message);
        } else if (!waiting.isEmpty() || !offer(to, view, message, nowNs)) {
            waiting.add(new Waiting(to, view, message));
        }
    }

    /** Tries again what waits. */
    int flush(final long nowNs) {
        int sent = 0;
        while (!waiting.isEmpty()) {
            final Waiting first = waiting.peek();
            if (!offer(first.to, first.view, first.message, nowNs)) {
                break;
            }
            waiting.poll();
            sent++;
        }
        return sent;
    }

    /** Messages that the links took. */
    long sent() {
        return sent;
    }

    private boolean offer(final Optional<MemberId> to, final long view, final Message message, final long nowNs) {
        final int length = MessageCodec.encode(message, buffer, 0);
        final boolean taken = to.isPresent() ? links.send(to.get(), view, buffer, 0, length, nowNs)
                : links.sendToAll(view, buffer, 0, length, nowNs);
        sent += taken ? 1 : 0;
        return taken;
    }

    private void sendOnce(final Optional<MemberId> to, final long view, final Message message) {
        final int length = MessageCodec.encode(message, buffer, 0);
        final boolean taken = to.isPresent() ? links.sendOnce(to.get(), view, buffer, 0, length)
                : links.sendOnceToAll(view, buffer, 0, length);
        sent += taken ? 1 : 0;
    }
}
