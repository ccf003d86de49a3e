package dev.directrix.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * A real etcd on loopback, one member of a cluster of one or more, with short election times. Can be stopped, started
 * with the same data, frozen, and set back to an older copy of its data.
 */
final class EtcdProcess implements AutoCloseable {
    private static final Path ETCD = Path.of("/usr/bin/etcd");
    private static final Duration START = Duration.ofSeconds(30);
    /** Some are bound long after they were found: none is given twice. */
    private static final Set<Integer> GIVEN_PORTS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final String name;
    private final int clientPort;
    private final int peerPort;
    private final String scheme;
    private final List<String> options;
    private String peers = "";
    private Process process;

    private EtcdProcess(final Path directory, final String name, final String scheme, final List<String> options) {
        this.directory = directory;
        this.name = name;
        this.scheme = scheme;
        this.options = options;
        this.clientPort = freePort();
        this.peerPort = freePort();
    }

    /** One etcd by itself, running. */
    static EtcdProcess single(final Path directory) {
        return single(directory, "http");
    }

    /** One etcd by itself with this scheme for clients, running. */
    static EtcdProcess single(final Path directory, final String scheme, final String... options) {
        assumeTrue(Files.isExecutable(ETCD), "needs etcd");
        final EtcdProcess etcd = new EtcdProcess(directory, "e0", scheme, List.of(options));
        etcd.peers = etcd.peer();
        etcd.start();
        etcd.awaitReady();
        return etcd;
    }

    /** A cluster of so many, running. */
    static List<EtcdProcess> cluster(final Path directory, final int size) {
        assumeTrue(Files.isExecutable(ETCD), "needs etcd");
        final List<EtcdProcess> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            members.add(new EtcdProcess(directory, "e" + i, "http", List.of()));
        }
        final String peers = members.stream().map(EtcdProcess::peer).collect(Collectors.joining(","));
        members.forEach(member -> {
            member.peers = peers;
            member.start();
        });
        members.forEach(EtcdProcess::awaitReady);
        return members;
    }

    URI endpoint() {
        return URI.create(scheme + "://127.0.0.1:" + clientPort);
    }

    long pid() {
        return process.pid();
    }

    void start() {
        final List<String> command = new ArrayList<>(List.of(ETCD.toString(), "--name", name,
                "--data-dir", data().toString(), "--logger", "zap", "--log-outputs", "stderr",
                "--listen-client-urls", endpoint().toString(), "--advertise-client-urls", endpoint().toString(),
                "--listen-peer-urls", peerUrl(), "--initial-advertise-peer-urls", peerUrl(),
                "--initial-cluster", peers, "--heartbeat-interval", "20", "--election-timeout", "200"));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile()).start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        await().atMost(START).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThat(process.isAlive()).as("%s", log()).isTrue();
            assertThat(Files.readString(log()).contains("serving client traffic")).as("%s serves", log()).isTrue();
        });
    }

    /** Whether it has said this since it was started last. */
    boolean hasLogged(final String text) {
        try {
            return Files.readString(log()).contains(text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once, as a crash would. */
    void kill() {
        if (process.isAlive()) {
            process.destroyForcibly();
            await().atMost(START).pollInterval(Duration.ofMillis(5)).until(() -> !process.isAlive());
        }
    }

    void restart() {
        kill();
        start();
        awaitReady();
    }

    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    /** Copies the data of an etcd that does not run. */
    void backUp() {
        wipe(backup());
        copy(data(), backup());
    }

    /** Puts the copy back in place of the data of an etcd that does not run. */
    void restore() {
        wipe(data());
        copy(backup(), data());
    }

    /** Removes the data of an etcd that does not run. */
    void wipe() {
        wipe(data());
    }

    @Override
    public void close() {
        kill();
    }

    /** A port below those that the kernel gives to outgoing connections. */
    static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            final int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            if (isFree(port) && GIVEN_PORTS.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static boolean isFree(final int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    private String peer() {
        return name + "=" + peerUrl();
    }

    private String peerUrl() {
        return "http://127.0.0.1:" + peerPort;
    }

    private Path data() {
        return directory.resolve(name + ".data");
    }

    private Path backup() {
        return directory.resolve(name + ".backup");
    }

    private Path log() {
        return directory.resolve(name + ".log");
    }

    private void signal(final String signal) {
        try {
            assertThat(new ProcessBuilder("kill", signal, Long.toString(pid())).start().waitFor()).isZero();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void copy(final Path from, final Path to) {
        visit(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(final Path path, final BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(path).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(final Path path, final BasicFileAttributes attributes)
                    throws IOException {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void wipe(final Path tree) {
        if (Files.exists(tree)) {
            visit(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(final Path path, final BasicFileAttributes attributes)
                        throws IOException {
                    Files.delete(path);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(final Path path, final IOException failure)
                        throws IOException {
                    Files.delete(path);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    private static void visit(final Path tree, final SimpleFileVisitor<Path> visitor) {
        try {
            Files.walkFileTree(tree, visitor);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
