package dev.directrix.cluster.simulation;

/** A client that sends datagrams of one flow, and after a long silence of another. For one thread. */
final class UdpClient implements Flow.Owner {
    private static final long MS = WorldSettings.MS;

    private final World world;
    private final int number;
    private long flows;
    private long hash;
    private Flow flow = Flow.FORGED;
    private int left;
    private long mostGapNs;

    /** A client that will begin by itself. */
    UdpClient(final World world, final int number) {
        this.world = world;
        this.number = number;
    }

    /** Sends the first of some datagrams. */
    void begin() {
        hash = world.chance().anything();
        flows++;
        world.tally().udpFlows++;
        flow = new Flow("u" + number + "#" + flows, true, this, world.nowNs());
        left = (int) world.chance().between(3, 25);
        mostGapNs = world.chance().happens(0.3) ? world.settings().idleNs() * 94 / 100 : 400 * MS;
        say();
    }

    private void say() {
        world.fromClient(new Packet(flow, WorldSettings.UDP, hash, Packet.Kind.DATAGRAM, 0));
        left--;
        world.at(world.nowNs() + world.chance().between(50 * MS, mostGapNs), left > 0 ? this::say : this::begin);
    }
}
