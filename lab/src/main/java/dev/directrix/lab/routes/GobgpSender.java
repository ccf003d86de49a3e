package dev.directrix.lab.routes;

import dev.directrix.lab.run.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** Debian's GoBGP. The fastest way into its table is an MRT file. */
final class GobgpSender implements Sender {

    private static final String LOG = "speaker.log";
    private static final String CONFIG = "gobgpd.toml";
    private static final String ROUTES = "routes.mrt";
    private static final int SPEAKER = 10 << 24 | 99 << 16 | 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** "gobgp mrt inject" 3.10 ends without waiting for what it sent last: so much more it gets, for nothing. */
    private static final int LOST_AT_MOST = 3_000;

    @Override
    public String label() {
        return "GoBGP";
    }

    @Override
    public void prepare(final RouteRig rig, final RouteSet routes, final Way way) {
        rig.write(CONFIG, """
            [global.config]
            as = %d
            router-id = "%s"
            [[neighbors]]
            [neighbors.config]
            neighbor-address = "%s"
            peer-as = %d
            [neighbors.timers.config]
            hold-time = 180
            keepalive-interval = 60
            """.formatted(RouteRig.SPEAKER_ASN, RouteRig.SPEAKER, RouteRig.ROUTER, RouteRig.ROUTER_ASN));
        try {
            Files.write(rig.file(ROUTES), MrtFile.of(routes, SPEAKER, LOST_AT_MOST));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Process load(final RouteRig rig, final RouteSet routes, final Way way) {
        final Process process = rig.startInSpeaker(LOG, Map.of(), "gobgpd", "-f", rig.file(CONFIG).toString(),
            "-p", "-l", "warn", "--pprof-disable");
        Deadline.in(PATIENCE).await(() -> rig.askInSpeaker("gobgp", "-j", "neighbor").startsWith("["),
            () -> "gobgpd does not start: " + rig.read(LOG));
        if (way == Way.CONFIGURED) {
            rig.inSpeaker(inject(rig));
            Deadline.in(PATIENCE).await(
                () -> rig.askInSpeaker("gobgp", "global", "rib", "summary").contains("Destination: " + routes.count()),
                () -> "GoBGP has not all routes: " + rig.askInSpeaker("gobgp", "global", "rib", "summary"));
        }
        return process;
    }

    @Override
    public void announce(final RouteRig rig) {
        rig.startInSpeaker("inject.log", Map.of(), inject(rig));
    }

    private static String[] inject(final RouteRig rig) {
        return new String[] {"gobgp", "mrt", "inject", "global", rig.file(ROUTES).toString()};
    }
}
