package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.ServerName;
import java.util.HashMap;
import java.util.Map;

/**
 * A real server that answers clients itself (direct return): it keeps half-open connections for as long as it repeats
 * its SYN-ACK, and forgets all when it dies. For one thread.
 */
final class Server {
    private final World world;
    private final ServerName name;
    private final Map<Long, Object> halfOpen = new HashMap<>();
    private final Map<Long, Object> open = new HashMap<>();
    private boolean alive = true;
    private long life = 1;
    private long distrustedNs = Long.MIN_VALUE;

    /** A server that runs. */
    Server(final World world, final ServerName name) {
        this.world = world;
        this.name = name;
    }

    /** Pool and address. */
    ServerName name() {
        return name;
    }

    /** Whether it runs. */
    boolean isAlive() {
        return alive;
    }

    /** How often it has begun to run, with nothing in its memory. */
    long life() {
        return life;
    }

    /** When all members last held it dead, whatever it was: what it held then may be lost (assumption A3). */
    long distrustedNs() {
        return distrustedNs;
    }

    /** All members hold it dead. */
    void distrust() {
        distrustedNs = world.nowNs();
    }

    /** It stops answering. */
    void die() {
        alive = false;
        halfOpen.clear();
        open.clear();
    }

    /** It runs again, and knows nothing. */
    void comeBack() {
        if (!alive) {
            alive = true;
            life++;
        }
    }

    /** A packet arrives. */
    void receive(final Packet packet) {
        if (!alive || packet.flow() == Flow.FORGED) {
            return;
        }
        if (packet.kind() == Packet.Kind.DATAGRAM) {
            world.toClient(() -> packet.flow().owner().acked(packet));
        } else if (packet.kind() == Packet.Kind.SYN) {
            synReceived(packet);
        } else {
            dataReceived(packet);
        }
    }

    private void synReceived(final Packet packet) {
        if (open.get(packet.hash()) == packet.flow()) {
            return;
        }
        final Object attempt = new Object();
        halfOpen.put(packet.hash(), attempt);
        repeatSynAck(packet, attempt, life, world.settings().synRetryNs(), world.nowNs() + world.settings().synAckNs());
    }

    private void repeatSynAck(
            final Packet packet, final Object attempt, final long inLife, final long waitNs, final long endNs) {
        if (life != inLife || !alive || halfOpen.get(packet.hash()) != attempt) {
            return;
        }
        world.toClient(() -> packet.flow().owner().synAcked(packet, this, inLife));
        final long next = world.nowNs() + waitNs;
        if (next < endNs) {
            world.at(next, () -> repeatSynAck(packet, attempt, inLife, 2 * waitNs, endNs));
        } else {
            world.at(endNs, () -> halfOpen.remove(packet.hash(), attempt));
        }
    }

    private void dataReceived(final Packet packet) {
        if (halfOpen.containsKey(packet.hash())) {
            halfOpen.remove(packet.hash());
            open.put(packet.hash(), packet.flow());
        }
        if (open.get(packet.hash()) == packet.flow()) {
            if (packet.kind() == Packet.Kind.FIN) {
                open.remove(packet.hash());
            }
            world.toClient(() -> packet.flow().owner().acked(packet));
        } else if (packet.kind() == Packet.Kind.FIN) {
            world.toClient(() -> packet.flow().owner().acked(packet));
        } else {
            world.toClient(() -> packet.flow().owner().reset(packet));
        }
    }
}
