package dev.directrix.lab.routes;

import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.LabException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Directrix and ExaBGP: both read the same file, in which all routes are, or the program that announces them. */
enum ConfiguredSender implements Sender {

    /** {@code directrix bgp run}. */
    DIRECTRIX("Directrix"),
    /** Debian's. */
    EXABGP("ExaBGP");

    private static final String CONFIG = "speaker.conf";
    private static final String LOG = "speaker.log";
    private static final String PROGRAM = "announce.sh";
    private static final String COMMANDS = "commands.txt";
    private static final String GO = "go";
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
    public void prepare(final RouteRig rig, final RouteSet routes, final Way way) {
        final boolean configured = way == Way.CONFIGURED;
        rig.remove(GO);
        rig.write(COMMANDS, configured ? "" : routes.commands(RouteRig.SPEAKER));
        rig.write(PROGRAM, """
            #!/bin/sh
            until [ -e %s ]; do sleep 0.01; done
            cat %s
            while :; do sleep 60; done
            """.formatted(rig.file(GO), rig.file(COMMANDS)));
        rig.file(PROGRAM).toFile().setExecutable(true, false);
        rig.write(CONFIG, """
            %s
            neighbor %s {
              router-id %s;
              local-address %s;
              local-as %d;
              peer-as %d;
              hold-time 180;
              listen 179;
              family { ipv4 unicast; }
              %s
            }
            """.formatted(configured ? "" : "process announce { run " + rig.file(PROGRAM) + "; encoder text; }",
            RouteRig.ROUTER, RouteRig.SPEAKER, RouteRig.SPEAKER, RouteRig.SPEAKER_ASN, RouteRig.ROUTER_ASN,
            configured ? "static {\n" + routes.staticRoutes(RouteRig.SPEAKER) + "}"
                : "api { processes [ announce ]; }"));
    }

    @Override
    public void announce(final RouteRig rig) {
        rig.write(GO, "");
    }

    @Override
    public Process load(final RouteRig rig, final RouteSet routes, final Way way) {
        final String config = rig.file(CONFIG).toString();
        final Process process = switch (this) {
            case DIRECTRIX -> {
                final DirectrixProgram program = DirectrixProgram.here();
                final List<String> command = new ArrayList<>(List.of(program.java().toString()));
                command.addAll(DirectrixProgram.SPEAKER_FLAGS);
                command.addAll(List.of("-jar", program.jar().toString(), "bgp", "run", config));
                yield rig.startInSpeaker(LOG, Map.of("exabgp_api_ack", "false"), command.toArray(String[]::new));
            }
            case EXABGP -> rig.startInSpeaker(LOG, Map.of("exabgp.daemon.user", "root", "exabgp.daemon.drop", "false",
                "exabgp.api.cli", "false", "exabgp.api.ack", "false"), "exabgp", config);
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
