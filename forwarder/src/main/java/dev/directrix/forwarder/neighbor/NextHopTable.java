package dev.directrix.forwarder.neighbor;

import dev.directrix.forwarder.pipeline.NextHops;

/**
 * The next hops that workers read for every packet: arrays that are replaced as a whole and never changed, so that a
 * reader needs no lock. Any thread reads; one thread publishes.
 */
public final class NextHopTable implements NextHops {

    private volatile long[] hops = {};
    private volatile long[] sources = {};
    private volatile int[] mtus = {};
    private volatile int[] portMtus = {};

    /**
     * Replaces all hops.
     *
     * @param byServerId the hop of each server id; ids beyond the end are unresolved
     */
    public void publishHops(final long[] byServerId) {
        hops = byServerId.clone();
    }

    /**
     * Replaces the largest packets.
     *
     * @param byServerId octets of the largest packet to each server id; beyond the end nothing is known
     */
    public void publishMtus(final int[] byServerId) {
        mtus = byServerId.clone();
    }

    /**
     * Replaces the interfaces' MTUs.
     *
     * @param byPort octets of the largest packet of each port; beyond the end nothing is known
     */
    public void publishPortMtus(final int[] byPort) {
        portMtus = byPort.clone();
    }

    /**
     * Replaces the interfaces' own MAC addresses.
     *
     * @param byPort MAC address of each port; 0 for one that is away
     */
    public void publishSources(final long[] byPort) {
        sources = byPort.clone();
    }

    @Override
    public long hopOf(final int serverId) {
        final long[] current = hops;
        return serverId < current.length ? current[serverId] : UNRESOLVED;
    }

    @Override
    public int mtuOf(final int serverId) {
        final int[] current = mtus;
        return serverId < current.length ? current[serverId] : UNLIMITED;
    }

    @Override
    public int mtuOfPort(final int port) {
        final int[] current = portMtus;
        return port < current.length ? current[port] : UNLIMITED;
    }

    @Override
    public long sourceMacOf(final int port) {
        final long[] current = sources;
        return port < current.length ? current[port] : UNRESOLVED;
    }

    @Override
    public boolean isOwn(final long mac) {
        for (final long own : sources) {
            if (own == mac && mac != UNRESOLVED) {
                return true;
            }
        }
        return false;
    }
}
