package dev.directrix.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, users and tokens with a real etcd. */
class EtcdSecurityTest {
    @TempDir
    Path directory;

    private final List<AutoCloseable> closing = new ArrayList<>();
    private final RecordedEvents events = new RecordedEvents();

    @AfterEach
    void close() throws Exception {
        for (final AutoCloseable each : closing.reversed()) {
            each.close();
        }
    }

    @Test
    void shouldSpeakTlsWithAClientCertificateAndRefuseAServerOfAnotherAuthority() throws Exception {
        makeAuthority("ca", "rsa:2048");
        makeAuthority("stranger", "rsa:2048");
        makeCertificate("ca", "server");
        makeCertificate("ca", "client");
        final EtcdProcess etcd = EtcdProcess.single(directory, "https", "--cert-file", file("server.pem").toString(),
            "--key-file", file("server.key").toString(), "--client-cert-auth",
            "--trusted-ca-file", file("ca.pem").toString());
        closing.add(etcd);
        final EtcdSettings settings = EtcdSettings.of(List.of(etcd.endpoint()));

        final EtcdStore store = start(settings.withTls(tls("ca", "client")), events);
        events.expect("started");
        assertThat(get(store.swapRecord(0, bytes("over TLS")))).isTrue();
        events.expectRecord("over TLS");

        final RecordedEvents strangers = new RecordedEvents();
        start(settings.withTls(tls("stranger", "client")), strangers);
        final RecordedEvents nameless = new RecordedEvents();
        start(settings.withTls(new EtcdTls(Optional.of(file("ca.pem")), Optional.empty(), Optional.empty())), nameless);
        strangers.expect("unreachable");
        nameless.expect("unreachable");
        assertThat(strangers.all).containsExactly("unreachable");
        assertThat(nameless.all).containsExactly("unreachable");
    }

    @Test
    void shouldNameTheFileThatCannotBeUsed() throws IOException {
        Files.writeString(file("empty.pem"), "");
        Files.writeString(file("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        final EtcdSettings settings = EtcdSettings.of(List.of(URI.create("https://127.0.0.1:1")));
        final EtcdTls missing = new EtcdTls(Optional.of(file("nowhere.pem")), Optional.empty(), Optional.empty());
        final EtcdTls empty = new EtcdTls(Optional.of(file("empty.pem")), Optional.empty(), Optional.empty());
        final EtcdTls old =
            new EtcdTls(Optional.empty(), Optional.of(file("empty.pem")), Optional.of(file("old.key")));
        for (final EtcdTls each : List.of(missing, empty, old)) {
            assertThatThrownBy(() -> new EtcdClient(settings.withTls(each), System::nanoTime).close())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(directory.toString());
        }
    }

    @Test
    void shouldFetchANewTokenWhenItsOwnIsForgotten() {
        final EtcdProcess etcd = EtcdProcess.single(directory, "http", "--auth-token-ttl", "1", "--bcrypt-cost", "4");
        closing.add(etcd);
        final Gateway open = Gateway.of(etcd);
        open.post("/v3/auth/user/add", "{\"name\":\"root\",\"password\":\"top\"}");
        open.post("/v3/auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}");
        open.post("/v3/auth/enable", "{}");

        final EtcdSettings settings = EtcdSettings.of(List.of(etcd.endpoint()));
        final EtcdStore store = start(settings.withUser(new EtcdUser("root", "top")), events);
        events.expect("started");
        assertThat(get(store.grantLease(Duration.ofSeconds(30)))).isEqualTo(Duration.ofSeconds(30));
        store.putMember(bytes("here"));
        events.expectMember("d1", "here");

        // Etcd forgets all simple tokens when it ends.
        etcd.restart();
        final int confirmed = events.keepAlives.size();
        events.until("keep-alives", () -> events.keepAlives.size() > confirmed + 3);
        store.putMember(bytes("still here"));
        events.expectMember("d1", "still here");
        assertThat(events.changes()).containsExactly("started", "member d1 here", "member d1 still here");

        final RecordedEvents wrong = new RecordedEvents();
        start(settings.withUser(new EtcdUser("root", "guess")), wrong);
        final RecordedEvents nobody = new RecordedEvents();
        start(settings, nobody);
        wrong.expect("unreachable");
        nobody.expect("unreachable");
        assertThat(wrong.all).containsExactly("unreachable");
        assertThat(nobody.all).containsExactly("unreachable");
    }

    @Test
    void shouldFetchANewTokenWhenItsOwnIsTooOld() {
        final EtcdProcess etcd = EtcdProcess.single(directory, "http", "--auth-token-ttl", "2", "--bcrypt-cost", "4",
            "--log-level", "debug");
        closing.add(etcd);
        final Gateway open = Gateway.of(etcd);
        open.post("/v3/auth/user/add", "{\"name\":\"root\",\"password\":\"top\"}");
        open.post("/v3/auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}");
        open.post("/v3/auth/enable", "{}");
        final EtcdClient client = new EtcdClient(EtcdSettings.of(List.of(etcd.endpoint()))
            .withUser(new EtcdUser("root", "top")).withRequestTimeout(Duration.ofSeconds(20)), System::nanoTime);
        closing.add(client);
        final StoreKeys keys = new StoreKeys(StoreSettings.of("c", "d1"));
        get(client.call(true, attempt -> attempt.range(keys.all())));
        events.until("an old token", () -> etcd.hasLogged("deleted a simple token"));
        assertThat(get(client.call(true, attempt -> attempt.range(keys.all()))).keys()).isEmpty();
        assertThat(client.counters().requests()).as("read, twice a token, read in vain, read").isEqualTo(5);
    }

    @Test
    void shouldDoWithoutATokenWhereEtcdAsksNobody() {
        final EtcdProcess etcd = EtcdProcess.single(directory);
        closing.add(etcd);
        start(EtcdSettings.of(List.of(etcd.endpoint())).withUser(new EtcdUser("root", "top")), events);
        events.expect("started").expect("reachable");
    }

    private EtcdStore start(final EtcdSettings settings, final RecordedEvents listener) {
        final EtcdClient client =
            new EtcdClient(settings.withRequestTimeout(Duration.ofSeconds(20)), System::nanoTime);
        closing.add(client);
        final EtcdStore store = new EtcdStore(client,
            StoreSettings.of("c", "d1").withKeepAliveInterval(Duration.ofMillis(100)));
        closing.add(store);
        store.start(listener);
        return store;
    }

    private EtcdTls tls(final String authority, final String name) {
        return new EtcdTls(Optional.of(file(authority + ".pem")), Optional.of(file(name + ".pem")),
            Optional.of(file(name + ".key")));
    }

    private void makeAuthority(final String name, final String algorithm) throws Exception {
        openssl("req", "-x509", "-newkey", algorithm, "-nodes", "-days", "2", "-subj", "/CN=" + name,
            "-keyout", file(name + ".key").toString(), "-out", file(name + ".pem").toString());
    }

    private void makeCertificate(final String authority, final String name) throws Exception {
        Files.writeString(file(name + ".ext"), "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n");
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=" + name,
            "-keyout", file(name + ".key").toString(), "-out", file(name + ".csr").toString());
        openssl("x509", "-req", "-in", file(name + ".csr").toString(), "-CA", file(authority + ".pem").toString(),
            "-CAkey", file(authority + ".key").toString(), "-CAcreateserial", "-days", "2",
            "-extfile", file(name + ".ext").toString(), "-out", file(name + ".pem").toString());
    }

    private void openssl(final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        final Path log = file("openssl.log");
        final Process process = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(log.toFile()).start();
        assertThat(process.waitFor()).as(() -> command + " " + read(log)).isZero();
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            return e.toString();
        }
    }

    private Path file(final String name) {
        return directory.resolve(name);
    }

    private static <T> T get(final CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
