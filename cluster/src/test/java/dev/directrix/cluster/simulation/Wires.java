package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.protocol.ClusterEvent;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/**
 * What members tell each other: between two lives one FIFO each way, in which loss is delay, and beside it datagrams
 * that get lost, doubled and overtake. For one thread.
 */
final class Wires {
    private static final long RESEND_NS = 20 * WorldSettings.MS;

    private final World world;
    private final Map<MemberId, Map<MemberId, Wire>> wires = new TreeMap<>();

    /** One way between two lives. */
    private static final class Wire {
        private final ArrayDeque<Letter> letters = new ArrayDeque<>();
        private long lastNs;
        private boolean isRetrying;
    }

    private record Letter(long view, Message message) {
    }

    /** No wires yet. */
    Wires(final World world) {
        this.world = world;
    }

    /** Sends to a peer. */
    void send(final Director from, final MemberId to, final long view, final Message message) {
        if (message.isDatagram()) {
            datagram(from, to, view, message);
            return;
        }
        final MemberId sender = from.id();
        final Wire wire = wires.computeIfAbsent(sender, _ -> new TreeMap<>()).computeIfAbsent(to, _ -> new Wire());
        final Letter letter = new Letter(view, message);
        wire.letters.add(letter);
        wire.lastNs = Math.max(wire.lastNs, world.nowNs() + world.delayNs());
        world.deliver(sender.name() + ">" + to.name(), wire.lastNs, () -> deliver(sender, to, wire));
    }

    private void deliver(final MemberId from, final MemberId to, final Wire wire) {
        if (wire.letters.isEmpty() || wire.isRetrying) {
            return;
        }
        final Director receiver = world.director(to.name());
        if (!receiver.isLife(to)) {
            wire.letters.clear();
        } else if (isTakenBy(receiver, from, wire.letters.peek().view)) {
            final Letter letter = wire.letters.poll();
            receiver.tell(new ClusterEvent.Received(from, letter.view, letter.message));
        } else {
            wire.isRetrying = true;
            world.at(world.nowNs() + RESEND_NS, () -> {
                wire.isRetrying = false;
                for (int left = wire.letters.size(); left > 0; left--) {
                    deliver(from, to, wire);
                }
            });
        }
    }

    /** What comes from a newer view waits in front of all that follows it (rule V2). */
    private boolean isTakenBy(final Director receiver, final MemberId from, final long view) {
        return !receiver.isPaused() && receiver.hasPeer(from)
                && world.areConnected(from.name(), receiver.name()) && receiver.node().isReadyFor(view);
    }

    private void datagram(final Director from, final MemberId to, final long view, final Message message) {
        final MemberId sender = from.id();
        final int copies = world.chance().happens(world.settings().weather().loss()) ? 0
                : world.chance().happens(world.settings().weather().duplication()) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            world.at(world.nowNs() + world.delayNs(), () -> {
                final Director receiver = world.director(to.name());
                if (receiver.isLife(to) && receiver.hasPeer(sender)
                        && world.areConnected(sender.name(), to.name())) {
                    receiver.tell(new ClusterEvent.Received(sender, view, message));
                }
            });
        }
    }

    /** A life is over: what it sent last may not have left. */
    void cut(final MemberId sender) {
        final Map<MemberId, Wire> ways = wires.remove(sender);
        if (ways != null) {
            for (final Wire wire : ways.values()) {
                final int left = world.chance().below(wire.letters.size() + 1);
                while (wire.letters.size() > left) {
                    wire.letters.pollLast();
                }
            }
        }
    }

    /** A sender has no link with somebody any more. */
    void forget(final MemberId sender, final MemberId to) {
        final Wire wire = wires.getOrDefault(sender, Map.of()).get(to);
        if (wire != null) {
            wire.letters.clear();
        }
    }
}
