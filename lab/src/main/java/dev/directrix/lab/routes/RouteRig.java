package dev.directrix.lab.routes;

import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.HostShell;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Two network namespaces joined by a wire: FRR in one, a BGP speaker in the other. FRR's bgpd keeps its routes to
 * itself (no kernel) and tells nothing back. Everything ends with {@link #close}.
 */
final class RouteRig implements AutoCloseable {

    static final String ROUTER = "10.99.0.1";
    static final String SPEAKER = "10.99.0.2";
    static final int SPEAKER_ASN = 65_101;
    static final int ROUTER_ASN = 65_000;

    private static final String ROUTER_LOG = "bgpd-events.log";
    private static final DateTimeFormatter LOG_TIME =
        DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final Pattern SESSION_UP = Pattern.compile("(?m)^(\\S+ \\S+) BGP: .*ADJCHANGE: neighbor .* Up$");
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Pattern PREFIXES = Pattern.compile("\"pfxRcd\":\\s*(\\d+)");
    private static final Pattern ESTABLISHED = Pattern.compile("\"state\":\\s*\"Established\"");

    private static final Path SPACES = Path.of("/run/netns");
    private static final Pattern SPACE = Pattern.compile("dxroutes-(\\d+)[rs]");

    private final String routerSpace = "dxroutes-" + ProcessHandle.current().pid() + "r";
    private final String speakerSpace = "dxroutes-" + ProcessHandle.current().pid() + "s";
    private final Path folder;
    private final List<Process> daemons = new ArrayList<>();

    RouteRig() {
        removeLeftovers();
        try {
            folder = Files.createTempDirectory("dxroutes-");
            NetworkNamespace.add(routerSpace);
            NetworkNamespace.add(speakerSpace);
            inRouter("ip", "link", "add", "veth0", "type", "veth", "peer", "name", "veth1", "netns", speakerSpace);
            for (final String line : List.of("ip link set lo up", "ip addr add " + ROUTER + "/16 dev veth0",
                "ip link set veth0 up")) {
                inRouter(line.split(" ", -1));
            }
            for (final String line : List.of("ip link set lo up", "ip addr add " + SPEAKER + "/16 dev veth1",
                "ip link set veth1 up")) {
                inSpeaker(line.split(" ", -1));
            }
            HostShell.run("chmod", "755", folder.toString()).orFail();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A file of the rig. */
    Path file(final String name) {
        return folder.resolve(name);
    }

    /** Writes a file of the rig. */
    Path write(final String name, final String text) {
        try {
            return Files.writeString(file(name), text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a file of the rig, if it is there. */
    void remove(final String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file of the rig has in it; nothing if it is not there. */
    String read(final String name) {
        try {
            return Files.exists(file(name)) ? Files.readString(file(name)) : "";
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs something where the speaker is. */
    CommandResult inSpeaker(final String... command) {
        return HostShell.run(Duration.ofMinutes(5), prefixed(speakerSpace, command)).orFail();
    }

    /** What a command prints where the speaker is, whether it succeeds or not. */
    String askInSpeaker(final String... command) {
        return HostShell.run(Duration.ofMinutes(5), prefixed(speakerSpace, command)).output();
    }

    /** Starts a program where the speaker is; it ends with {@link #endSpeaker} at the latest. */
    Process startInSpeaker(final String log, final Map<String, String> environment, final String... command) {
        return start(speakerSpace, log, environment, command);
    }

    /** Kills all that runs where the speaker is. */
    void endSpeaker() {
        kill(speakerSpace);
    }

    /** Starts an FRR without memory of an earlier one; these are its lines below {@code router bgp}. */
    void freshRouter(final String bgpLines) {
        endRouter();
        final Path sockets = sockets();
        HostShell.run("mkdir", "-p", sockets.toString()).orFail();
        write("zebra.conf", "hostname r\n");
        write(ROUTER_LOG, "");
        write("bgpd.conf", "hostname r\nlog file " + file(ROUTER_LOG) + "\nlog timestamp precision 6\n"
            + "route-map nothing deny 10\nrouter bgp " + ROUTER_ASN + "\n bgp router-id " + ROUTER
            + "\n bgp log-neighbor-changes\n no bgp ebgp-requires-policy\n" + bgpLines);
        HostShell.run("chown", "-R", "frr:frr", sockets.toString(), folder.toString()).orFail();
        daemon("zebra", "zserv.api");
        daemon("bgpd", "bgpd.vty", "--no_kernel");
    }

    /** Kills FRR. */
    void endRouter() {
        kill(routerSpace);
        daemons.clear();
        HostShell.run("rm", "-rf", sockets().toString());
    }

    /** A line to bgpd. */
    FrrTerminal terminal() {
        return new FrrTerminal(sockets().resolve("bgpd.vty"));
    }

    /** When the session came up, as bgpd's log says. */
    Instant sessionUp() {
        final Matcher up = SESSION_UP.matcher(read(ROUTER_LOG));
        if (!up.find()) {
            throw new LabException("bgpd's log does not say that the session came up");
        }
        return LocalDateTime.parse(up.group(1), LOG_TIME).atZone(ZoneId.systemDefault()).toInstant();
    }

    /** What bgpd has used. */
    ProcessUse routerUse() {
        return ProcessUse.of(daemons.getLast().toHandle());
    }

    /** How many sessions are up, by an answer of bgpd. */
    static long established(final String summary) {
        return ESTABLISHED.matcher(summary).results().count();
    }

    /** How many prefixes bgpd has, by its answer. */
    static long prefixes(final String summary) {
        return PREFIXES.matcher(summary).results().mapToLong(match -> Long.parseLong(match.group(1))).sum();
    }

    @Override
    public void close() {
        endSpeaker();
        endRouter();
        NetworkNamespace.delete(speakerSpace);
        NetworkNamespace.delete(routerSpace);
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What runs left that were killed. */
    private static void removeLeftovers() {
        if (!Files.isDirectory(SPACES)) {
            return;
        }
        try (Stream<Path> spaces = Files.list(SPACES)) {
            for (final String space : spaces.map(path -> path.getFileName().toString()).toList()) {
                final Matcher ours = SPACE.matcher(space);
                if (ours.matches() && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty()) {
                    kill(space);
                    NetworkNamespace.delete(space);
                    HostShell.run("rm", "-rf", "/var/run/frr/" + space);
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void inRouter(final String... command) {
        HostShell.run(HostShell.SHORT, prefixed(routerSpace, command)).orFail();
    }

    private void daemon(final String name, final String socket, final String... options) {
        final List<String> command = new ArrayList<>(List.of("/usr/lib/frr/" + name, "-N", routerSpace, "-i",
            file(name + ".pid").toString(), "-f", file(name + ".conf").toString(), "-A", "127.0.0.1"));
        command.addAll(Arrays.asList(options));
        daemons.add(start(routerSpace, name + ".log", Map.of(), command.toArray(String[]::new)));
        Deadline.in(READY).await(() -> Files.exists(sockets().resolve(socket)),
            () -> "FRR's " + name + " does not start: " + read(name + ".log"));
    }

    private Path sockets() {
        return Path.of("/var/run/frr", routerSpace);
    }

    private Process start(
        final String space, final String log, final Map<String, String> environment, final String... command) {
        final ProcessBuilder builder = new ProcessBuilder(prefixed(space, command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(file(log).toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (final IOException e) {
            throw new LabException("'" + command[0] + "' cannot be run: " + e.getMessage(), e);
        }
    }

    private static void kill(final String space) {
        final Deadline deadline = Deadline.in(READY);
        for (List<String> left = pids(space); !left.isEmpty() && !deadline.passed(); left = pids(space)) {
            left.forEach(pid -> HostShell.run("kill", "-9", pid));
            Deadline.pause(Duration.ofMillis(20));
        }
    }

    private static List<String> pids(final String space) {
        return Files.exists(SPACES.resolve(space))
            ? HostShell.run("ip", "netns", "pids", space).lines() : List.of();
    }

    private static List<String> prefixed(final String space, final String... command) {
        final List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", space));
        line.addAll(Arrays.asList(command));
        return line;
    }
}
