package dev.directrix.jmh;

import dev.directrix.forwarder.flow.FlowTable;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.Seed;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A pipeline that serves tcp 192.0.2.10:80 with 100 servers and 65,537 slots. */
final class BenchmarkPipeline {
    private static final int SERVERS = 100;
    private static final int SLOTS = 65_537;
    private static final int VIP = 0xc000_020a;
    private static final int FIRST_SERVER = 0x0a01_0000;

    private BenchmarkPipeline() {
    }

    static Pipeline over(final FlowTable table) {
        final Seed seed = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
        final InetAddress vip = Addresses.ofInt(VIP);
        final List<RealServer> servers = IntStream.range(0, SERVERS)
                .mapToObj(i -> new RealServer("s" + i, Addresses.ofInt(FIRST_SERVER + i), 1, ServerState.ACTIVE))
                .toList();
        final VirtualService service =
                new VirtualService(vip, Protocol.TCP, 80, ServerPool.of("web", servers, SLOTS, seed));
        final Pipeline pipeline = new Pipeline(FlowHash.of(seed), table, new BenchmarkNextHops(SERVERS));
        pipeline.apply(new TableCompiler().compile(ForwardingTable.of(Set.of(vip), List.of(service))));
        return pipeline;
    }
}
