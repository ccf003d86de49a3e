package dev.directrix.lab.routes;

import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.LabException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Directrix and ExaBGP: both read the same file, in which all routes are. */
enum ConfiguredSender implements Sender {

    /** {@code directrix bgp run}. */
    DIRECTRIX("Directrix"),
    /** Debian's. */
    EXABGP("ExaBGP");

    private static final String CONFIG = "speaker.conf";
    private static final String LOG = "speaker.log";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String label;

    ConfiguredSender(final String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void prepare(final RouteRig rig, final RouteSet routes) {
        rig.write(CONFIG, """
            neighbor %s {
              router-id %s;
              local-address %s;
              local-as %d;
              peer-as %d;
              hold-time 180;
              listen 179;
              family { ipv4 unicast; }
              static {
            %s  }
            }
            """.formatted(RouteRig.ROUTER, RouteRig.SPEAKER, RouteRig.SPEAKER, RouteRig.SPEAKER_ASN,
            RouteRig.ROUTER_ASN, routes.staticRoutes(RouteRig.SPEAKER)));
    }

    @Override
    public Process load(final RouteRig rig, final RouteSet routes) {
        final String config = rig.file(CONFIG).toString();
        final Process process = switch (this) {
            case DIRECTRIX -> {
                final DirectrixProgram program = DirectrixProgram.here();
                final List<String> command = new ArrayList<>(List.of(program.java().toString()));
                command.addAll(DirectrixProgram.SPEAKER_FLAGS);
                command.addAll(List.of("-jar", program.jar().toString(), "bgp", "run", config));
                yield rig.startInSpeaker(LOG, Map.of(), command.toArray(String[]::new));
            }
            case EXABGP -> rig.startInSpeaker(LOG, Map.of("exabgp.daemon.user", "root", "exabgp.daemon.drop", "false",
                "exabgp.api.cli", "false"), "exabgp", config);
        };
        // Either listens once it has read the file.
        Deadline.in(PATIENCE).await(
            () -> !process.isAlive() || rig.askInSpeaker("ss", "-Hltn", "sport", "=", ":179").contains(":179"),
            () -> label + " does not listen: " + rig.read(LOG));
        if (!process.isAlive()) {
            throw new LabException(label + " has ended: " + rig.read(LOG));
        }
        return process;
    }
}
