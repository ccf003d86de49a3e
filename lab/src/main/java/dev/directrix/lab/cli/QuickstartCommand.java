package dev.directrix.lab.cli;

import dev.directrix.lab.quickstart.Quickstart;
import dev.directrix.lab.quickstart.QuickstartLab;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.topology.Topology;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code directrix lab quickstart}: what {@code lab/quickstart} runs. */
@Command(name = "quickstart", mixinStandardHelpOptions = true,
    description = "Bring the quickstart topology up, show what it does under load and trouble, take it down.")
final class QuickstartCommand extends LabAction {
    @Mixin
    private TopologyOptions topologyOptions;

    @Option(names = "--keep", description = "leave the lab up afterwards")
    private boolean keep;

    @Override
    int act() {
        long startNs = System.nanoTime();
        Topology topology = topologyOptions.read(this::say);
        say("Bringing up " + topology.file().getFileName());
        Lab lab = Lab.up(topology, DirectrixProgram.here(), line -> say("  " + line));
        Thread onInterrupt = Thread.ofPlatform().unstarted(lab::close);
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        boolean stays = keep;
        try {
            List<String> failures = run(topology, lab);
            say("");
            say((failures.isEmpty() ? "All of it held" : failures.size() + " claims did not hold") + "; "
                + (System.nanoTime() - startNs) / 1_000_000_000 + " s in all.");
            return failures.isEmpty() ? OK : FAILED;
        } finally {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
            if (!stays) {
                lab.close();
            }
            explore(topology, lab.name());
        }
    }

    private List<String> run(Topology topology, Lab lab) {
        try {
            return new Quickstart(new QuickstartLab(topology, lab), this::say).run();
        } catch (LabException e) {
            say("  FAIL  " + e.getMessage());
            return List.of(e.getMessage());
        }
    }

    private void explore(Topology topology, String lab) {
        say("");
        if (!keep) {
            say("The lab is down again. To look around in it:");
            say("  ./directrix lab up " + topology.file() + "      (or lab/quickstart --keep)");
        } else {
            say("The lab is still up. To look around in it:");
        }
        say("  ./directrix lab exec " + lab + " d1 -- directrix status --watch");
        say("  ./directrix lab exec " + lab + " d1 -- directrix flow tcp 10.0.0.2:40000 192.0.2.10:80");
        say("  ./directrix lab exec " + lab + " d1 -- directrix weight set 300");
        say("  ./directrix lab exec " + lab + " router -- vtysh -c 'show bgp ipv4 unicast 192.0.2.10/32'");
        say("  ./directrix lab exec " + lab + " router -- ip route show 192.0.2.10");
        say("  ./directrix lab exec " + lab + " client -- curl -i http://192.0.2.10/");
        say("  ./directrix lab exec " + lab + " client -- wrk -t1 -c50 -d10 http://192.0.2.10/");
        say("  ./directrix lab down " + lab);
    }
}
