package dev.directrix.lab.modes;

import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends each kind of traffic through one mode after another, and says what went wrong. */
public final class ModeMatrix {
    private static final Duration COMMAND = Duration.ofSeconds(60);
    /** Of a large file; curl gives up earlier when nothing comes. */
    private static final Duration TRANSFER = Duration.ofMinutes(5);
    /** Seconds without an answer after which a client gives up. */
    private static final int SILENCE = 20;
    private static final int ECHO_PORT = 7;
    private static final int PROBES = 100;
    private static final int SMALL_OCTETS = 100;
    private static final int FRAGMENTED_OCTETS = 4000;
    private static final int UPLOAD_OCTETS = 3_000_000;
    private static final int REQUESTS = 20;
    private static final Duration SURVEY = Duration.ofSeconds(6);

    private final ModesLab lab;

    /**
     * How one cell went.
     *
     * @param failure empty when all went well
     * @param note    what was measured
     */
    public record Cell(Mode mode, int family, Traffic traffic, Optional<String> failure, String note) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-12s IPv%d  %-11s %s", mode, family, traffic,
                failure.map(text -> "FAILED: " + text).orElse("ok  " + note));
        }
    }

    /** For a lab that is up, with downloads of so many megabytes. */
    public ModeMatrix(ModesLab lab, int megabytes) {
        this.lab = lab;
        for (String server : ModesLab.SERVERS) {
            lab.node(server).shell(TRANSFER, "seq 1 100000000 | head -c " + megabytes * 1_000_000L
                + " > /srv/www/large.bin; head -c 3000000 /srv/www/large.bin > /srv/www/medium.bin").orFail();
        }
    }

    /** Switches to a mode and sends everything, in every family; says of each cell how it went. */
    public void run(Mode mode, List<Traffic> kinds, Consumer<Cell> done) {
        lab.use(mode);
        for (int family : ModesLab.families(mode)) {
            for (Traffic traffic : kinds) {
                done.accept(run(mode, family, traffic));
            }
        }
    }

    private Cell run(Mode mode, int family, Traffic traffic) {
        List<String> failures = new ArrayList<>();
        String note = "";
        long startNs = System.nanoTime();
        try {
            ChecksumWatch watch = ChecksumWatch.start(lab);
            startNs = System.nanoTime();
            try {
                note = send(family, traffic);
            } catch (LabException e) {
                failures.add(failure(e, startNs));
            }
            ChecksumWatch.Seen seen = watch.stop();
            note += String.format(Locale.ROOT, "; checksums of %d frames, %d in tunnels", seen.frames(), seen.inner());
            seen.wrong().forEach(line -> failures.add("wrong checksum: " + line));
        } catch (LabException e) {
            failures.add(failure(e, startNs));
        }
        return new Cell(mode, family, traffic,
            failures.isEmpty() ? Optional.empty() : Optional.of(String.join(" | ", failures)), note);
    }

    /** What went wrong, after how long; an interrupt is no failure of the traffic. */
    private static String failure(LabException e, long startNs) {
        if (Thread.currentThread().isInterrupted()) {
            throw e;
        }
        return String.format(Locale.ROOT, "after %.1f s: %s", (System.nanoTime() - startNs) / 1e9, e.getMessage());
    }

    private String send(int family, Traffic traffic) {
        return switch (traffic) {
            case SMALL -> small(family);
            case DOWNLOAD -> download("client", family, "large.bin");
            case TOO_BIG -> download("far", family, "medium.bin");
            case UDP -> probe(family, "udp", SMALL_OCTETS, PROBES);
            case FRAGMENTS -> probe(family, "udp", FRAGMENTED_OCTETS, PROBES);
            case SMALL_LINK -> smallLink(family);
        };
    }

    private String small(int family) {
        for (int i = 0; i < REQUESTS; i++) {
            CommandResult got = lab.node("client").exec(COMMAND, List.of("curl", "-q", "-sS", "--max-time",
                Integer.toString(SILENCE), url(family, ""))).orFail();
            if (!ModesLab.SERVERS.contains(got.output().strip())) {
                throw new LabException("got '" + got.output().strip() + "' instead of a server's name");
            }
        }
        return REQUESTS + " requests";
    }

    private String download(String client, int family, String file) {
        LabNode node = lab.node(client);
        long startNs = System.nanoTime();
        String silence = Integer.toString(SILENCE);
        node.exec(TRANSFER, List.of("curl", "-q", "-sS", "--connect-timeout", silence, "--speed-limit", "1",
            "--speed-time", silence, "-o", "/run/got.bin", url(family, file))).orFail();
        double seconds = (System.nanoTime() - startNs) / 1e9;
        String got = sum(node, "/run/got.bin");
        String sent = sum(lab.node(ModesLab.SERVERS.getFirst()), "/srv/www/" + file);
        if (!got.equals(sent)) {
            throw new LabException("the file that arrived is another: SHA-256 " + got + " instead of " + sent);
        }
        long octets = node.file("/run/got.bin").toFile().length();
        return String.format(Locale.ROOT, "%.1f MB in %.1f s", octets / 1e6, seconds);
    }

    private String smallLink(int family) {
        lab.backLink(ModesLab.SMALL_MTU);
        Deadline.pause(SURVEY);
        try {
            return probe(family, "tcp", UPLOAD_OCTETS, 1);
        } finally {
            lab.backLink(ModesLab.LINK_MTU);
            lab.node("client").shell(COMMAND, "ip route flush cache; ip -6 route flush cache");
        }
    }

    private String probe(int family, String kind, int octets, int count) {
        return lab.node("client").exec(TRANSFER, List.of("python3", "/srv/probe.py", kind, ModesLab.vip(family),
            Integer.toString(ECHO_PORT), Integer.toString(octets), Integer.toString(count), Integer.toString(SILENCE)))
            .orFail().output().strip();
    }

    private static String url(int family, String file) {
        String vip = ModesLab.vip(family);
        return "http://" + (family == 4 ? vip : "[" + vip + "]") + "/" + file;
    }

    private static String sum(LabNode node, String file) {
        return node.exec(COMMAND, List.of("sha256sum", file)).orFail().output().split(" ", 2)[0];
    }
}
