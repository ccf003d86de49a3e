package dev.directrix.bgp.exabgp.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What was agreed with one running program, and the answers that wait. Not thread-safe. */
final class Program {

    /** The most commands of a group: one that never ends must not eat the memory. */
    static final int MAX_GROUP = 100_000;

    private final Consumer<String> out;
    private final Deque<Answer> waiting = new ArrayDeque<>();
    private boolean acknowledged;
    private boolean synchronous;
    private Optional<List<ApiCommand.Routes>> group = Optional.empty();

    /** A line that waits until nothing is pending for these neighbours. */
    private record Answer(String line, Set<String> pendingFor, long deadlineMs) {
    }

    Program(final boolean acknowledged, final Consumer<String> out) {
        this.acknowledged = acknowledged;
        this.out = out;
    }

    boolean acknowledged() {
        return acknowledged;
    }

    void acknowledged(final boolean value) {
        acknowledged = value;
    }

    boolean synchronous() {
        return synchronous;
    }

    void synchronous(final boolean value) {
        synchronous = value;
    }

    /** Writes a line, behind those that wait. */
    void say(final String line) {
        sayWhenSent(line, Set.of(), 0);
    }

    /** Writes a line as soon as these neighbours have everything, or the deadline is over. */
    void sayWhenSent(final String line, final Set<String> neighbors, final long deadlineMs) {
        if (waiting.isEmpty() && neighbors.isEmpty()) {
            out.accept(line);
        } else {
            waiting.addLast(new Answer(line, neighbors, deadlineMs));
        }
    }

    /** Writes what need not wait any more; true if something still does. */
    boolean flush(final long nowMs, final Predicate<String> isPending) {
        while (!waiting.isEmpty()) {
            final Answer first = waiting.getFirst();
            if (nowMs < first.deadlineMs() && first.pendingFor().stream().anyMatch(isPending)) {
                return true;
            }
            out.accept(waiting.removeFirst().line());
        }
        return false;
    }

    /** Whether answers wait. */
    boolean waits() {
        return !waiting.isEmpty();
    }

    boolean isGrouping() {
        return group.isPresent();
    }

    void startGroup() {
        group = Optional.of(new ArrayList<>());
    }

    /** Keeps a command for the end of the group; false if the group is full, and then it is forgotten. */
    boolean addToGroup(final ApiCommand.Routes command) {
        final List<ApiCommand.Routes> commands = group.orElseThrow();
        if (commands.size() >= MAX_GROUP) {
            group = Optional.empty();
            return false;
        }
        commands.add(command);
        return true;
    }

    List<ApiCommand.Routes> endGroup() {
        final List<ApiCommand.Routes> commands = group.orElseThrow();
        group = Optional.empty();
        return commands;
    }
}
