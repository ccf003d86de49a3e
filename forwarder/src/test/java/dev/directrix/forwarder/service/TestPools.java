package dev.directrix.forwarder.service;

import dev.directrix.maglev.Seed;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Tables for tests: VIP 192.0.2.10 with tcp 80 at pool web and udp 53 at pool dns, servers from 10.0.1.21 on. */
public final class TestPools {
    /** The directors' secret. */
    public static final Seed SEED = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
    /** The VIP. */
    public static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.10");
    private static final int TABLE_SIZE = 251;

    private TestPools() {
    }

    /** Server sN at 10.0.1.(20 + N). */
    public static RealServer server(final int number, final ServerState state) {
        return new RealServer("s" + number, InetAddress.ofLiteral("10.0.1." + (20 + number)), 1, state);
    }

    /** Servers s1 to sN, all of one state. */
    public static List<RealServer> servers(final int count, final ServerState state) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> server(i, state)).toList();
    }

    /** A pool of these servers. */
    public static ServerPool pool(final String name, final List<RealServer> servers) {
        return ServerPool.of(name, servers, TABLE_SIZE, SEED);
    }

    /** A pool of these servers, reached in this way. */
    public static ServerPool pool(final String name, final List<RealServer> servers, final Forwarding forwarding) {
        return ServerPool.of(name, servers, forwarding, Scheduling.MAGLEV, TABLE_SIZE, SEED);
    }

    /** The table with these servers in both pools. */
    public static ForwardingTable table(final List<RealServer> servers) {
        return ForwardingTable.of(Set.of(VIP), List.of(
                new VirtualService(VIP, Protocol.TCP, 80, pool("web", servers)),
                new VirtualService(VIP, Protocol.UDP, 53, pool("dns", servers))));
    }
}
