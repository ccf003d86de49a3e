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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two stores against three real etcds of which some fail. */
class EtcdClusterTest {
    private static final Duration TTL = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private final List<AutoCloseable> closing = new ArrayList<>();
    private final RecordedEvents events = new RecordedEvents();
    private final RecordedEvents otherEvents = new RecordedEvents();
    private List<EtcdProcess> members;
    private EtcdClient client;
    private EtcdStore store;
    private EtcdStore other;
    private int swaps;

    @BeforeEach
    void start() {
        members = EtcdProcess.cluster(directory, 3);
        closing.addAll(members);
        client = client();
        store = store(client, "d1");
        store.start(events);
        other = store(client(), "d2");
        other.start(otherEvents);
        takeLease();
        store.putMember(bytes("here"));
        otherEvents.expectMember("d1", "here");
    }

    @AfterEach
    void close() throws Exception {
        for (final AutoCloseable each : closing.reversed()) {
            each.close();
        }
    }

    @Test
    void shouldGoOnWithoutGapOrDuplicateWhenTheLeaderDies() {
        swapTimes(10);
        final EtcdProcess leader = leader();
        leader.kill();
        swapTimes(10);
        leader.start();
        leader.awaitReady();
        swapTimes(10);
        expectAllSwaps();
        assertThat(events.changes()).doesNotContain("lost", "gap", "gone d1");
    }

    @Test
    void shouldGoOnWhenTheLeaderIsFrozenAndThenDoesNotKnowThatItNoLongerLeads() {
        swapTimes(5);
        final EtcdProcess leader = leader();
        leader.freeze();
        swapTimes(5);
        store.putMember(bytes("meanwhile"));
        otherEvents.expectMember("d1", "meanwhile");
        leader.thaw();
        swapTimes(5);
        expectAllSwaps();
        assertThat(events.changes()).doesNotContain("lost", "gap", "gone d1");
        assertThat(events.keepAlives).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldLeaveTheWatchOfAMemberThatIsFrozen() {
        swapTimes(3);
        final EtcdProcess asked = members.getFirst();
        asked.freeze();
        swapTimes(3);
        expectAllSwaps();
        asked.thaw();
        swapTimes(3);
        expectAllSwaps();
    }

    @Test
    void shouldDoNothingWithoutAMajorityAndGoOnWithOne() {
        swapTimes(2);
        members.get(1).kill();
        members.get(2).kill();
        expectNoSwap();
        final int confirmed = events.keepAlives.size();
        expectNoSwap();
        assertThat(events.keepAlives).hasSize(confirmed);
        events.expect("unreachable");
        assertThat(events.records).doesNotContain("alone");
        members.get(1).start();
        members.get(1).awaitReady();
        store.putMember(bytes("back"));
        otherEvents.until("word of d1 or of its end", () -> "back".equals(otherEvents.members.get("d1"))
            || events.all.contains("lost"));
        events.until("a swap", () -> isSwapped(store, "together"));
        events.expectRecord("together");
        otherEvents.expectRecord("together");
        assertThat(otherEvents.records).isEqualTo(events.records);
        assertThat(events.changes()).doesNotContain("gap");
    }

    /** Takes the lease; a call that etcd is too slow for, or that meets an election, is made again. */
    private void takeLease() {
        events.until("a lease", () -> {
            try {
                return get(store.grantLease(TTL)).isPositive();
            } catch (final CompletionException e) {
                return false;
            }
        });
    }

    private void expectNoSwap() {
        assertThatThrownBy(() -> get(store.swapRecord(events.lastRevision(), bytes("alone"))))
            .hasCauseInstanceOf(EtcdException.class);
    }

    private void swapTimes(final int times) {
        for (int i = 0; i < times; i++) {
            final String value = "v" + swaps;
            final EtcdStore by = swaps % 2 == 0 ? store : other;
            events.until("a swap to " + value, () -> isSwapped(by, value));
            events.expectRecord(value);
            swaps++;
        }
    }

    /** Whether the swap took effect: where its outcome is unknown the watch tells, or it is tried again. */
    private boolean isSwapped(final EtcdStore by, final String value) {
        final long revision = events.lastRevision(); // asked for first: not that of the value itself
        try {
            return events.records.contains(value) || get(by.swapRecord(revision, bytes(value)));
        } catch (final CompletionException e) {
            return false;
        }
    }

    private void expectAllSwaps() {
        final List<String> expected = IntStream.range(0, swaps).mapToObj(i -> "v" + i).toList();
        otherEvents.expectRecord(expected.getLast());
        assertThat(events.records).isEqualTo(expected);
        assertThat(otherEvents.records).isEqualTo(expected);
        assertThat(events.revisions).isSorted();
    }

    private EtcdProcess leader() {
        return await("a leader").atMost(Duration.ofSeconds(30)).until(() ->
            members.stream().filter(member -> Gateway.of(member).isLeader()).findFirst(), Optional::isPresent)
            .orElseThrow();
    }

    private EtcdClient client() {
        final EtcdClient result = new EtcdClient(EtcdSettings.of(members.stream().map(EtcdProcess::endpoint).toList()),
            System::nanoTime);
        closing.add(result);
        return result;
    }

    private EtcdStore store(final EtcdClient by, final String member) {
        final EtcdStore result = new EtcdStore(by,
            StoreSettings.of("c", member).withKeepAliveInterval(Duration.ofMillis(100)));
        closing.add(result);
        return result;
    }

    private static <T> T get(final CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
