package dev.directrix.bgp.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Two namespaces joined by a wire: a router in one, speakers in the other. Cleans up by name and process id. */
final class RouterLab implements AutoCloseable {

    static final String ROUTER = "10.99.1.1";
    static final String ONE = "10.99.1.11";
    static final String TWO = "10.99.1.12";

    private static int serial;

    private final String routerSpace;
    private final String speakerSpace;
    private final Path directory;
    private final List<SpeakerProcess> speakers = new ArrayList<>();
    private final List<Path> pidFiles = new ArrayList<>();

    RouterLab() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root for network namespaces");
        serial++;
        final String base = "dx-" + ProcessHandle.current().pid() + "-" + serial;
        routerSpace = base + "r";
        speakerSpace = base + "s";
        try {
            directory = Files.createTempDirectory("dx-bgp-");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        Commands.run("chmod", "755", directory.toString());
        Commands.run("ip", "netns", "add", routerSpace);
        Commands.run("ip", "netns", "add", speakerSpace);
        inRouter("ip", "link", "add", "veth0", "type", "veth", "peer", "name", "veth1", "netns", speakerSpace);
        inRouter("ip", "link", "set", "lo", "up");
        inRouter("ip", "addr", "add", ROUTER + "/24", "dev", "veth0");
        inRouter("ip", "addr", "add", "2001:db8:99::1/64", "dev", "veth0", "nodad");
        inRouter("ip", "link", "set", "veth0", "up");
        inRouter("sysctl", "-qw", "net.ipv4.ip_forward=1");
        inSpeakers("ip", "link", "set", "lo", "up");
        inSpeakers("ip", "addr", "add", ONE + "/24", "dev", "veth1");
        inSpeakers("ip", "addr", "add", TWO + "/24", "dev", "veth1");
        inSpeakers("ip", "addr", "add", "2001:db8:99::11/64", "dev", "veth1", "nodad");
        inSpeakers("ip", "link", "set", "veth1", "up");
    }

    /** Starts zebra and bgpd. */
    void startFrr(final String bgpLines) {
        assumeTrue(Files.isExecutable(Path.of("/usr/lib/frr/bgpd")), "needs FRR");
        Commands.run("mkdir", "-p", "/var/run/frr/" + routerSpace);
        Commands.run("chown", "frr:frr", "/var/run/frr/" + routerSpace, directory.toString());
        write("zebra.conf", "hostname r\n");
        write("bgpd.conf", "hostname r\nrouter bgp 65000\n bgp router-id " + ROUTER + "\n"
            + " no bgp ebgp-requires-policy\n no bgp default ipv4-unicast\n bgp bestpath as-path multipath-relax\n"
            + bgpLines);
        if (!pidFiles.contains(directory.resolve("zebra.pid"))) {
            daemon("zebra");
        }
        startBgpd();
    }

    /** Starts bfdd beside them, with these lines of its configuration; before {@link #startFrr}. */
    void startBfdd(final String bfdLines) {
        assumeTrue(Files.isExecutable(Path.of("/usr/lib/frr/bfdd")), "needs FRR's bfdd");
        Commands.run("mkdir", "-p", "/var/run/frr/" + routerSpace);
        Commands.run("chown", "frr:frr", "/var/run/frr/" + routerSpace, directory.toString());
        write("bfdd.conf", "hostname r\nbfd\n" + bfdLines);
        write("zebra.conf", "hostname r\n");
        daemon("zebra");
        daemon("bfdd");
    }

    /** Starts bgpd again after it died. */
    void startBgpd() {
        daemon("bgpd");
    }

    /** Starts BIRD with this configuration. */
    void startBird(final String config) {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/bird")), "needs BIRD");
        write("bird.conf", config);
        pidFiles.add(directory.resolve("bird.pid"));
        inRouter("bird", "-c", directory.resolve("bird.conf").toString(),
            "-s", directory.resolve("bird.ctl").toString(), "-P", directory.resolve("bird.pid").toString());
    }

    /** What BIRD answers. */
    String birdc(final String... words) {
        final List<String> command = new ArrayList<>(List.of("birdc", "-s", directory.resolve("bird.ctl").toString()));
        command.addAll(List.of(words));
        return Commands.output(command.toArray(String[]::new));
    }

    /** What FRR answers; several commands as if typed one after the other. */
    String vtysh(final String... commands) {
        final List<String> line = new ArrayList<>(List.of("vtysh", "-N", routerSpace));
        Stream.of(commands).forEach(command -> line.addAll(List.of("-c", command)));
        return Commands.output(line.toArray(String[]::new));
    }

    /** Sends a signal to bgpd. */
    void signalBgpd(final String signal) {
        signal("bgpd", signal);
    }

    /** Sends a signal to a daemon of the router. */
    void signal(final String daemon, final String signal) {
        pid(directory.resolve(daemon + ".pid")).ifPresent(pid -> Commands.run("kill", "-" + signal, pid));
    }

    /** Runs something where the router is. */
    String inRouter(final String... command) {
        return Commands.run(prefixed(routerSpace, command));
    }

    /** Starts a speaker with this source address. */
    SpeakerProcess speaker(final long asn, final String source, final String... options) {
        final SpeakerProcess speaker = SpeakerProcess.start(speakerSpace, asn, source, ROUTER, options);
        speakers.add(speaker);
        return speaker;
    }

    @Override
    public void close() {
        speakers.forEach(SpeakerProcess::close);
        pidFiles.forEach(file -> pid(file).ifPresent(pid -> Commands.output("kill", "-9", pid)));
        Commands.output("ip", "netns", "del", routerSpace);
        Commands.output("ip", "netns", "del", speakerSpace);
        Commands.output("rm", "-rf", "/var/run/frr/" + routerSpace);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void inSpeakers(final String... command) {
        Commands.run(prefixed(speakerSpace, command));
    }

    private void daemon(final String name) {
        final Path pidFile = directory.resolve(name + ".pid");
        pidFiles.add(pidFile);
        inRouter("/usr/lib/frr/" + name, "-N", routerSpace, "-d", "-i", pidFile.toString(),
            "-f", directory.resolve(name + ".conf").toString(), "-A", "127.0.0.1");
    }

    private void write(final String name, final String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> pid(final Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8).trim()).filter(text -> !text.isEmpty());
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    private static String[] prefixed(final String space, final String... command) {
        final List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", space));
        line.addAll(List.of(command));
        return line.toArray(String[]::new);
    }
}
