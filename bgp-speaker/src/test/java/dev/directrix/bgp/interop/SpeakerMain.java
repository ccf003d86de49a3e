package dev.directrix.bgp.interop;

import dev.directrix.bgp.BgpSpeaker;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborConfigBuilder;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.NotificationReport;
import dev.directrix.bgp.Password;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.bfd.BfdAuthType;
import dev.directrix.bgp.bfd.BfdAuthentication;
import dev.directrix.bgp.bfd.BfdSettings;
import dev.directrix.bgp.bfd.BfdStatus;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.session.AddPathMode;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.Prefix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A speaker that does what its standard input says; runs in a namespace of its own. */
public final class SpeakerMain {

    private static final int LAST_OCTET = 3;

    private final SpeakerConfig config;
    private final BgpSpeaker speaker;

    private SpeakerMain(final SpeakerConfig config, final BgpSpeaker speaker) {
        this.config = config;
        this.speaker = speaker;
    }

    /**
     * Arguments: AS number, source address, router, then passive, password=X, asn=N (of the router), hold=S, retry=MS,
     * bfd=X, addpath, nexthop, device=X, or count=N: N sessions, each from the next address.
     */
    public static void main(final String[] arguments) throws IOException {
        final List<String> options = Arrays.asList(arguments).subList(3, arguments.length);
        final InetAddress source = InetAddress.getByName(arguments[1]);
        final List<NeighborConfig> neighbors = new ArrayList<>();
        final int count = Integer.parseInt(option(options, "count").orElse("1"));
        for (int i = 0; i < count; i++) {
            neighbors.add(neighbor(InetAddress.getByName(arguments[2]), following(source, i), i, options));
        }
        final InetAddress listen = option(options, "device").isPresent() ? InetAddress.getByName("::")
            : count == 1 ? source : InetAddress.getByName("0.0.0.0");
        final InetAddress id = source instanceof Inet4Address ? source : InetAddress.getByName(RouterLab.ONE);
        final SpeakerConfig config = new SpeakerConfig(Long.parseLong(arguments[0]), (Inet4Address) id,
            Optional.of(new InetSocketAddress(listen, 179)), neighbors);
        try (BgpSpeaker speaker = BgpSpeaker.start(config, SpeakerListener.NONE);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            final SpeakerMain main = new SpeakerMain(config, speaker);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(main.obey(Arrays.asList(line.split(" ", -1))));
            }
        }
    }

    private String obey(final List<String> words) throws IOException {
        final String id = config.neighbors().getFirst().id();
        switch (words.get(0)) {
            case "announce" -> speaker.announce(announcements(words.subList(1, words.size())));
            case "path" -> speaker.change(id, List.of(new RouteChange.Announce(path(words))));
            case "nopath" -> speaker.change(id, List.of(new RouteChange.Withdraw(nlri(words))));
            case "ask" -> config.neighbors().getFirst().families().forEach(family ->
                speaker.requestRefresh(id, family));
            case "password" -> speaker.configure(config.withNeighbors(List.of(
                config.neighbors().getFirst().withPassword(Optional.of(Password.of(words.get(1)))))));
            case "bfd" -> speaker.configure(config.withNeighbors(List.of(
                config.neighbors().getFirst().withBfd(Optional.of(bfd(words.get(1)))))));
            case "shutdown" -> speaker.shutdown(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN,
                String.join(" ", words.subList(1, words.size()))).toCompletableFuture().join();
            case "reset" -> config.neighbors().forEach(neighbor -> speaker.teardown(neighbor.id(),
                CeaseSubcode.ADMINISTRATIVE_RESET.code(), ""));
            case "status" -> {
                return describe(speaker.neighbors().getFirst());
            }
            case "summary" -> {
                return summary(speaker.neighbors());
            }
            default -> throw new IllegalArgumentException(words.get(0));
        }
        return "ok";
    }

    private static NeighborConfig neighbor(
        final InetAddress router, final InetAddress source, final int index, final List<String> options)
        throws IOException {
        final NeighborConfigBuilder builder = NeighborConfig
            .builder(router, Long.parseLong(option(options, "asn").orElse("65000")))
            .holdTime(Duration.ofSeconds(Long.parseLong(option(options, "hold").orElse("9"))))
            .connectRetry(Duration.ofMillis(Long.parseLong(option(options, "retry").orElse("2000"))))
            .sourceAddress(Optional.of(source))
            .passive(options.contains("passive"))
            .password(option(options, "password").map(Password::of));
        if (options.stream().anyMatch(option -> option.startsWith("count="))) {
            // Every other one has the higher identifier and wins collisions (RFC 4271 §6.8).
            final byte[] id = source.getAddress();
            id[0] = (byte) (index % 2 == 0 ? 10 : 200);
            builder.id("session" + index).routerId(Optional.of((Inet4Address) InetAddress.getByAddress(id)));
        }
        if (options.contains("addpath")) {
            builder.addPath(Map.of(Family.IPV4_UNICAST, AddPathMode.SEND, Family.IPV6_UNICAST, AddPathMode.SEND));
        }
        option(options, "bfd").ifPresent(bfd -> builder.bfd(Optional.of(bfd(bfd))));
        if (options.contains("nexthop")) {
            builder.extendedNextHop(
                List.of(new ExtendedNextHop.Entry(Family.IPV4_UNICAST, ExtendedNextHop.AFI_IPV6)));
        }
        // The router is known by its interface only.
        option(options, "device").ifPresent(device -> builder.address(NeighborConfig.UNKNOWN_ADDRESS).id(device)
            .device(Optional.of(device)).sourceAddress(Optional.empty()));
        return builder.build();
    }

    private static InetAddress following(final InetAddress first, final int index) throws IOException {
        final byte[] octets = first.getAddress();
        octets[octets.length == 4 ? LAST_OCTET : octets.length - 1] += (byte) index;
        return InetAddress.getByAddress(octets);
    }

    private static Optional<String> option(final List<String> options, final String key) {
        return options.stream().filter(option -> option.startsWith(key + "=")).findFirst()
            .map(option -> option.substring(key.length() + 1));
    }

    /** Each as ADDRESS,WEIGHT or ADDRESS,WEIGHT,drain. */
    private static List<Announcement> announcements(final List<String> words) throws IOException {
        final List<Announcement> result = new ArrayList<>();
        for (final String word : words) {
            if (!word.isEmpty()) {
                final List<String> parts = Arrays.asList(word.split(",", -1));
                result.add(new Announcement(Prefix.host(InetAddress.getByName(parts.get(0))), Optional.empty(),
                    Integer.parseInt(parts.get(1)), parts.contains("drain"), new TreeSet<>()));
            }
        }
        return result;
    }

    /** {@code path ADDRESS ID NEXTHOP COMMUNITY}. */
    private static Route path(final List<String> words) throws IOException {
        final List<String> community = Arrays.asList(words.get(4).split(":", -1));
        return new Route(nlri(words), new RouteAttributes(
            List.of(new Communities(List.of(
                new Community(Integer.parseInt(community.get(0)) << 16 | Integer.parseInt(community.get(1)))))),
            List.of(InetAddress.getByName(words.get(3)))));
    }

    private static Nlri nlri(final List<String> words) throws IOException {
        return new Nlri(Prefix.host(InetAddress.getByName(words.get(1))), Long.parseLong(words.get(2)));
    }

    private static String describe(final NeighborStatus status) {
        return "state=" + status.state() + " up=" + status.established() + " announced=" + status.prefixesAnnounced()
            + " refreshes=" + status.received().routeRefreshes() + " error=" + status.lastError().orElse("-")
            + " received=" + status.notificationReceived().map(NotificationReport::text).orElse("-")
            + " sent=" + status.notificationSent().map(NotificationReport::text).orElse("-")
            + status.bfd().map(SpeakerMain::describe).orElse("");
    }

    /** Milliseconds, multiplier, then perhaps "multihop", then perhaps a type of key, which then is "secret". */
    private static BfdSettings bfd(final String text) {
        final List<String> parts = Arrays.asList(text.split(",", -1));
        final BfdSettings settings =
            BfdSettings.of(Duration.ofMillis(Long.parseLong(parts.get(0))), Integer.parseInt(parts.get(1)));
        final Optional<BfdAuthentication> key = Arrays.stream(BfdAuthType.values())
            .filter(type -> parts.contains(type.text()))
            .map(type -> BfdAuthentication.of(type, 1, "secret")).findFirst();
        return (parts.contains("multihop") ? settings.withMultihop(254) : settings).withAuthentication(key);
    }

    private static String describe(final BfdStatus status) {
        return " bfd=" + status.state().text() + "/" + status.remoteState().text() + " ups=" + status.ups()
            + " downs=" + status.downs() + " sends=" + status.sendInterval().toMillis()
            + " detects=" + status.detectionTime().toMillis() + " rejected=" + status.rejected()
            + " lastDown=" + status.lastDown().orElse("-");
    }

    private static String summary(final List<NeighborStatus> all) {
        return "established=" + all.stream().filter(NeighborStatus::isEstablished).count()
            + " least=" + all.stream().mapToLong(NeighborStatus::established).min().orElse(0)
            + " most=" + all.stream().mapToLong(NeighborStatus::established).max().orElse(0)
            + all.stream().filter(status -> status.established() != 1).map(status ->
                " " + status.id() + ": " + describe(status)).collect(Collectors.joining());
    }
}
