package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A world in which everything happens when a scenario says so. For one thread. */
final class Scene {
    private static final long MS = WorldSettings.MS;
    private static final long STEP_NS = MS / 2;

    private final World world;
    private final List<TcpClient> clients = new ArrayList<>();

    /** A world of these settings in which all directors serve. */
    Scene(final WorldSettings settings) {
        this(settings, Sabotage.NONE);
    }

    /** As before, with a broken rule. */
    Scene(final WorldSettings settings, final Sabotage sabotage) {
        world = new World("scene", 5, settings, sabotage, Trace.off());
        world.directors().forEach(Director::boot);
        require("the cluster has begun", 10_000, world::isSettled);
    }

    /** The world. */
    World world() {
        return world;
    }

    /** A director, from 1. */
    Director director(final int number) {
        return world.directors().get(number - 1);
    }

    /** The record. */
    ClusterRecord record() {
        return world.store().record().orElseThrow();
    }

    /** Connections, which all go through one director and have only just begun. */
    void open(final int count, final Director through) {
        routeTo(through);
        for (int at = 0; at < count; at++) {
            final TcpClient client = new TcpClient(world, clients.size());
            client.hold();
            client.open(world.chance().anything());
            clients.add(client);
        }
    }

    /** Connections that are established. */
    void connect(final int count, final Director through) {
        open(count, through);
        require("all are established", 2_000, () -> clients.stream().allMatch(TcpClient::isOpen));
    }

    /** Ends all connections, and opens others of the same five-tuples. */
    void openAgain() {
        closeAll();
        reopen();
        require("all are established again", 3_000, () -> clients.stream().allMatch(TcpClient::isOpen));
    }

    /** Ends all connections. */
    void closeAll() {
        clients.forEach(TcpClient::close);
        world.runFor(100 * MS);
    }

    /** Opens connections of the same five-tuples. */
    void reopen() {
        clients.forEach(client -> client.open(client.hash()));
    }

    /** All packets go to one director from now on. */
    void routeTo(final Director only) {
        for (final Router router : world.routers()) {
            world.directors().forEach(each -> router.set(each, each == only));
        }
    }

    /** Every connection sends something through a director. */
    void talk(final Director through) {
        routeTo(through);
        clients.stream().filter(TcpClient::isOpen).forEach(TcpClient::say);
        world.runFor(60 * MS);
    }

    /** Time passes, and every connection goes on through a director. */
    void talkFor(final long ms, final Director through) {
        final long endNs = world.nowNs() + ms * MS;
        while (world.nowNs() < endNs) {
            talk(through);
            world.runFor(240 * MS);
        }
    }

    /** Every connection sends something through each director that forwards. */
    void talkEverywhere() {
        world.directors().stream().filter(each -> each.datapath().isValid()).forEach(this::talk);
    }

    /** One more server, in all configurations at once. */
    void addServer() {
        final String address = world.fleet().newAddress();
        for (final Director each : world.directors()) {
            world.fleet().configure(each, WorldSettings.TCP, address, 1);
            world.fleet().tell(each);
        }
    }

    /** Packets of nobody, within 300 ms. */
    void flood(final int count, final Packet.Kind kind) {
        for (int at = 0; at < count; at++) {
            final Packet packet = new Packet(Flow.FORGED, WorldSettings.TCP, world.chance().anything(), kind, 0);
            world.at(world.nowNs() + world.chance().between(0, 300) * MS, () -> world.fromClient(packet));
        }
    }

    /** Goes on until a phase. */
    void untilPhase(final Phase phase) {
        require("phase " + phase, 10_000, () -> record().phase() == phase);
    }

    /** Goes on until all is as everybody wishes it, and every connection goes on meanwhile. */
    void untilSettled() {
        final long endNs = world.nowNs() + 20 * WorldSettings.SECOND;
        while (true) {
            world.directors().forEach(each -> world.routers().forEach(router -> router.set(each, true)));
            if (world.isSettled()) {
                return;
            }
            if (world.nowNs() >= endNs) {
                throw new IllegalStateException("not settled: " + world.whyNotSettled());
            }
            world.directors().stream().filter(each -> each.datapath().isValid()).findAny().ifPresent(this::talk);
            world.runFor(100 * MS);
        }
    }

    /** Goes on until something is so. */
    void require(final String what, final long mostMs, final BooleanSupplier isSo) {
        final long endNs = world.nowNs() + mostMs * MS;
        while (!isSo.getAsBoolean()) {
            if (world.nowNs() >= endNs) {
                throw new IllegalStateException("not within " + mostMs + " ms: " + what + " (" + world.whyNotSettled()
                        + ")");
            }
            world.runFor(STEP_NS);
        }
    }

    /** Connections that were opened. */
    long connections() {
        return clients.size();
    }

    /** Connections that are open and need not be excused. */
    long kept() {
        return clients.stream().filter(client -> client.isOpen() && !client.flow().isExcused()).count();
    }

    /** Exceptions that a director has. */
    int exceptions(final Director director) {
        return director.datapath().tables().orElseThrow().exceptions().size();
    }
}
