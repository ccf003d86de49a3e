package dev.directrix.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One real etcd that fails, comes back, forgets, or comes back from another time. */
class EtcdOutageTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String RECORD = "/directrix/c/record";

    @TempDir
    Path directory;

    private final List<AutoCloseable> closing = new ArrayList<>();
    private final RecordedEvents events = new RecordedEvents();
    private EtcdProcess etcd;
    private Relay relay;
    private EtcdClient client;
    private EtcdStore store;

    @BeforeEach
    void start() {
        etcd = EtcdProcess.single(directory);
        closing.add(etcd);
        relay = new Relay(etcd.endpoint());
        closing.add(relay);
        client = new EtcdClient(EtcdSettings.of(List.of(relay.endpoint())).withRequestTimeout(Duration.ofSeconds(2)),
            System::nanoTime);
        closing.add(client);
        store = new EtcdStore(client, new StoreSettings("c", "d1", Duration.ofMillis(50), Duration.ofMillis(300)));
        closing.add(store);
        store.start(events);
        events.expect("started");
    }

    @AfterEach
    void close() throws Exception {
        for (final AutoCloseable each : closing.reversed()) {
            each.close();
        }
    }

    @Test
    void shouldGoOnAfterEtcdWasFrozenForTenSeconds() {
        takeLease();
        swap("v0");
        etcd.freeze();
        events.expect("unreachable");
        final long frozenNs = System.nanoTime();
        final CompletableFuture<Boolean> unknown = store.swapRecord(events.lastRevision(), bytes("v1"));
        assertThatThrownBy(() -> get(unknown)).hasRootCauseInstanceOf(TimeoutException.class)
            .cause().isInstanceOfSatisfying(EtcdException.class, failure ->
                assertThat(failure.isOutcomeKnown()).isFalse());
        store.putMember(bytes("first"));
        store.putMember(bytes("second"));
        events.until("10 s", () -> System.nanoTime() - frozenNs > Duration.ofSeconds(10).toNanos());
        final int confirmed = events.keepAlives.size();
        etcd.thaw();
        events.expectMember("d1", "second");
        // What was asked for while etcd was frozen may have been done in the end: the watch tells.
        events.until("keep-alives", () -> events.keepAlives.size() > confirmed + 3);
        swap("v2");
        assertThat(events.records).startsWith("v0").endsWith("v2").doesNotHaveDuplicates();
        assertThat(events.keepAlives).isSorted().doesNotHaveDuplicates();
        assertThat(events.changes()).doesNotContain("gap", "lost");
        assertThat(events.members).containsEntry("d1", "second");
    }

    @Test
    void shouldGoOnAfterARestart() {
        takeLease();
        store.putMember(bytes("here"));
        swap("v0");
        events.expectMember("d1", "here");
        etcd.kill();
        events.expect("unreachable");
        final long before = events.all.stream().filter("reachable"::equals).count();
        etcd.start();
        events.until("reachable again", () -> events.all.stream().filter("reachable"::equals).count() > before);
        swap("v1");
        store.putMember(bytes("still here"));
        events.expectMember("d1", "still here");
        assertThat(events.records).containsExactly("v0", "v1");
        assertThat(events.changes()).doesNotContain("gap", "lost", "gone d1");
    }

    @Test
    void shouldNotBelieveAnEtcdThatWasRestoredFromAnOlderCopy() {
        takeLease();
        store.putMember(bytes("here"));
        events.expectMember("d1", "here");
        swap("v0");
        swap("v1");
        etcd.kill();
        etcd.backUp();
        etcd.start();
        etcd.awaitReady();
        swap("v2");
        swap("v3");
        etcd.kill();
        etcd.restore();
        final List<String> before = events.changes();
        etcd.start();
        events.until("refusals", () -> client.counters().refusedRevision() > 3);
        final int confirmed = events.keepAlives.size();

        // It goes its own way, until its revisions are greater than those that had been seen.
        for (int i = 0; i < 10; i++) {
            Gateway.of(etcd).put(RECORD, "forged " + i);
        }
        events.until("refusals of another past", () -> client.counters().refusedHistory() > 3);
        assertThat(get(store.swapRecord(events.lastRevision(), bytes("v4")))).isFalse();
        assertThat(events.changes()).isEqualTo(before);
        assertThat(events.keepAlives).hasSize(confirmed);
        assertThat(events.all.getLast()).isEqualTo("unreachable");
    }

    @Test
    void shouldNotBelieveAnotherCluster() throws IOException {
        swap("v0");
        final EtcdProcess other = EtcdProcess.single(Files.createDirectory(directory.resolve("other")));
        closing.add(other);
        final EtcdProcess before = etcd;
        for (int i = 0; i < 5; i++) {
            Gateway.of(other).put("/elsewhere", "noise " + i);
        }
        relay.lead(other.endpoint());
        events.until("refusals", () -> client.counters().refusedCluster() > 3).expect("unreachable");
        Gateway.of(other).put(RECORD, "another one");
        relay.lead(before.endpoint());
        swap("v1");
        assertThat(events.changes()).containsExactly("started", "record v0", "record v1");
    }

    @Test
    void shouldSurviveACompactionOfWhatItHasSeen() {
        swap("v0");
        for (int i = 0; i < 20; i++) {
            Gateway.of(etcd).put("/elsewhere", "noise " + i);
        }
        final long last = Gateway.of(etcd).put("/elsewhere", "the last");
        Gateway.of(etcd).compact(last);
        etcd.restart();
        swap("v1");
        assertThat(events.records).containsExactly("v0", "v1");
        assertThat(events.changes()).doesNotContain("gap");
    }

    @Test
    void shouldFindTheOneVersionThatACompactionTookAway() {
        swap("v0");
        relay.refuse();
        events.expect("unreachable");
        Gateway.of(etcd).put(RECORD, "v1");
        Gateway.of(etcd).compact(Gateway.of(etcd).put("/directrix/c/members/d7", "came"));
        relay.pass();
        events.expectRecord("v1").expectMember("d7", "came");
        swap("v2");
        assertThat(events.records).containsExactly("v0", "v1", "v2");
        assertThat(events.changes()).doesNotContain("gap");
    }

    @Test
    void shouldCallItAGapWhenACompactionTookVersionsAway() {
        swap("v0");
        relay.refuse();
        events.expect("unreachable");
        Gateway.of(etcd).put(RECORD, "v1");
        Gateway.of(etcd).compact(Gateway.of(etcd).put(RECORD, "v2"));
        relay.pass();
        events.expect("gap");
        assertThat(events.records).containsExactly("v0");
    }

    @Test
    void shouldMissNothingWhenConnectionsBreakAgainAndAgain() {
        swap("v0");
        for (int i = 1; i <= 30; i++) {
            Gateway.of(etcd).put(RECORD, "v" + i);
            if (i % 3 == 0) {
                relay.breakAll();
            }
        }
        events.expectRecord("v30");
        assertThat(events.records).containsExactlyElementsOf(
            IntStream.rangeClosed(0, 30).mapToObj(i -> "v" + i).toList());
        assertThat(events.changes()).doesNotContain("gap");
    }

    @Test
    void shouldFindOutThatTheWatchIsDeadThoughItsConnectionSeemsToLive() {
        swap("v0");
        relay.silenceOpenConnections();
        Gateway.of(etcd).put(RECORD, "v1");
        Gateway.of(etcd).put(RECORD, "v2");
        events.expectRecord("v2");
        assertThat(events.records).containsExactly("v0", "v1", "v2");
    }

    /** Takes the lease; a call that etcd is too slow for is made again. */
    private void takeLease() {
        events.until("a lease", () -> {
            try {
                return get(store.grantLease(LONG)).isPositive();
            } catch (final CompletionException e) {
                return false;
            }
        });
    }

    private void swap(final String value) {
        events.until("a swap to " + value, () -> {
            final long revision = events.lastRevision(); // asked for first: not that of the value itself
            try {
                return events.records.contains(value) || get(store.swapRecord(revision, bytes(value)));
            } catch (final CompletionException e) {
                return false;
            }
        });
        events.expectRecord(value);
    }

    private static <T> T get(final CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
