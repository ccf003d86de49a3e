package dev.directrix.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The store against one real etcd. */
class EtcdStoreTest {
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration SHORT_TTL = Duration.ofSeconds(2);

    @TempDir
    static Path directory;

    private static EtcdProcess etcd;
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final RecordedEvents events = new RecordedEvents();
    private String cluster;
    private EtcdStore store;

    @BeforeAll
    static void startEtcd() {
        etcd = EtcdProcess.single(directory);
    }

    @AfterAll
    static void stopEtcd() {
        if (etcd != null) {
            etcd.close();
        }
    }

    @BeforeEach
    void startStore(TestInfo test) {
        cluster = test.getTestMethod().orElseThrow().getName();
        store = store("d1");
        store.start(events);
    }

    @AfterEach
    void close() throws Exception {
        for (final AutoCloseable each : closing.reversed()) {
            each.close();
        }
    }

    @Test
    void shouldTellThatThereIsNothingAtFirst() {
        events.expect("started").expect("reachable");
        assertThat(events.changes()).containsExactly("started");
    }

    @Test
    void shouldTellOfEveryVersionOfTheRecordInOrder() {
        events.expect("started");
        final RecordedEvents late = new RecordedEvents();
        for (int i = 0; i < 40; i++) {
            assertThat(get(store.swapRecord(events.lastRevision(), bytes("v" + i)))).isTrue();
            events.expectRecord("v" + i);
            if (i == 20) {
                store("d2").start(late);
            }
        }
        late.expectRecord("v39");
        assertThat(events.records).containsExactlyElementsOf(versions(0));
        assertThat(events.revisions).isSorted().doesNotHaveDuplicates();
        final int first = Integer.parseInt(late.records.getFirst().substring(1));
        assertThat(late.records).containsExactlyElementsOf(versions(first));
        assertThat(late.all.indexOf("started")).isEqualTo(late.all.indexOf("record " + late.records.getFirst()) + 1);
    }

    @Test
    void shouldLetExactlyOneOfTwoWin() {
        events.expect("started");
        final EtcdStore other = store("d2");
        other.start(new RecordedEvents());
        long expected = 0;
        for (int round = 0; round < 20; round++) {
            final CompletableFuture<Boolean> mine = store.swapRecord(expected, bytes("mine" + round));
            final CompletableFuture<Boolean> theirs = other.swapRecord(expected, bytes("theirs" + round));
            final boolean won = get(mine);
            assertThat(get(theirs)).isNotEqualTo(won);
            events.expectRecord((won ? "mine" : "theirs") + round);
            expected = events.lastRevision();
        }
        assertThat(events.records).hasSize(20);
    }

    @Test
    void shouldWriteMembersInOrderAndKeepTheNewest() {
        final RecordedEvents seen = new RecordedEvents();
        store("d2").start(seen);
        store.putMember(bytes("before the lease"));
        assertThat(get(store.grantLease(TTL))).isEqualTo(TTL);
        for (int i = 0; i < 500; i++) {
            store.putMember(bytes("value " + i));
        }
        seen.expectMember("d1", "value 499");
        final List<Integer> order = seen.all.stream().filter(line -> line.startsWith("member d1 value"))
            .map(line -> Integer.valueOf(line.substring("member d1 value ".length()))).toList();
        assertThat(order).isSorted().doesNotHaveDuplicates().hasSizeLessThan(500);
    }

    @Test
    void shouldTellOthersWhenALeaseRunsOut() {
        get(store.grantLease(SHORT_TTL));
        store.putMember(bytes("here"));
        final RecordedEvents seen = new RecordedEvents();
        store("d2").start(seen);
        seen.expectMember("d1", "here");
        store.close();
        seen.expect("gone d1");
        assertThat(events.changes()).doesNotContain("lost");
    }

    @Test
    void shouldKeepTheLeaseAndTellWhenEachKeepAliveWasSent() {
        get(store.grantLease(TTL));
        store.putMember(bytes("here"));
        events.expectMember("d1", "here");
        events.until("20 keep-alives", () -> events.keepAlives.size() >= 20);
        assertThat(events.keepAlives).isSorted().doesNotHaveDuplicates();
        assertThat(events.keepAlives.getLast()).isLessThan(System.nanoTime());
        assertThat(events.members).containsEntry("d1", "here");
        assertThat(events.changes()).doesNotContain("lost", "gone d1");
    }

    @Test
    void shouldSayThatTheLeaseIsLostWhenSomeoneRevokesIt() {
        get(store.grantLease(TTL));
        store.putMember(bytes("here"));
        events.expectMember("d1", "here");
        Gateway.of(etcd).revoke(Gateway.of(etcd).leaseOf("/directrix/" + cluster + "/members/d1"));
        events.expect("lost");
        final int confirmed = events.keepAlives.size();
        store.putMember(bytes("too late"));
        assertThatThrownBy(() -> get(store.swapRecord(0, bytes("r"), Set.of(), Optional.of(bytes("x")))))
            .hasRootCauseInstanceOf(EtcdException.class);
        assertThat(events.keepAlives).hasSize(confirmed);
        assertThat(events.all.stream().filter("lost"::equals)).hasSize(1);
    }

    @Test
    void shouldTakeAnotherLeaseAfterTheFirstIsLostIfTheRecordIsStillTheSame() {
        get(store.grantLease(TTL));
        assertThat(get(store.swapRecord(0, bytes("r1"), Set.of(), Optional.of(bytes("member of r1"))))).isTrue();
        events.expectRecord("r1").expectMember("d1", "member of r1");
        Gateway.of(etcd).revoke(Gateway.of(etcd).leaseOf("/directrix/" + cluster + "/members/d1"));
        events.expect("lost").expect("gone d1");
        final int confirmed = events.keepAlives.size();

        assertThat(get(store.reclaim(TTL, events.lastRevision() + 1, bytes("wrong")))).isFalse();
        assertThat(get(store.reclaim(TTL, events.lastRevision(), bytes("again")))).isTrue();

        events.expectMember("d1", "again");
        store.putMember(bytes("and on"));
        events.expectMember("d1", "and on");
        await().until(() -> events.keepAlives.size() > confirmed + 2);
        assertThat(events.changes()).doesNotContain("member d1 wrong");
        assertThat(events.all.stream().filter("lost"::equals)).hasSize(1);
    }

    @Test
    void shouldNotTakeAnotherLeaseFromWhoeverHasTheNameNow() {
        get(store.grantLease(TTL));
        assertThat(get(store.swapRecord(0, bytes("r1"), Set.of(), Optional.of(bytes("mine"))))).isTrue();
        events.expectRecord("r1").expectMember("d1", "mine");
        Gateway.of(etcd).revoke(Gateway.of(etcd).leaseOf("/directrix/" + cluster + "/members/d1"));
        events.expect("lost");
        final EtcdStore next = store("d1");
        next.start(new RecordedEvents());
        get(next.grantLease(TTL));
        next.putMember(bytes("next life"));
        events.expectMember("d1", "next life");

        assertThat(get(store.reclaim(TTL, events.lastRevision(), bytes("mine again")))).isFalse();
        assertThat(events.changes()).doesNotContain("member d1 mine again");
    }

    @Test
    void shouldEndTheLeaseAndTheKeyAtOnce() {
        final EtcdStore patient = store("d9");
        patient.start(new RecordedEvents());
        get(patient.grantLease(TTL));
        patient.putMember(bytes("here"));
        events.expectMember("d9", "here");
        get(patient.deleteMember());
        events.expect("gone d9");
    }

    @Test
    void shouldSwapTheRecordTogetherWithTheOwnKey() {
        events.expect("started");
        get(store.grantLease(TTL));
        store.putMember(bytes("first"));
        assertThat(get(store.swapRecord(0, bytes("r1"), Set.of("d2"), Optional.of(bytes("with r1"))))).isTrue();
        events.expectRecord("r1").expectMember("d1", "with r1");
        assertThat(events.changes()).containsSubsequence("member d1 first", "member d1 with r1");
        assertThat(Math.abs(events.all.indexOf("record r1") - events.all.indexOf("member d1 with r1"))).isEqualTo(1);
        assertThat(get(store.swapRecord(77, bytes("r2"), Set.of(), Optional.of(bytes("with r2"))))).isFalse();
        store.putMember(bytes("last"));
        events.expectMember("d1", "last");
        assertThat(events.changes()).doesNotContain("record r2", "member d1 with r2");
    }

    @Test
    void shouldNotSwapTheRecordWhileAMemberIsThere() {
        final EtcdStore other = store("d2");
        other.start(new RecordedEvents());
        get(other.grantLease(TTL));
        other.putMember(bytes("here"));
        events.expectMember("d2", "here");
        assertThat(get(store.swapRecord(0, bytes("r"), Set.of("d2", "d3"), Optional.empty()))).isFalse();
        get(other.deleteMember());
        assertThat(get(store.swapRecord(0, bytes("r"), Set.of("d2", "d3"), Optional.empty()))).isTrue();
    }

    @Test
    void shouldWaitForTheKeyOfAnEarlierLifeToEnd() {
        get(store.grantLease(SHORT_TTL));
        store.putMember(bytes("life 1"));
        final RecordedEvents next = new RecordedEvents();
        final EtcdStore second = store("d1");
        second.start(next);
        next.expectMember("d1", "life 1");
        store.close();
        get(second.grantLease(TTL));
        second.putMember(bytes("life 2"));
        next.expectMember("d1", "life 2");
        assertThat(next.changes()).containsSubsequence("member d1 life 1", "gone d1", "member d1 life 2")
            .doesNotContain("lost");
    }

    @Test
    void shouldSayThatTheLeaseIsLostWhenTheKeyIsTakenAway() {
        get(store.grantLease(TTL));
        store.putMember(bytes("here"));
        events.expectMember("d1", "here");
        Gateway.of(etcd).delete("/directrix/" + cluster + "/members/d1");
        events.expect("lost");
    }

    @Test
    void shouldCallADeletedRecordAGap() {
        events.expect("started");
        assertThat(get(store.swapRecord(0, bytes("v0")))).isTrue();
        events.expectRecord("v0");
        Gateway.of(etcd).delete("/directrix/" + cluster + "/record");
        events.expect("gap");
        assertThat(get(store.swapRecord(0, bytes("v1")))).isTrue();
        final RecordedEvents next = new RecordedEvents();
        store("d1").start(next);
        next.expectRecord("v1");
        assertThat(events.records).containsExactly("v0");
    }

    @Test
    void shouldFailCallsThatAreOpenWhenItIsClosed() {
        etcd.freeze();
        try {
            final CompletableFuture<Boolean> swap = store.swapRecord(0, bytes("r"));
            store.close();
            assertThatThrownBy(() -> get(swap)).hasRootCauseInstanceOf(EtcdException.class);
        } finally {
            etcd.thaw();
        }
    }

    @Test
    void shouldRefuseMoreChangesThanItHoldsWhileTheLeaseIsMissing() {
        events.expect("started");
        for (int i = 0; i < 40; i++) {
            store.putMember(bytes("value " + i));
        }
        final List<CompletableFuture<Boolean>> swaps = IntStream.range(0, 40).mapToObj(i ->
            store.swapRecord(0, bytes("r" + i), Set.of(), Optional.of(bytes("with r" + i)))).toList();
        assertThatThrownBy(() -> get(swaps.getLast())).cause().isInstanceOfSatisfying(EtcdException.class, failure ->
            assertThat(failure.isOutcomeKnown()).isTrue());
        get(store.grantLease(TTL));
        assertThat(get(swaps.getFirst())).isTrue();
        assertThat(get(swaps.get(1))).isFalse();
        events.expectMember("d1", "with r0");
        assertThat(events.changes()).containsSubsequence("member d1 value 39", "member d1 with r0");
    }

    @Test
    void shouldBeClosedByItsOwnThreadWithoutWaitingForItself() {
        events.expect("started");
        final AtomicLong tookNs = new AtomicLong();
        final CompletableFuture<Void> end = store.deleteMember().whenComplete((done, failure) -> {
            final long beforeNs = System.nanoTime();
            store.close();
            tookNs.set(System.nanoTime() - beforeNs);
        });
        get(end);
        assertThat(tookNs.get()).isLessThan(Duration.ofMillis(800).toNanos());
        assertThatThrownBy(() -> get(store.swapRecord(0, bytes("r")))).hasRootCauseInstanceOf(EtcdException.class);
    }

    private EtcdStore store(final String member) {
        final EtcdClient client = new EtcdClient(
            EtcdSettings.of(List.of(etcd.endpoint())).withRequestTimeout(Duration.ofSeconds(20)), System::nanoTime);
        final EtcdStore result = new EtcdStore(client,
            StoreSettings.of(cluster, member).withKeepAliveInterval(Duration.ofMillis(50)));
        closing.add(client);
        closing.add(result);
        return result;
    }

    private static List<String> versions(final int from) {
        return IntStream.range(from, 40).mapToObj(i -> "v" + i).toList();
    }

    private static <T> T get(final CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
