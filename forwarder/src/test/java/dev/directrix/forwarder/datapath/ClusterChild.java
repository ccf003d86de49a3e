package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.epoch.ClusterTables;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.forwarder.epoch.PoolEpoch;
import dev.directrix.forwarder.epoch.SlotTable;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.pipeline.ClusterOptions;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process with a datapath in a cluster, which extends its validity all the time, as a cluster does. For each line of
 * its input it prints what it has counted; "again" begins another life before.
 */
final class ClusterChild {

    static final int PORT = 8080;
    static final String SERVING = "serving";
    static final long VALIDITY_MS = 500;
    private static final Seed SEED = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final InetAddress SERVER = TestNetwork.address("10.8.0.21");

    private ClusterChild() {
    }

    public static void main(final String[] interfaces) throws IOException {
        final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        final InetAddress vip = TestNetwork.address(TestNetwork.VIP);
        final ServerPool pool =
            ServerPool.of("web", List.of(new RealServer("s1", SERVER, 1, ServerState.ACTIVE)), 13, SEED);
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
            Datapath datapath = Datapath.open(new DatapathConfig(DatapathMode.AUTO, List.of(interfaces), 65_536,
                FlowTimeouts.DEFAULT, SEED, PinnedNeighbors.NONE))) {
            datapath.apply(ForwardingTable.of(
                Set.of(vip), List.of(new VirtualService(vip, Protocol.UDP, PORT, pool))));
            ScheduledFuture<?> extending = live(datapath, timer);
            out.println(SERVING);
            final BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("again")) {
                    extending.cancel(false);
                    extending = live(datapath, timer);
                }
                final DatapathCounters counters = datapath.counters();
                out.println("counted " + counters.totals().get(Counters.Total.FORWARDED)
                    + " " + counters.drops().get(DropReason.NOT_VALID));
            }
            timer.shutdownNow();
        }
    }

    private static ScheduledFuture<?> live(final Datapath datapath, final ScheduledExecutorService timer) {
        final ClusterDatapath cluster = datapath.join(ClusterOptions.DEFAULT);
        cluster.apply(new ClusterTables(
            new EpochTables(1, 0, List.of(PoolEpoch.of(0, SlotTable.of(new int[13]))), new Exceptions(13, 8)),
            List.of("web"), List.of(new ServerKey("web", SERVER)), true));
        cluster.validUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(VALIDITY_MS));
        cluster.serve();
        return timer.scheduleAtFixedRate(
            () -> cluster.validUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(VALIDITY_MS)),
            0, VALIDITY_MS / 20, TimeUnit.MILLISECONDS);
    }
}
