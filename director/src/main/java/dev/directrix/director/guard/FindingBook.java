package dev.directrix.director.guard;

import dev.directrix.director.control.FindingReport;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers what was found from one look to the next, so that each finding is told once when it appears and once when
 * it ends. What is seen for less than a second is not told: a change of all directors takes a moment. Holds a bounded
 * number of findings, the first ones. Not thread-safe.
 */
public final class FindingBook {

    /** The most findings that are remembered. */
    static final int MOST = 1_000;
    /** For how long something is seen before it is told. */
    static final long RAISED_AFTER_MS = 1_000;
    /** For how long it is not seen before it has ended. */
    static final long ENDED_AFTER_MS = 2_000;

    private static final Comparator<FindingReport> WORST_FIRST = Comparator.comparing(FindingReport::severity)
        .thenComparing(it -> it.vip().getHostAddress()).thenComparing(FindingReport::router)
        .thenComparing(FindingReport::kind).thenComparing(it -> it.directors().toString());

    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    /** What makes two findings the same one, whoever says it and in whatever words. */
    private record Key(InetAddress vip, String router, String kind, List<String> directors) {
    }

    private record Entry(Seen seen, long firstMs, long lastMs, boolean raised) {

        private FindingReport report() {
            return new FindingReport(seen.vip(), seen.router(), seen.finding().kind(), seen.finding().severity(),
                seen.source(), seen.finding().directors(), seen.finding().text(), Instant.ofEpochMilli(firstMs));
        }
    }

    /**
     * What has changed.
     *
     * @param finding the finding
     * @param began   whether it has appeared; false: it has ended
     * @param lasted  for how long it was there
     */
    public record Change(FindingReport finding, boolean began, Duration lasted) {
    }

    /**
     * Takes in what is there at one look.
     *
     * @param seen  if two are the same finding, the first one's words count
     * @param nowMs milliseconds since the epoch, never going back
     * @return what is to be told
     */
    public List<Change> on(final Collection<Seen> seen, final long nowMs) {
        final List<Change> changes = new ArrayList<>();
        final Set<Key> now = new HashSet<>();
        for (final Seen one : seen) {
            final Key key =
                new Key(one.vip(), one.router(), one.finding().kind(), one.finding().directors());
            final Entry before = entries.get(key);
            if ((before == null && entries.size() >= MOST) || !now.add(key)) {
                continue;
            }
            final long firstMs = before == null ? nowMs : before.firstMs;
            final boolean raised = nowMs - firstMs >= RAISED_AFTER_MS;
            final Entry entry = new Entry(one, firstMs, nowMs, raised);
            entries.put(key, entry);
            if (raised && !before.raised) {
                changes.add(new Change(entry.report(), true, Duration.ofMillis(nowMs - firstMs)));
            }
        }
        entries.entrySet().removeIf(each -> {
            final Entry entry = each.getValue();
            final boolean isOver = !now.contains(each.getKey())
                && (!entry.raised || nowMs - entry.lastMs >= ENDED_AFTER_MS);
            if (isOver && entry.raised) {
                changes.add(new Change(entry.report(), false, Duration.ofMillis(entry.lastMs - entry.firstMs)));
            }
            return isOver;
        });
        return changes;
    }

    /** What was told and has not ended, worst first. */
    public List<FindingReport> raised() {
        return entries.values().stream().filter(Entry::raised).map(Entry::report).sorted(WORST_FIRST).toList();
    }
}
