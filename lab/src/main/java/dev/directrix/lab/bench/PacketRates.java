package dev.directrix.lab.bench;

import dev.directrix.linux.Capability;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Packets a second through veth pairs: the product beside what stock Linux offers, in one run on one CPU. */
@Command(name = "packet-rates", mixinStandardHelpOptions = true,
        description = "Packets a second through two veth pairs at 64 bytes, everything on one CPU.")
public final class PacketRates implements Callable<Integer> {

    private static final int WARM_UPS = 3;
    private static final int MAX_PACKETS = 1_000_000_000;

    @Option(names = "--rounds", description = "how often each contender runs (default ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--seconds", description = "about how long each run is (default ${DEFAULT-VALUE})")
    private double seconds = 2;

    @Option(names = "--packets", description = "packets of a warm-up run, and of a run at least "
            + "(default ${DEFAULT-VALUE})")
    private int packets = 1_500_000;

    @Option(names = "--cpu", description = "the one CPU (default ${DEFAULT-VALUE})")
    private int cpu;

    @Option(names = "--flows", description = "flows that take turns (default ${DEFAULT-VALUE})")
    private int flows = 10_000;

    @Option(names = "--sink", description = "how the sink receives: ${COMPLETION-CANDIDATES} "
            + "(default ${DEFAULT-VALUE}); see docs/performance.md")
    private SinkMode sink = SinkMode.THREAD;

    @Option(names = "--only", split = ",", description = "only these: redirect, forwarding, dnat, java")
    private List<String> only = List.of("redirect", "forwarding", "dnat", "java");

    private final PrintStream out;

    PacketRates(final PrintStream out) {
        this.out = out;
    }

    /** Runs the rig and prints its table. */
    public static void main(final String[] arguments) {
        System.exit(new CommandLine(new PacketRates(System.out)).setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        if (!Capability.effective().contains(Capability.SYS_ADMIN)) {
            out.println("packet-rates needs root: it creates network namespaces");
            return 1;
        }
        final OneCpu one = new OneCpu(cpu);
        final RateTable table = new RateTable();
        try (RigTopology topology = RigTopology.create();
                TrafficSink counter = new TrafficSink(topology, sink, one);
                TrafficSource source = new TrafficSource(topology, flows, one)) {
            final List<Contender> contenders = contenders(one);
            for (int round = 1; round <= rounds; round++) {
                for (final Contender contender : contenders) {
                    final Measurement measurement = measure(contender, topology, source, counter, round == 1);
                    table.add(contender.label(), measurement);
                    out.printf("round %d  %-28s %7.3f Mpackets/s  lost %.2f%%%n", round, contender.label(),
                            measurement.mpps(), 100 * measurement.lost());
                }
            }
        }
        out.printf("%n64-byte frames on the wire, %d flows, CPU %d for everything, sink in %s, medians of %d runs:%n%n",
                flows, cpu, sink == SinkMode.THREAD ? "its own thread" : "interrupts", rounds);
        out.print(table.show(new JavaContender(one).label()));
        return 0;
    }

    private Measurement measure(final Contender contender, final RigTopology topology, final TrafficSource source,
                                final TrafficSink counter, final boolean first) {
        final Contender.Running running = contender.start(topology);
        try {
            Measurement probe = run(source, counter, packets);
            for (int i = 1; first && i < WARM_UPS; i++) {
                probe = run(source, counter, packets);
            }
            final double rate = probe.sent() * 1e9 / probe.durationNs();
            return run(source, counter, (int) Math.clamp(rate * seconds, packets, MAX_PACKETS));
        } finally {
            running.close();
        }
    }

    private static Measurement run(final TrafficSource source, final TrafficSink counter, final int count) {
        final long before = counter.packets();
        final long startNs = System.nanoTime();
        source.send(count).join();
        final long durationNs = System.nanoTime() - startNs;
        return new Measurement(count, counter.packets() - before, durationNs);
    }

    private List<Contender> contenders(final OneCpu one) {
        final List<Contender> result = new ArrayList<>();
        for (final String name : only) {
            result.add(switch (name) {
                case "redirect" -> KernelContender.NO_OP_REDIRECT;
                case "forwarding" -> KernelContender.IP_FORWARDING;
                case "dnat" -> KernelContender.NFTABLES_DNAT;
                case "java" -> new JavaContender(one);
                default -> throw new IllegalArgumentException("no contender is called " + name);
            });
        }
        return result;
    }
}
