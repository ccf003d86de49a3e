package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.TestPacket;
import java.util.HashSet;
import java.util.Set;

/** Server id N at MAC address 02:00:0a:00:00:N behind port N modulo 3; our ports have 02:00:00:00:00:01 to :03. */
final class TestNextHops implements NextHops {
    private static final long SERVERS = 0x0200_0a00_0000L;
    private final Set<Integer> unresolved = new HashSet<>();

    static long macOfServer(final int serverId) {
        return SERVERS + serverId;
    }

    void forget(final int serverId) {
        unresolved.add(serverId);
    }

    @Override
    public long hopOf(final int serverId) {
        return unresolved.contains(serverId) ? UNRESOLVED : NextHops.hop(macOfServer(serverId), serverId % 3);
    }

    @Override
    public long sourceMacOf(final int port) {
        return TestPacket.OWN_MAC + port;
    }

    @Override
    public boolean isOwn(final long mac) {
        return mac >= TestPacket.OWN_MAC && mac < TestPacket.OWN_MAC + 3;
    }
}
