package dev.directrix.bgp.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Two namespaces joined by a wire: a router in one, speakers in the other. Cleans up by name and process id, also
 * what an earlier run left that was killed.
 */
final class RouterLab implements AutoCloseable {

    static final String ROUTER = "10.99.1.1";
    static final String ONE = "10.99.1.11";
    static final String TWO = "10.99.1.12";
    static final String ROUTER_IPV6 = "2001:db8:99::1";
    static final String ONE_IPV6 = "2001:db8:99::11";

    private static final Path NAMES = Path.of("/run/netns");
    private static final String PREFIX = "dx-";
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final String routerSpace;
    private final String speakerSpace;
    private final Path directory;
    private final List<SpeakerProcess> speakers = new ArrayList<>();
    private final List<Process> programs = new ArrayList<>();

    RouterLab() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root for network namespaces");
        removeLeftovers();
        final String base = PREFIX + ProcessHandle.current().pid() + "-" + SERIAL.incrementAndGet();
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
        inRouter("ip", "addr", "add", ROUTER_IPV6 + "/64", "dev", "veth0", "nodad");
        inRouter("ip", "link", "set", "veth0", "up");
        inRouter("sysctl", "-qw", "net.ipv4.ip_forward=1");
        inSpeakers("ip", "link", "set", "lo", "up");
        inSpeakers("ip", "addr", "add", ONE + "/24", "dev", "veth1");
        inSpeakers("ip", "addr", "add", TWO + "/24", "dev", "veth1");
        inSpeakers("ip", "addr", "add", ONE_IPV6 + "/64", "dev", "veth1", "nodad");
        inSpeakers("ip", "link", "set", "veth1", "up");
    }

    /** The name of the router's namespace. */
    String routerSpace() {
        return routerSpace;
    }

    /** The path of a file of this lab. */
    Path file(final String name) {
        return directory.resolve(name);
    }

    /** Writes a file of this lab. */
    Path write(final String name, final String text) {
        try {
            return Files.writeString(file(name), text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file of this lab has in it; nothing if it is not there. */
    String read(final String name) {
        try {
            return Files.exists(file(name))
                ? new String(Files.readAllBytes(file(name)), StandardCharsets.UTF_8) : "";
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs something where the router is. */
    String inRouter(final String... command) {
        return Commands.run(prefixed(routerSpace, command));
    }

    /** What a command prints where the router is, whether it succeeds or not. */
    String askInRouter(final String... command) {
        return Commands.output(prefixed(routerSpace, command));
    }

    /** Runs something where the speakers are. */
    String inSpeakers(final String... command) {
        return Commands.run(prefixed(speakerSpace, command));
    }

    /**
     * Makes both sides drop BGP segments that arrive: those with data, where wanted, and the first of every connection
     * from and to the addresses held.
     */
    void hold(final boolean data, final List<String> addresses) {
        final StringBuilder rules = new StringBuilder(200)
            .append("add table inet lab\nflush table inet lab\n")
            .append("add chain inet lab in { type filter hook input priority 0; }\n")
            .append("add set inet lab held { type ipv4_addr; }\nflush set inet lab held\n");
        if (!addresses.isEmpty()) {
            rules.append("add element inet lab held { ").append(String.join(", ", addresses)).append(" }\n");
        }
        for (final String side : List.of("saddr", "daddr")) {
            rules.append("add rule inet lab in tcp flags & syn == syn ip ").append(side).append(" @held drop\n");
        }
        for (final String port : data ? List.of("sport", "dport") : List.<String>of()) {
            rules.append("add rule inet lab in tcp ").append(port).append(" 179 tcp flags & psh == psh drop\n");
        }
        final String file = write("rules.nft", rules.toString()).toString();
        inRouter("nft", "-f", file);
        inSpeakers("nft", "-f", file);
    }

    /** Starts a program where the router is, its output going to a file of that name; ended with the lab. */
    Process startInRouter(final String log, final Map<String, String> environment, final String... command) {
        try {
            final ProcessBuilder builder = new ProcessBuilder(prefixed(routerSpace, command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file(log).toFile()));
            builder.environment().putAll(environment);
            final Process process = builder.start();
            programs.add(process);
            return process;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs something where the speakers are. */
    List<String> besideRouter(final List<String> command) {
        return List.of(prefixed(speakerSpace, command.toArray(String[]::new)));
    }

    /** Starts a speaker with this source address. */
    SpeakerProcess speaker(final long asn, final String source, final String... options) {
        final String router = source.contains(":") ? ROUTER_IPV6 : ROUTER;
        final SpeakerProcess speaker = SpeakerProcess.start(speakerSpace, asn, source, router, options);
        speakers.add(speaker);
        return speaker;
    }

    /** The link-local address of the speakers' interface, once it may be used. */
    String speakerLinkLocal() {
        final String shown = Commands.run(
            prefixed(speakerSpace, "ip", "-6", "-o", "addr", "show", "dev", "veth1", "scope", "link", "-tentative"));
        return shown.replaceAll("(?s).*inet6 (fe80:[0-9a-f:]+)/.*", "$1");
    }

    /** Starts a speaker where the router would be. */
    SpeakerProcess speakerAsRouter(final long asn, final String... options) {
        final SpeakerProcess speaker = SpeakerProcess.start(routerSpace, asn, ROUTER, ONE, options);
        speakers.add(speaker);
        return speaker;
    }

    @Override
    public void close() {
        speakers.forEach(SpeakerProcess::close);
        programs.forEach(Process::destroyForcibly);
        remove(routerSpace);
        remove(speakerSpace);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal to one process. */
    static void signal(final Process process, final String signal) {
        Commands.output("kill", "-" + signal, Long.toString(process.pid()));
    }

    private static void remove(final String space) {
        for (final String pid : Commands.output("ip", "netns", "pids", space).split("\\s+", -1)) {
            if (pid.chars().allMatch(Character::isDigit) && !pid.isEmpty()) {
                Commands.output("kill", "-9", pid);
            }
        }
        Commands.output("ip", "netns", "del", space);
        Commands.output("rm", "-rf", "/var/run/frr/" + space);
    }

    /** Namespaces bear the number of the process that made them; those of ended processes are nobody's. */
    private static void removeLeftovers() {
        final String[] names = NAMES.toFile().list((folder, name) -> name.matches(PREFIX + "\\d+-\\d+[rs]"));
        for (final String name : names == null ? new String[0] : names) {
            final long owner = Long.parseLong(name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length())));
            if (ProcessHandle.of(owner).isEmpty()) {
                remove(name);
            }
        }
    }

    private static String[] prefixed(final String space, final String... command) {
        final List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", space));
        line.addAll(Arrays.asList(command));
        return line.toArray(String[]::new);
    }
}
