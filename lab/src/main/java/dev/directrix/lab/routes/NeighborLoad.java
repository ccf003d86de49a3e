package dev.directrix.lab.routes;

import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.LabException;
import dev.directrix.linux.Capability;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What 500 neighbours with 100 routes of their own each cost one {@code directrix bgp run}. */
@Command(name = "neighbor-load", mixinStandardHelpOptions = true,
    description = "Memory and CPU of one speaker with many neighbours, all of them one FRR.")
public final class NeighborLoad implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String CONFIG = "speaker.conf";
    private static final String LOG = "speaker.log";

    @Option(names = "--neighbors", description = "how many neighbours (default ${DEFAULT-VALUE})")
    private int neighbors = 500;

    @Option(names = "--routes", description = "how many routes each of them has (default ${DEFAULT-VALUE})")
    private int routes = 100;

    @Option(names = "--seconds", description = "how long they are held (default ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Option(names = "--limit", description = "megabytes that must not be passed (default ${DEFAULT-VALUE})")
    private int limitMb = 512;

    private final PrintStream out;

    NeighborLoad(final PrintStream out) {
        this.out = out;
    }

    /** Runs the rig; exit code 1 when the limit was passed or a session was lost. */
    public static void main(final String[] arguments) {
        System.exit(new CommandLine(new NeighborLoad(System.out)).execute(arguments));
    }

    @Override
    public Integer call() {
        if (!Capability.effective().contains(Capability.SYS_ADMIN)) {
            out.println("neighbor-load needs root: it creates network namespaces");
            return 1;
        }
        try (RouteRig rig = new RouteRig()) {
            for (int i = 0; i < neighbors; i++) {
                rig.inSpeaker("ip", "addr", "add", address(i) + "/16", "dev", "veth1");
            }
            rig.write(CONFIG, speakerConfig());
            rig.freshRouter(routerLines());
            final DirectrixProgram program = DirectrixProgram.here();
            final List<String> command = new ArrayList<>(List.of(program.java().toString()));
            command.addAll(DirectrixProgram.SPEAKER_FLAGS);
            command.addAll(List.of("-jar", program.jar().toString(), "bgp", "run", rig.file(CONFIG).toString()));
            final Process process = rig.startInSpeaker(LOG, Map.of(), command.toArray(String[]::new));
            return hold(rig, process);
        }
    }

    private int hold(final RouteRig rig, final Process process) {
        try (FrrTerminal terminal = rig.terminal()) {
            final long all = (long) neighbors * routes;
            final long start = System.nanoTime();
            RouteRates.await(terminal, PATIENCE, neighbors, all, "Directrix");
            out.printf(Locale.ROOT, "%d sessions up, %,d routes at FRR: %.1f s after the start%n", neighbors, all,
                (System.nanoTime() - start) / 1e9);
            final ProcessUse before = ProcessUse.of(process.toHandle());
            out.printf("resident memory %d MB, at most %d MB%n", before.memoryMb(), before.largestMemoryMb());
            final long lost = watch(terminal, all);
            final ProcessUse after = ProcessUse.of(process.toHandle());
            out.printf(Locale.ROOT, "after %d s: resident memory %d MB, at most %d MB; %.1f %% of a CPU; lost: %d%n",
                seconds, after.memoryMb(), after.largestMemoryMb(),
                100 * (after.cpuSeconds() - before.cpuSeconds()) / Math.max(1, seconds), lost);
            return after.largestMemoryMb() < limitMb && lost == 0 ? 0 : 1;
        } catch (final LabException e) {
            throw new LabException(e.getMessage() + "\n" + rig.read(LOG), e);
        }
    }

    /** The most sessions that were missing at any time. */
    private long watch(final FrrTerminal terminal, final long all) {
        long lost = 0;
        for (int i = 0; i < seconds; i++) {
            Deadline.pause(Duration.ofSeconds(1));
            final String summary = terminal.ask("show bgp ipv4 unicast summary json");
            lost = Math.max(lost, neighbors - RouteRig.established(summary));
            lost = Math.max(lost, RouteRig.prefixes(summary) < all ? 1 : 0);
        }
        return lost;
    }

    private String speakerConfig() {
        final StringBuilder config = new StringBuilder(1_000);
        for (int i = 0; i < neighbors; i++) {
            final String us = address(i);
            config.append("neighbor ").append(RouteRig.ROUTER).append(" {\n  router-id ").append(us)
                .append(";\n  local-address ").append(us).append(";\n  local-as ").append(RouteRig.SPEAKER_ASN)
                .append(";\n  peer-as ").append(RouteRig.ROUTER_ASN).append(";\n  hold-time 9;\n")
                .append("  family { ipv4 unicast; }\n  static {\n");
            for (int j = 0; j < routes; j++) {
                config.append("  route 20.").append(i >> 8).append('.').append(i & 0xff).append('.').append(j)
                    .append("/32 next-hop ").append(us).append(" med ").append(j).append(" community [ ")
                    .append(RouteRig.SPEAKER_ASN).append(':').append(j).append(" ];\n");
            }
            config.append("  }\n}\n");
        }
        return config.toString();
    }

    private String routerLines() {
        final StringBuilder lines = new StringBuilder(1_000);
        for (int i = 0; i < neighbors; i++) {
            final String us = " neighbor " + address(i) + " ";
            lines.append(us).append("remote-as ").append(RouteRig.SPEAKER_ASN).append('\n')
                .append(us).append("timers 3 9\n").append(us).append("passive\n");
        }
        lines.append(" address-family ipv4 unicast\n");
        for (int i = 0; i < neighbors; i++) {
            final String us = "  neighbor " + address(i) + " ";
            lines.append(us).append("activate\n").append(us).append("route-map nothing out\n");
        }
        return lines.append(" exit-address-family\n").toString();
    }

    private static String address(final int index) {
        return "10.99." + (1 + index / 250) + "." + (1 + index % 250);
    }
}
