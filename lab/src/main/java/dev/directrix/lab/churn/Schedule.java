package dev.directrix.lab.churn;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rounds that a seed stands for: the same seed, kinds and names give the same rounds. Each kind has its turn before
 * one comes again. Of the servers at most two are drained at a time.
 */
public final class Schedule {
    private static final int MOST_DRAINED = 2;
    private static final int MOST_LEAD_MICROS = 1_000;
    private static final int LEAST_ABSENCE_MS = 500;
    private static final int MOST_ABSENCE_MS = 6_000;

    private final Random dice;
    private final List<BlowKind> kinds;
    private final List<String> directors;
    private final Set<String> servers;
    private final Set<String> drained = new TreeSet<>();
    private final Deque<BlowKind> turns = new ArrayDeque<>();

    private Schedule(long seed, List<BlowKind> kinds, List<String> directors, List<String> servers) {
        this.dice = new Random(seed);
        this.kinds = kinds;
        this.directors = directors;
        this.servers = new TreeSet<>(servers);
    }

    /** So many rounds. */
    public static List<Round> of(
        long seed, int rounds, List<BlowKind> kinds, List<String> directors, List<String> servers) {
        Schedule schedule = new Schedule(seed, kinds, directors, servers);
        List<Round> all = new ArrayList<>();
        for (int number = 1; number <= rounds; number++) {
            all.add(schedule.next(number));
        }
        return List.copyOf(all);
    }

    private Round next(int number) {
        if (turns.isEmpty()) {
            List<BlowKind> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, dice);
            turns.addAll(shuffled);
        }
        String victim = pick(directors);
        String by = pick(directors.stream().filter(director -> !director.equals(victim)).toList());
        boolean add = !drained.isEmpty() && (drained.size() == MOST_DRAINED || dice.nextBoolean());
        String server = pick(List.copyOf(add ? drained : remaining()));
        if (add) {
            drained.remove(server);
        } else {
            drained.add(server);
        }
        Duration lead = Duration.ofNanos(1_000L * (dice.nextInt(2 * MOST_LEAD_MICROS) - MOST_LEAD_MICROS));
        Duration absence = Duration.ofMillis(dice.nextInt(LEAST_ABSENCE_MS, MOST_ABSENCE_MS));
        return new Round(number, turns.removeFirst(), victim, add, server, by, lead, absence);
    }

    private Set<String> remaining() {
        Set<String> left = new TreeSet<>(servers);
        left.removeAll(drained);
        return left;
    }

    private String pick(List<String> names) {
        return names.get(dice.nextInt(names.size()));
    }
}
