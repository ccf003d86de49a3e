package dev.directrix.lab.churn;

import dev.directrix.lab.churn.LoadCounts.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Counts what clients see. One thread writes, another reads. */
final class LoadLog {
    private final List<Loss> broken = new ArrayList<>();
    private final List<Loss> failed = new ArrayList<>();
    private final Map<Integer, Long> firstNew = new TreeMap<>();
    private final Map<Integer, Long> lastNew = new TreeMap<>();
    private final Map<Integer, Long> newAt = new TreeMap<>();
    private long answers;
    private long opened;
    private long slow;
    private long longestNs;
    private int established;

    synchronized void established() {
        established++;
    }

    synchronized void answered(long askedNs, long nowNs) {
        answers++;
        longestNs = Math.max(longestNs, nowNs - askedNs);
    }

    synchronized void broken(Loss loss) {
        broken.add(loss);
        established--;
    }

    synchronized void opened(long startNs, long nowNs, int server) {
        opened++;
        if (nowNs - startNs > LoadPlan.SLOW.toNanos()) {
            slow++;
        }
        firstNew.merge(server, startNs, Math::min);
        lastNew.merge(server, startNs, Math::max);
        newAt.merge(server, 1L, Long::sum);
    }

    synchronized void failed(Loss loss) {
        failed.add(loss);
    }

    /** Connections that stand now. */
    synchronized int standing() {
        return established;
    }

    /** What came since this was asked last; the kernel's part is given. */
    synchronized LoadCounts take(long synsRepeated) {
        LoadCounts counts =
            new LoadCounts(answers, broken, opened, slow, synsRepeated, failed, Duration.ofNanos(longestNs));
        broken.clear();
        failed.clear();
        answers = 0;
        opened = 0;
        slow = 0;
        longestNs = 0;
        return counts;
    }

    /** Forgets which servers new connections had. */
    synchronized void forgetServers() {
        firstNew.clear();
        lastNew.clear();
        newAt.clear();
    }

    /** When the first new connection began that this server answered. */
    synchronized OptionalLong firstNew(int server) {
        Long at = firstNew.get(server);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    /** When the last new connection began that this server answered. */
    synchronized OptionalLong lastNew(int server) {
        Long at = lastNew.get(server);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    /** How many new connections each server answered. */
    synchronized Map<Integer, Long> newAt() {
        return Map.copyOf(newAt);
    }
}
