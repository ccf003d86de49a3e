package dev.directrix.cluster.etcd;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Notes what a store tells: one line each, and the parts that tests ask for by themselves. */
final class RecordedEvents implements StoreListener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final List<String> all = new CopyOnWriteArrayList<>();
    final List<String> records = new CopyOnWriteArrayList<>();
    final List<Long> revisions = new CopyOnWriteArrayList<>();
    final List<Long> keepAlives = new CopyOnWriteArrayList<>();
    final Map<String, String> members = new ConcurrentHashMap<>();

    @Override
    public synchronized void recordSeen(final long modRevision, final byte[] value) {
        final String text = new String(value, StandardCharsets.UTF_8);
        revisions.add(modRevision);
        records.add(text);
        all.add("record " + text);
    }

    @Override
    public void memberSeen(final String name, final byte[] value, final long modRevision) {
        final String text = new String(value, StandardCharsets.UTF_8);
        members.put(name, text);
        all.add("member " + name + " " + text);
    }

    @Override
    public void memberGone(final String name) {
        members.remove(name);
        all.add("gone " + name);
    }

    @Override
    public void started() {
        all.add("started");
    }

    @Override
    public void gap(final String why) {
        all.add("gap");
    }

    @Override
    public void keepAliveConfirmed(final long sentAtNs) {
        keepAlives.add(sentAtNs);
    }

    @Override
    public void leaseLost(final String why) {
        all.add("lost");
    }

    @Override
    public void reachable(final boolean reachable, final String why) {
        all.add(reachable ? "reachable" : "unreachable");
    }

    /** Of the last record in the lists: asked for before a look for a value that is missed, it is not that value's. */
    synchronized long lastRevision() {
        return revisions.isEmpty() ? 0 : revisions.getLast();
    }

    /** All but what is said of etcd's reachability. */
    List<String> changes() {
        return all.stream().filter(line -> !line.endsWith("reachable")).toList();
    }

    RecordedEvents expect(final String line) {
        return until(line, () -> all.contains(line));
    }

    RecordedEvents expectRecord(final String value) {
        return until("record " + value, () -> records.contains(value));
    }

    RecordedEvents expectMember(final String name, final String value) {
        return until(name + " saying " + value, () -> value.equals(members.get(name)));
    }

    RecordedEvents until(final String what, final BooleanSupplier condition) {
        await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
            .until(condition::getAsBoolean);
        return this;
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
