package dev.directrix.bgp.exabgp;

import dev.directrix.bgp.BgpSpeaker;
import dev.directrix.bgp.Flow;
import dev.directrix.bgp.LoopbackPort;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.CodecContext;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** A router on loopback that waits for one neighbour, and remembers what it was told. */
final class Router implements AutoCloseable, SpeakerListener {

    static final String ADDRESS = "127.0.0.31";

    private final MessageDecoder decoder = MessageDecoder.standard();
    private final Set<String> routes = new ConcurrentSkipListSet<>();
    private final List<String> history = new CopyOnWriteArrayList<>();
    private final BgpSpeaker speaker;
    private final int port = LoopbackPort.free();

    Router() {
        final InetAddress address = InetAddress.ofLiteral(ADDRESS);
        speaker = BgpSpeaker.start(new SpeakerConfig(65_001, (Inet4Address) address,
            Optional.of(new InetSocketAddress(address, port)),
            List.of(NeighborConfig.of(InetAddress.ofLiteral("127.0.0.32"), 65_002).withPassive(true))), this);
    }

    /** A configuration for its neighbour, with more lines in the neighbor section and before it. */
    String configuration(final String before, final String inside) {
        return before + "\nneighbor " + ADDRESS + " { router-id 10.0.0.32; local-address 127.0.0.32; local-as 65002;"
            + " peer-as 65001; connect " + port + ";\n" + inside + "\n}\n";
    }

    /** Prefixes that it has now, in order. */
    Set<String> routes() {
        return routes;
    }

    /** What it was told, in order: {@code +PREFIX}, {@code -PREFIX}, {@code eor}; not later than {@link #routes}. */
    List<String> history() {
        return history;
    }

    NeighborStatus neighbor() {
        return speaker.neighbors().getFirst();
    }

    @Override
    public void close() {
        speaker.close();
    }

    @Override
    public void down(final NeighborStatus neighbor, final String cause) {
        routes.clear();
    }

    @Override
    public boolean wantsMessages(final String id) {
        return true;
    }

    @Override
    public void message(final String id, final Flow flow, final byte[] octets, final CodecContext context) {
        if (flow == Flow.RECEIVED && decoder.decode(octets, context) instanceof Update update) {
            update.withdrawn().forEach(nlri -> {
                history.add("-" + nlri.prefix());
                routes.remove(nlri.prefix().toString());
            });
            update.nlri().forEach(nlri -> {
                history.add("+" + nlri.prefix());
                routes.add(nlri.prefix().toString());
            });
            update.endOfRib().ifPresent(family -> history.add("eor"));
        }
    }
}
