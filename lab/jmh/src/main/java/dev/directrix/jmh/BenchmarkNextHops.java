package dev.directrix.jmh;

import dev.directrix.forwarder.pipeline.NextHops;
import java.util.stream.LongStream;

/** A MAC address for each server, at one interface. */
final class BenchmarkNextHops implements NextHops {
    static final long OWN_MAC = 0x0200_0000_0001L;
    private static final long FIRST_SERVER_MAC = 0x0200_0a01_0000L;

    private final long[] hops;

    BenchmarkNextHops(final int servers) {
        this.hops = LongStream.range(0, servers).map(i -> NextHops.hop(FIRST_SERVER_MAC + i, 0)).toArray();
    }

    @Override
    public long hopOf(final int serverId) {
        return serverId < hops.length ? hops[serverId] : UNRESOLVED;
    }

    @Override
    public long sourceMacOf(final int port) {
        return OWN_MAC;
    }

    @Override
    public boolean isOwn(final long mac) {
        return mac == OWN_MAC;
    }
}
