package dev.directrix.lab.routes;

import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import dev.directrix.linux.Capability;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long FRR waits for 100,000 routes: from the product, ExaBGP and GoBGP, in one run. */
@Command(name = "route-rates", mixinStandardHelpOptions = true,
    description = "Seconds until a fresh FRR has all the routes, by sender.")
public final class RouteRates implements Callable<Integer> {

    private static final Duration SESSION = Duration.ofSeconds(60);
    private static final Duration ROUTES = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final double NANOS = 1e9;

    @Option(names = "--rounds", description = "how often each sender runs (default ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--routes", description = "how many routes (default ${DEFAULT-VALUE})")
    private int routes = 100_000;

    @Option(names = "--sets", split = ",", description = "how many different sets of attributes, one table for each "
        + "(default ${DEFAULT-VALUE})")
    private List<Integer> sets = List.of(1, 1_000);

    @Option(names = "--ways", split = ",", description = "how the routes come to the senders: ${COMPLETION-CANDIDATES} "
        + "(default ${DEFAULT-VALUE})")
    private List<Way> ways = List.of(Way.CONFIGURED, Way.API);

    @Option(names = "--only", split = ",", description = "only these: directrix, exabgp, gobgp")
    private List<String> only = List.of("directrix", "exabgp", "gobgp");

    private final PrintStream out;

    RouteRates(final PrintStream out) {
        this.out = out;
    }

    /** Runs the rig and prints its tables. */
    public static void main(final String[] arguments) {
        System.exit(new CommandLine(new RouteRates(System.out)).setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
    }

    @Override
    public Integer call() {
        if (!Capability.effective().contains(Capability.SYS_ADMIN)) {
            out.println("route-rates needs root: it creates network namespaces");
            return 1;
        }
        try (RouteRig rig = new RouteRig()) {
            for (final Way way : ways) {
                for (final int different : sets) {
                    compare(rig, new RouteSet(routes, different), way);
                }
            }
        }
        return 0;
    }

    private void compare(final RouteRig rig, final RouteSet set, final Way way) {
        final RouteTable table = new RouteTable();
        for (int round = 1; round <= rounds; round++) {
            for (final Sender sender : senders()) {
                final RouteRun run = measure(rig, sender, set, way);
                table.add(sender.label(), run);
                out.printf(Locale.ROOT, "round %d  %-10s announce %6.2f s  load %6.2f s%n", round,
                    sender.label(), run.announceSeconds(), run.loadSeconds());
            }
        }
        out.printf("%n%s, %s, medians of %d runs:%n%n%s%n", set.describe(), way.text(), rounds,
            table.show(ConfiguredSender.DIRECTRIX.label()));
    }

    private static RouteRun measure(final RouteRig rig, final Sender sender, final RouteSet routes, final Way way) {
        sender.prepare(rig, routes, way);
        rig.freshRouter("""
             neighbor %1$s remote-as %2$d
             neighbor %1$s timers 60 180
             neighbor %1$s timers connect 1
             neighbor %1$s shutdown
             address-family ipv4 unicast
              neighbor %1$s activate
              neighbor %1$s route-map nothing out
             exit-address-family
            """.formatted(RouteRig.SPEAKER, RouteRig.SPEAKER_ASN));
        try (FrrTerminal terminal = rig.terminal()) {
            final long start = System.nanoTime();
            final Process process = sender.load(rig, routes, way);
            final double load = (System.nanoTime() - start) / NANOS;
            for (final String line : List.of("enable", "configure terminal", "router bgp " + RouteRig.ROUTER_ASN,
                "no neighbor " + RouteRig.SPEAKER + " shutdown", "end")) {
                terminal.ask(line);
            }
            await(terminal, SESSION, 1, 0, sender.label());
            final Instant asked = Instant.now();
            if (way == Way.API) {
                sender.announce(rig);
            }
            await(terminal, ROUTES, 1, routes.count(), sender.label());
            final Instant begun = way == Way.API ? asked : rig.sessionUp();
            final double announce = Duration.between(begun, Instant.now()).toNanos() / NANOS;
            return new RouteRun(load, announce, ProcessUse.of(process.toHandle()), rig.routerUse().cpuSeconds());
        } finally {
            rig.endSpeaker();
            rig.endRouter();
        }
    }

    /** Returns as soon as FRR has so many sessions and prefixes. */
    static void await(
        final FrrTerminal terminal, final Duration patience, final long sessions, final long prefixes,
        final String who) {
        final Deadline deadline = Deadline.in(patience);
        String summary = terminal.ask("show bgp ipv4 unicast summary json");
        while (RouteRig.established(summary) < sessions || RouteRig.prefixes(summary) < prefixes) {
            if (deadline.passed()) {
                throw new LabException(who + ": FRR has " + RouteRig.established(summary) + " sessions and "
                    + RouteRig.prefixes(summary) + " routes after " + patience.toSeconds() + " s, not " + sessions
                    + " and " + prefixes);
            }
            Deadline.pause(POLL);
            summary = terminal.ask("show bgp ipv4 unicast summary json");
        }
    }

    private List<Sender> senders() {
        final List<Sender> result = new ArrayList<>();
        for (final String name : only) {
            result.add(switch (name) {
                case "directrix" -> ConfiguredSender.DIRECTRIX;
                case "exabgp" -> ConfiguredSender.EXABGP;
                case "gobgp" -> new GobgpSender();
                default -> throw new IllegalArgumentException("no sender is called " + name);
            });
        }
        return result;
    }
}
