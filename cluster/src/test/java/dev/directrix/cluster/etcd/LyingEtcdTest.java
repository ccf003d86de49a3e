package dev.directrix.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer what etcd would not. */
class LyingEtcdTest {
    private static final int MAX_BYTES = 65_536;

    private final List<AutoCloseable> closing = new ArrayList<>();
    private final RecordedEvents events = new RecordedEvents();
    private final FakeEtcd liar = closing(new FakeEtcd());
    private final FakeEtcd honest = closing(new FakeEtcd());

    @AfterEach
    void close() throws Exception {
        for (final AutoCloseable each : closing.reversed()) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "\"text\"", "{}", "{\"header\":7}", "{\"header\":{}, 7}",
        "{\"header\":{\"cluster_id\":\"7\",\"revision\":\"x\"}}", "{\"header\":{\"cluster_id\":\"7\",\"revision\":{}}}",
        "{\"header\":{\"cluster_id\":\"7\",\"revision\":true}}", "{\"header\":{\"cluster_id\":\"-7\"}}",
        "{\"header\":{\"cluster_id\":\"7\",\"revision\":\"-1\"}}",
        "{\"header\":{\"cluster_id\":\"7\",\"revision\":1e999999999}}",
        "{\"header\":{\"cluster_id\":\"7\",\"revision\":\"99999999999999999999\"}}",
        "{\"header\":{\"cluster_id\":\"7\",\"revision\":\"10\"},\"kvs\":7}",
        "{\"header\":{\"cluster_id\":\"7\",\"revision\":\"10\"},\"kvs\":[7]}",
        "{\"header\":{\"cluster_id\":\"7\",\"revision\":\"10\"},\"kvs\":[{\"key\":\"not base64!\"}]}",
        "{\"header\":{\"cluster_id\":\"7\",\"revision\":\"10\"},\"count\":[]}",
        "{\"error\":{}}", "{\"error\":\"x\",\"code\":14}", "{\"error\":\"x\",\"message\":\"y\",\"code\":\"z\"}"})
    void shouldAskTheNextWhereAnAnswerMakesNoSense(String nonsense) {
        liar.say("/v3/kv/range", question -> nonsense);
        final EtcdClient client = client(liar, honest);
        final CompletableFuture<RangeAnswer> answer = read(client);
        if (nonsense.contains("\"code\":\"z\"") || nonsense.equals("{\"error\":{}}")) {
            assertThatThrownBy(() -> get(answer)).as("an error of etcd is an answer").cause()
                .isInstanceOfSatisfying(EtcdException.class, failure ->
                    assertThat(failure.kind()).isEqualTo(EtcdException.Kind.ERROR));
        } else {
            assertThat(get(answer).keys()).isEmpty();
            assertThat(honest.timesAsked("/v3/kv/range")).isEqualTo(1);
        }
    }

    @Test
    void shouldNotFollowNestingWithoutEnd() {
        liar.say("/v3/kv/range", question -> "{\"header\":" + "[".repeat(30_000));
        assertThat(get(read(client(liar, honest))).keys()).isEmpty();
    }

    @Test
    void shouldReadNoMoreThanItsBound() {
        final CountDownLatch ended = new CountDownLatch(1);
        liar.lie("/v3/kv/range", (exchange, question) -> writeWithoutEnd(exchange, ended));
        assertThat(get(read(client(liar, honest))).keys()).isEmpty();
        events.until("the end of the connection", () -> ended.getCount() == 0);
    }

    @Test
    void shouldNotWaitForAnAnswerThatComesByteByByte() {
        liar.lie("/v3/kv/range", (exchange, question) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            liar.awaitClose();
        });
        final EtcdClient hasty = client(Duration.ofSeconds(6), List.of(liar.endpoint(), honest.endpoint()));
        assertThat(get(read(hasty)).keys()).isEmpty();
    }

    @Test
    void shouldEndAWatchWhoseLineDoesNotEnd() {
        final CountDownLatch ended = new CountDownLatch(1);
        liar.lie("/v3/watch", (exchange, question) -> writeWithoutEnd(exchange, ended));
        store(client(liar)).start(events);
        events.expect("started").until("the end of the connection", () -> ended.getCount() == 0)
            .until("another watch", () -> liar.timesAsked("/v3/watch") >= 2);
    }

    @Test
    void shouldRefuseARevisionThatGoesBackAndAskTheNext() {
        final EtcdClient client = client(liar, honest);
        honest.revision = 12;
        get(read(client));
        liar.revision = 9;
        get(read(client));
        assertThat(honest.timesAsked("/v3/kv/range")).isEqualTo(1);
        assertThat(client.counters().refusedRevision()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnotherClusterAndAskTheNext() {
        final EtcdClient client = client(liar, honest);
        get(read(client));
        liar.cluster = 8;
        get(read(client));
        assertThat(client.counters().refusedCluster()).isEqualTo(1);
    }

    @Test
    void shouldBelieveAnOlderAnswerToARequestThatWasSentBefore() {
        final EtcdClient client = client(liar);
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch answer = new CountDownLatch(1);
        liar.lie("/v3/kv/range", (exchange, question) -> {
            asked.countDown();
            await(answer);
            final byte[] body = ("{" + liar.header(10) + "}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        final CompletableFuture<RangeAnswer> early = read(client);
        await(asked);
        liar.revision = 20;
        get(client.call(true, attempt -> attempt.grant(3)));
        answer.countDown();
        assertThat(get(early).revision()).isEqualTo(10);
        assertThatThrownBy(() -> get(read(client))).cause().isInstanceOfSatisfying(EtcdException.class, failure ->
            assertThat(failure.kind()).isEqualTo(EtcdException.Kind.REFUSED));
    }

    @Test
    void shouldNotCountAKeepAliveOfALeaderThatHasBeenDeposed() {
        final AtomicInteger terms = new AtomicInteger();
        liar.term = 6;
        liar.say("/v3/lease/keepalive", question -> {
            terms.incrementAndGet();
            return "{\"result\":{" + liar.header(liar.revision, 5) + ",\"ID\":\"77\"}}";
        });
        final EtcdStore store = store(client(liar));
        store.start(events);
        get(store.grantLease(Duration.ofSeconds(3)));
        events.until("keep-alives", () -> terms.get() > 5);
        assertThat(events.keepAlives).as("of the grant itself").hasSize(1);
        assertThat(events.all).doesNotContain("lost");

        liar.say("/v3/lease/keepalive", question -> "{\"result\":{" + liar.header() + ",\"ID\":\"77\"}}");
        events.expect("lost");
    }

    @Test
    void shouldRefuseALeaseThatIsShorterThanAskedFor() {
        liar.say("/v3/lease/grant", question -> "{" + liar.header() + ",\"ID\":\"77\",\"TTL\":\"2\"}");
        final EtcdStore store = store(client(liar));
        store.start(events);
        assertThatThrownBy(() -> get(store.grantLease(Duration.ofSeconds(3)))).hasMessageContaining("2 s");
        liar.say("/v3/lease/grant", question -> "{" + liar.header() + ",\"ID\":\"77\",\"TTL\":\"4\"}");
        assertThat(get(store.grantLease(Duration.ofSeconds(3)))).isEqualTo(Duration.ofSeconds(4));
        assertThat(events.keepAlives).isNotEmpty();
    }

    @Test
    void shouldNotAskTwiceForASwapWhoseOutcomeIsUnknown() {
        final EtcdStore store = store(client(liar, honest));
        store.start(events);
        events.expect("started");
        final AtomicInteger swaps = new AtomicInteger();
        ofWrites(liar, "{}", (exchange, question) -> {
            swaps.incrementAndGet();
            exchange.close();
        });
        ofWrites(honest, "{}", (exchange, question) -> swaps.incrementAndGet());
        assertThatThrownBy(() -> get(store.swapRecord(0, new byte[] {1}))).cause()
            .isInstanceOfSatisfying(EtcdException.class, failure ->
                assertThat(failure.isOutcomeKnown()).isFalse());
        assertThat(swaps).hasValue(1);
    }

    @Test
    void shouldAskTheNextForASwapThatWasNeverSent() {
        final URI nobody = URI.create("http://127.0.0.1:" + EtcdProcess.freePort());
        final EtcdStore store = store(client(List.of(nobody, honest.endpoint())));
        store.start(events);
        assertThat(get(store.swapRecord(0, new byte[] {1}))).isTrue();
    }

    @Test
    void shouldGuardEachWriteByTheOneBeforeSoThatALateOneCannotUndoIt() {
        final List<JsonObject> guards = new CopyOnWriteArrayList<>();
        ofWrites(liar, "{\"kvs\":[{\"lease\":\"77\",\"mod_revision\":\"11\"}]}", (exchange, question) -> {
            guards.add(question.getAsJsonArray("compare").get(0).getAsJsonObject());
            switch (guards.size()) {
                case 1 -> exchange.close();
                case 2 -> answer(exchange, "{" + liar.header() + ",\"responses\":[{\"response_range\":{\"kvs\":["
                    + "{\"lease\":\"77\",\"mod_revision\":\"8\"}]}}]}");
                default -> answer(exchange, "{" + liar.header(11) + ",\"succeeded\":true}");
            }
        });
        final EtcdStore store = store(client(liar));
        store.start(events);
        get(store.grantLease(Duration.ofSeconds(3)));
        store.putMember(new byte[] {1});
        events.until("three writes", () -> guards.size() == 3);
        liar.revision = 11;
        store.putMember(new byte[] {2});
        events.until("four writes", () -> guards.size() == 4);
        assertThat(guards).extracting(guard -> guard.get("target").getAsString())
            .containsExactly("VERSION", "VERSION", "MOD", "MOD");
        assertThat(guards.get(2).get("mod_revision").getAsString()).isEqualTo("8");
        assertThat(guards.get(3).get("mod_revision").getAsString()).isEqualTo("11");
        assertThat(events.all).doesNotContain("lost");
    }

    @Test
    void shouldNotWriteAgainWhatTheKeySaysAlready() {
        final List<String> writes = new CopyOnWriteArrayList<>();
        ofWrites(liar, "{\"kvs\":[{\"lease\":\"77\",\"mod_revision\":\"8\"}]}", (exchange, question) -> {
            final JsonObject guard = question.getAsJsonArray("compare").get(0).getAsJsonObject();
            final JsonObject put = question.getAsJsonArray("success").get(0).getAsJsonObject()
                .getAsJsonObject("request_put");
            writes.add(guard.get("target").getAsString() + " " + put.get("value").getAsString());
            switch (writes.size()) {
                case 1 -> exchange.close();
                case 2 -> answer(exchange, "{" + liar.header() + ",\"responses\":[{\"response_range\":{\"kvs\":["
                    + "{\"lease\":\"77\",\"mod_revision\":\"8\",\"value\":\"AQ==\"}]}}]}");
                default -> answer(exchange, "{" + liar.header() + ",\"succeeded\":true}");
            }
        });
        final EtcdStore store = store(client(liar));
        store.start(events);
        get(store.grantLease(Duration.ofSeconds(3)));
        store.putMember(new byte[] {1});
        final int confirmed = events.keepAlives.size();
        events.until("two attempts", () -> writes.size() >= 2)
            .until("keep-alives", () -> events.keepAlives.size() > confirmed + 10);
        store.putMember(new byte[] {2});
        events.until("another write", () -> writes.size() > 2);
        assertThat(writes).containsExactly("VERSION AQ==", "VERSION AQ==", "MOD Ag==");
    }

    @Test
    void shouldOpenAWatchAnewThatGoesBack() {
        liar.stream("/v3/watch", "{" + liar.header(20) + ",\"events\":[" + put("members/a", 12, 1) + ","
            + put("members/b", 11, 1) + "]}");
        store(client(liar)).start(events);
        events.until("another watch", () -> liar.timesAsked("/v3/watch") >= 2);
        assertThat(events.members).containsOnlyKeys("a");
    }

    @Test
    void shouldCallItAGapWhenAVersionOfTheRecordIsLeftOut() {
        liar.stream("/v3/watch", "{" + liar.header(20) + ",\"events\":[" + put("record", 12, 1) + "]}",
            "{" + liar.header(20) + ",\"events\":[" + put("record", 14, 3) + "]}");
        store(client(liar)).start(events);
        events.expect("gap");
        assertThat(events.revisions).containsExactly(12L);
    }

    @Test
    void shouldCloseAtOnceWhileCallsHang() {
        liar.lie("/v3/kv/range", (exchange, question) -> liar.awaitClose());
        final EtcdClient client = closing(new EtcdClient(
            EtcdSettings.of(List.of(liar.endpoint())).withRequestTimeout(Duration.ofMinutes(1)), System::nanoTime));
        final CompletableFuture<RangeAnswer> hanging = read(client);
        events.until("the question", () -> liar.timesAsked("/v3/kv/range") == 1);
        final long beforeNs = System.nanoTime();
        client.close();
        assertThatThrownBy(() -> get(hanging)).hasCauseInstanceOf(EtcdException.class);
        assertThat(System.nanoTime() - beforeNs).isLessThan(Duration.ofSeconds(20).toNanos());
        assertThatThrownBy(() -> get(read(client))).hasMessageContaining("closed");
    }

    /** Answers requests that want to change something, and finds this as the node's own key in all others. */
    private static void ofWrites(final FakeEtcd etcd, final String ownKey, final FakeEtcd.Lie write) {
        etcd.lie("/v3/kv/txn", (exchange, question) -> {
            if (question.getAsJsonArray("compare").isEmpty()) {
                answer(exchange, "{" + etcd.header() + ",\"succeeded\":true,\"responses\":[{\"response_range\":{}},"
                    + "{\"response_range\":{}},{\"response_range\":" + ownKey + "}]}");
            } else {
                write.answer(exchange, question);
            }
        });
    }

    private static void answer(final HttpExchange exchange, final String text) throws IOException {
        final byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String put(final String key, final long revision, final long version) {
        return "{\"kv\":{\"key\":\"" + Base64.getEncoder().encodeToString(("/directrix/c/" + key).getBytes(
            StandardCharsets.UTF_8)) + "\",\"create_revision\":\"12\",\"mod_revision\":\"" + revision
            + "\",\"version\":\"" + version + "\",\"value\":\"AAAA\"}}";
    }

    private static void writeWithoutEnd(final HttpExchange exchange, final CountDownLatch ended) throws IOException {
        final byte[] spaces = " ".repeat(8192).getBytes(StandardCharsets.UTF_8);
        try {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(spaces);
            }
        } finally {
            ended.countDown();
        }
    }

    private CompletableFuture<RangeAnswer> read(final EtcdClient client) {
        return client.call(true, attempt -> attempt.range(new StoreKeys(StoreSettings.of("c", "d1")).all()));
    }

    private EtcdClient client(final FakeEtcd... servers) {
        return client(List.of(servers).stream().map(FakeEtcd::endpoint).toList());
    }

    private EtcdClient client(final List<URI> endpoints) {
        return client(Duration.ofSeconds(30), endpoints);
    }

    private EtcdClient client(final Duration timeout, final List<URI> endpoints) {
        return closing(new EtcdClient(EtcdSettings.of(endpoints).withMaxResponseBytes(MAX_BYTES)
            .withRequestTimeout(timeout), System::nanoTime));
    }

    private EtcdStore store(final EtcdClient client) {
        return closing(new EtcdStore(client,
            StoreSettings.of("c", "d1").withKeepAliveInterval(Duration.ofMillis(30))));
    }

    private <T extends AutoCloseable> T closing(final T each) {
        closing.add(each);
        return each;
    }

    private static void await(final CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T get(final CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
