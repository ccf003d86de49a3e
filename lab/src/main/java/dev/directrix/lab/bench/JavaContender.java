package dev.directrix.lab.bench;

import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.datapath.DatapathConfig;
import dev.directrix.forwarder.datapath.DatapathMode;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.linux.LinuxException;
import dev.directrix.maglev.Seed;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The product: XDP filter, AF_XDP, parse, VIP look-up, flow table, Maglev, rewrite, transmit. Four real servers, next
 * hops from the kernel's neighbour table.
 *
 * @param cpu where the worker runs
 */
record JavaContender(OneCpu cpu) implements Contender {

    private static final int TABLE_SIZE = 65_537;
    private static final int FLOW_CAPACITY = 1 << 20;
    private static final String WORKERS = "datapath-0";

    @Override
    public String label() {
        return "Directrix, AF_XDP in Java";
    }

    @Override
    public Running start(final RigTopology topology) {
        final Seed seed = Seed.of(new byte[Seed.BYTES]);
        final Datapath datapath = RigTopology.in(topology.device(), () -> Datapath.open(new DatapathConfig(
                DatapathMode.AF_XDP, List.of("in", "out"), FLOW_CAPACITY, FlowTimeouts.DEFAULT,
                seed, PinnedNeighbors.NONE)));
        try {
            datapath.apply(table(seed));
            datapath.warm();
            awaitReady(datapath);
            if (cpu.takeOwnThreads(WORKERS, OneCpu.DEVICE) == 0) {
                throw new LinuxException("the datapath has no worker thread named " + WORKERS);
            }
            return datapath::close;
        } catch (final RuntimeException e) {
            datapath.close();
            throw e;
        }
    }

    private static ForwardingTable table(final Seed seed) {
        final List<RealServer> servers = new ArrayList<>();
        for (final String address : RigTopology.SERVERS) {
            servers.add(new RealServer(address, InetAddress.ofLiteral(address), 1, ServerState.ACTIVE));
        }
        final InetAddress vip = InetAddress.ofLiteral(RigTopology.VIP);
        return ForwardingTable.of(Set.of(vip), List.of(new VirtualService(vip, Protocol.UDP, RigTopology.PORT,
                ServerPool.of("rig", servers, TABLE_SIZE, seed))));
    }

    private static void awaitReady(final Datapath datapath) {
        final long deadlineNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!datapath.ready()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new LinuxException("the datapath is not ready after 20 s: " + datapath.status());
            }
            Thread.onSpinWait();
        }
    }
}
