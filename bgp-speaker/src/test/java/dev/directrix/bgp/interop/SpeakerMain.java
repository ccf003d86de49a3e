package dev.directrix.bgp.interop;

import dev.directrix.bgp.BgpSpeaker;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.NotificationReport;
import dev.directrix.bgp.Password;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.bgp.bfd.BfdAuthType;
import dev.directrix.bgp.bfd.BfdAuthentication;
import dev.directrix.bgp.bfd.BfdSettings;
import dev.directrix.bgp.bfd.BfdStatus;
import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.ecmp.Announcement;
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
import java.util.Optional;
import java.util.TreeSet;

/** A speaker that does what its standard input says; runs in a namespace of its own. */
public final class SpeakerMain {

    private SpeakerMain() {
    }

    /** Arguments: AS number, source address, router, then passive, password=X, asn=N (of the router), bfd=X. */
    public static void main(final String[] arguments) throws IOException {
        final List<String> options = Arrays.asList(arguments).subList(3, arguments.length);
        final InetAddress source = InetAddress.getByName(arguments[1]);
        final NeighborConfig neighbor = NeighborConfig
            .of(InetAddress.getByName(arguments[2]), Long.parseLong(option(options, "asn").orElse("65000")))
            .withTimers(Duration.ofSeconds(9), Duration.ofSeconds(2))
            .withSourceAddress(Optional.of(source))
            .withPassive(options.contains("passive"))
            .withPassword(option(options, "password").map(Password::of))
            .withBfd(option(options, "bfd").map(SpeakerMain::bfd));
        final SpeakerConfig config = new SpeakerConfig(Long.parseLong(arguments[0]), (Inet4Address) source,
            Optional.of(new InetSocketAddress(source, 179)), List.of(neighbor));
        try (BgpSpeaker speaker = BgpSpeaker.start(config, SpeakerListener.NONE);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                final List<String> words = Arrays.asList(line.split(" ", -1));
                switch (words.get(0)) {
                    case "announce" -> speaker.announce(announcements(words.subList(1, words.size())));
                    case "password" -> speaker.configure(config.withNeighbors(
                        List.of(neighbor.withPassword(Optional.of(Password.of(words.get(1)))))));
                    case "bfd" -> speaker.configure(config.withNeighbors(
                        List.of(neighbor.withBfd(Optional.of(bfd(words.get(1)))))));
                    case "shutdown" -> speaker.shutdown(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN,
                        String.join(" ", words.subList(1, words.size()))).toCompletableFuture().join();
                    default -> System.out.print("");
                }
                System.out.println(words.get(0).equals("status") ? describe(speaker.neighbors().get(0)) : "ok");
            }
        }
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

    private static String describe(final NeighborStatus status) {
        return "state=" + status.state() + " up=" + status.established() + " announced=" + status.prefixesAnnounced()
            + " refreshes=" + status.received().routeRefreshes() + " error=" + status.lastError().orElse("-")
            + " received=" + status.notificationReceived().map(NotificationReport::text).orElse("-")
            + " sent=" + status.notificationSent().map(NotificationReport::text).orElse("-")
            + status.bfd().map(SpeakerMain::describe).orElse("");
    }
}
