package dev.directrix.bgp.exabgp.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The programs that run beside the speaker. {@link #write} may be called from any thread and never waits; configure and
 * close belong to one thread.
 */
public final class ChildProcesses implements AutoCloseable {

    private static final long START_MS = 2_000;
    private static final long END_MS = 2_000;

    private final ChildListener listener;
    private volatile Map<String, Child> children = Map.of();

    /** None yet. */
    public ChildProcesses(final ChildListener listener) {
        this.listener = listener;
    }

    /**
     * Makes these the children, none of which runs yet; {@link #start()} runs them. What is written to them meanwhile
     * waits for them.
     */
    public void prepare(final List<ChildSettings> wanted) {
        final Map<String, Child> next = new LinkedHashMap<>();
        wanted.forEach(settings -> next.put(settings.name(), new Child(settings, listener)));
        children = next;
    }

    /** Runs the children that were prepared. */
    public void start() {
        start(List.copyOf(children.values()));
    }

    /**
     * Makes these the children: what is new is started, what is gone ended. A child that was given up starts again; one
     * that was to run once and did stays ended. When this returns, they run and hear what is written to them.
     *
     * @param wanted  all children, each name once
     * @param restart true: a running child whose settings changed is started anew; false: it is left alone
     */
    public void configure(final List<ChildSettings> wanted, final boolean restart) {
        final Map<String, Child> old = new LinkedHashMap<>(children);
        final Map<String, Child> next = new LinkedHashMap<>();
        final List<Child> fresh = new ArrayList<>();
        for (final ChildSettings settings : wanted) {
            final Child known = old.get(settings.name());
            if (known != null && keeps(known, settings, restart)) {
                old.remove(settings.name());
                next.put(settings.name(), known);
            } else {
                final Child child = new Child(settings, listener);
                next.put(settings.name(), child);
                fresh.add(child);
            }
        }
        end(List.copyOf(old.values()));
        children = next;
        start(fresh);
    }

    private static void start(final List<Child> fresh) {
        fresh.forEach(Child::start);
        try {
            for (final Child child : fresh) {
                child.awaitStart(START_MS);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes a line to a child's standard input; nothing happens when there is no such child. */
    public void write(final String name, final String line) {
        final Child child = children.get(name);
        if (child != null) {
            child.write(line);
        }
    }

    /** Names of the children, ended ones included, in the order of the configuration. */
    public List<String> names() {
        return List.copyOf(children.keySet());
    }

    /** How many lines, and how many characters, each child has not read yet; only those with any. */
    public Map<String, Backlog> backlogs() {
        final Map<String, Backlog> backlogs = new LinkedHashMap<>();
        children.forEach((name, child) -> {
            final long[] backlog = child.backlog();
            if (backlog[0] > 0) {
                backlogs.put(name, new Backlog(backlog[0], backlog[1]));
            }
        });
        return backlogs;
    }

    /** Ends all: SIGTERM, and SIGKILL for those that are still there after two seconds. */
    @Override
    public void close() {
        end(List.copyOf(children.values()));
        children = Map.of();
    }

    private static boolean keeps(final Child known, final ChildSettings settings, final boolean restart) {
        if (known.isOver()) {
            return !known.settings().respawn() && known.settings().equals(settings);
        }
        return !restart || known.settings().equals(settings);
    }

    private static void end(final List<Child> children) {
        children.forEach(Child::stop);
        final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MS);
        try {
            for (final Child child : children) {
                child.awaitEnd(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What a child has not read yet.
     *
     * @param lines      number of lines
     * @param characters their length together
     */
    public record Backlog(long lines, long characters) {
    }
}
