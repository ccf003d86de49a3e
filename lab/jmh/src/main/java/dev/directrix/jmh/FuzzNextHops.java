package dev.directrix.jmh;

import dev.directrix.forwarder.pipeline.NextHops;

/** One station for all servers, behind a link of 1,450 octets. */
final class FuzzNextHops implements NextHops {
    private static final int MTU = 1450;

    @Override
    public long hopOf(final int serverId) {
        return NextHops.hop(0x0200_0a01_0000L + serverId, 1);
    }

    @Override
    public int mtuOf(final int serverId) {
        return MTU;
    }

    @Override
    public long sourceMacOf(final int port) {
        return BenchmarkNextHops.OWN_MAC;
    }

    @Override
    public boolean isOwn(final long mac) {
        return mac == BenchmarkNextHops.OWN_MAC;
    }
}
