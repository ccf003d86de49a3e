package dev.directrix.bgp.interop;

import dev.directrix.bgp.BgpSpeaker;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Prefix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Very many sessions of one process on loopback addresses, to be measured: run it once as {@code hub}, which announces,
 * and once as {@code spokes}. Each line of standard input is answered with where the sessions are.
 */
public final class ManyNeighborsMain {

    private ManyNeighborsMain() {
    }

    /** Arguments: hub or spokes, port, number of neighbours, routes for each. */
    public static void main(final String[] arguments) throws IOException {
        final boolean hub = arguments[0].equals("hub");
        final int port = Integer.parseInt(arguments[1]);
        final int count = Integer.parseInt(arguments[2]);
        final int routes = Integer.parseInt(arguments[3]);
        final InetAddress center = address(0, 1);
        final List<NeighborConfig> neighbors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final InetAddress edge = address(1 + i / 200, 1 + i % 200);
            neighbors.add(NeighborConfig.builder(hub ? edge : center, hub ? 65_001 : 65_000)
                .id("edge-" + i).sourceAddress(Optional.of(hub ? center : edge)).port(port).passive(hub).build());
        }
        final SpeakerConfig config = new SpeakerConfig(hub ? 65_000 : 65_001, (Inet4Address) address(9, hub ? 1 : 2),
            hub ? Optional.of(new InetSocketAddress(center, port)) : Optional.empty(), neighbors);
        try (BgpSpeaker speaker = BgpSpeaker.start(config, SpeakerListener.NONE);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            neighbors.forEach(neighbor -> speaker.change(neighbor.id(), hub ? announcements(routes) : List.of()));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                final List<NeighborStatus> all = speaker.neighbors();
                System.out.println("up=" + all.stream().filter(NeighborStatus::isEstablished).count()
                    + " announced=" + all.stream().mapToInt(NeighborStatus::prefixesAnnounced).sum()
                    + " received=" + all.stream().mapToInt(NeighborStatus::prefixesReceived).sum()
                    + " threads=" + Thread.activeCount() + " rss=" + rss());
            }
        }
    }

    private static List<RouteChange> announcements(final int count) {
        final RouteAttributes self = new RouteAttributes(List.of(), List.of());
        final List<RouteChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(new RouteChange.Announce(new Route(
                Nlri.of(Prefix.of(new byte[] {100, 64, (byte) (i >> 8), (byte) i}, 32)), self)));
        }
        return changes;
    }

    private static InetAddress address(final int third, final int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 8, (byte) third, (byte) last});
    }

    private static String rss() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS")).findFirst().map(line -> line.substring(6).trim()).orElse("?");
    }
}
