package dev.directrix.bgp.interop;

import dev.directrix.bgp.BgpSpeaker;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.Prefix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Announces very many routes to one router, to be measured. Standard input: {@code announce} sends them,
 * {@code withdraw} takes them back, {@code status} tells where it is; each is answered with one line.
 */
public final class ManyRoutesMain {

    private ManyRoutesMain() {
    }

    /**
     * Arguments: AS number, source address, router, its AS number, number of routes, number of different attribute
     * sets, and {@code single} to hand the routes over one by one.
     */
    public static void main(final String[] arguments) throws IOException {
        final InetAddress source = InetAddress.getByName(arguments[1]);
        final NeighborConfig neighbor = NeighborConfig
            .builder(InetAddress.getByName(arguments[2]), Long.parseLong(arguments[3]))
            .sourceAddress(Optional.of(source)).multihop(64).build();
        final int count = Integer.parseInt(arguments[4]);
        final int shapes = Integer.parseInt(arguments[5]);
        final boolean single = Arrays.asList(arguments).contains("single");
        final SpeakerConfig config = new SpeakerConfig(
            Long.parseLong(arguments[0]), (Inet4Address) source, Optional.empty(), List.of(neighbor));
        try (BgpSpeaker speaker = BgpSpeaker.start(config, SpeakerListener.NONE);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                final long startedNs = System.nanoTime();
                switch (line) {
                    case "announce" -> hand(speaker, neighbor.id(), announcements(count, shapes), single);
                    case "withdraw" -> hand(speaker, neighbor.id(), withdrawals(count), single);
                    default -> System.out.print("");
                }
                final NeighborStatus status = speaker.neighbors().get(0);
                System.out.println(status.state() + " announced=" + status.prefixesAnnounced() + " pending="
                    + status.prefixesPending() + " updates=" + status.sent().updates() + " call="
                    + (System.nanoTime() - startedNs) / 1_000_000 + " ms");
            }
        }
    }

    private static void hand(
        final BgpSpeaker speaker, final String id, final List<RouteChange> changes, final boolean single) {
        if (single) {
            changes.forEach(change -> speaker.change(id, List.of(change)));
        } else {
            speaker.change(id, changes);
        }
    }

    private static List<RouteChange> announcements(final int count, final int shapes) {
        final List<RouteAttributes> attributes = new ArrayList<>();
        for (int i = 0; i < shapes; i++) {
            attributes.add(new RouteAttributes(
                List.of(new Communities(List.of(new Community(65_000 << 16 | (i & 0xffff))))), List.of()));
        }
        final List<RouteChange> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            changes.add(new RouteChange.Announce(new Route(nlri(i), attributes.get(i % shapes))));
        }
        return changes;
    }

    private static List<RouteChange> withdrawals(final int count) {
        final List<RouteChange> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            changes.add(new RouteChange.Withdraw(nlri(i)));
        }
        return changes;
    }

    private static Nlri nlri(final int number) {
        final byte[] octets =
            {(byte) (100 + (number >> 22)), (byte) (number >> 14), (byte) (number >> 6), (byte) (number << 2)};
        return Nlri.of(Prefix.of(octets, 30));
    }
}
