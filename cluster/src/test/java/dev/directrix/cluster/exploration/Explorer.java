package dev.directrix.cluster.exploration;

import dev.directrix.cluster.exploration.Moves.Kind;
import dev.directrix.cluster.exploration.Moves.Move;
import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Phase;
import dev.directrix.cluster.member.PoolInputs;
import dev.directrix.cluster.member.Registry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.collections.IntArrayList;

/**
 * Tries everything that may happen, breadth first, so that the first way that breaks something is a shortest one; then
 * looks whether from every state all settles if nothing else goes wrong. For one thread.
 */
final class Explorer {
    private static final int PREFIX = 10_000;
    /** Time after which a flow that was forwarded is not taken for half open any more. */
    private static final int SETTLED_STEPS = 2;

    private final Setup setup;
    private final int mostStates;
    private final Catalogue catalogue = new Catalogue();
    private final Lives lives;
    private final StoreModel store;
    private final Moves moves;
    private final Layout layout;
    private final Narrator narrator;
    private final Visited visited = new Visited();
    private final Deque<int[]> frontier = new ArrayDeque<>();
    private final IntArrayList parents = new IntArrayList();
    private final IntArrayList codes = new IntArrayList();
    private final IntArrayList depths = new IntArrayList();
    private final IntArrayList edges = new IntArrayList();
    private final IntArrayList edgeEnds = new IntArrayList();
    private final BitSet endings = new BitSet();
    private final Map<Integer, Boolean> wishedFor = new HashMap<>();
    private int[] beginning = {};
    private int expanded;
    private long moveCount;
    private int brokenIn = -1;
    private Optional<String> violation = Optional.empty();
    private Optional<String> bound = Optional.empty();

    /**
     * An exploration.
     *
     * @param mostStates when to give up
     */
    Explorer(final Setup setup, final int mostStates) {
        this.setup = setup;
        this.mostStates = mostStates;
        this.lives = new Lives(setup, catalogue);
        this.store = new StoreModel(catalogue);
        this.moves = new Moves(setup, catalogue, lives, store);
        this.layout = moves.layout();
        this.narrator = new Narrator(catalogue, lives, layout);
    }

    /** Explores. */
    Exploration run() {
        beginning = beginning();
        add(beginning, -1, 0);
        while (!frontier.isEmpty() && violation.isEmpty() && bound.isEmpty()) {
            expand(frontier.poll());
        }
        if (violation.isEmpty() && bound.isEmpty()) {
            settle();
        }
        return new Exploration(visited.size(), moveCount, lives.size(), depths.getInt(depths.size() - 1),
                endings.cardinality(), bound, violation, brokenIn < 0 ? List.of() : way(brokenIn));
    }

    /** All directors but a late one serve, and flows are established. */
    private int[] beginning() {
        int[] state = moves.nothing();
        final int there = setup.late() ? setup.directors() - 1 : setup.directors();
        for (int i = 0; i < there; i++) {
            state = settled(moves.after(state, Kind.BOOT, i, 0));
        }
        for (int flow = 0; flow < setup.open(); flow++) {
            state = moves.after(state, Kind.SYN, 0, flow);
            final int opening = state[layout.flow(flow)];
            for (int server = 0; server < FlowState.MOST_SERVERS; server++) {
                if (FlowState.isHalfOpenAt(opening, server)) {
                    state = moves.after(state, Kind.ACCEPT, flow, server);
                }
            }
        }
        for (int step = 0; step < SETTLED_STEPS; step++) {
            for (int flow = 0; flow < setup.open(); flow++) {
                state = moves.after(state, Kind.DATA, 0, flow);
            }
            state = moves.after(state, Kind.TIME, 0, 0);
        }
        for (int flow = 0; flow < setup.open(); flow++) {
            state = moves.after(state, Kind.DATA, 0, flow);
        }
        for (final Layout.Budget budget : Layout.Budget.values()) {
            state[layout.used(budget)] = 0;
        }
        return state;
    }

    /** All that must happen happens, one after the other. */
    private int[] settled(final int[] from) {
        int[] state = from;
        int[] before = {};
        for (int step = 0; step < PREFIX; step++) {
            final int[] now = state;
            final List<Move> next = new ArrayList<>();
            moves.all(now, (kind, one, other) -> {
                if ((kind.isUrgent() && kind != Kind.TELL) || kind == Kind.TIME) {
                    next.add(new Move(kind, one, other));
                }
            });
            final Move first = next.isEmpty() ? new Move(Kind.TIME, 0, 0) : next.getFirst();
            state = moves.after(now, first.kind(), first.one(), first.other());
            if (first.kind() == Kind.TIME) {
                if (java.util.Arrays.equals(state, before)) {
                    return state;
                }
                before = state;
            }
        }
        throw new IllegalStateException("the cluster does not begin");
    }

    private void add(final int[] state, final int parent, final int code) {
        final int known = visited.size();
        final int number = visited.numberOf(state);
        if (number == known) {
            parents.addInt(parent);
            codes.addInt(code);
            depths.addInt(parent < 0 ? 0 : depths.getInt(parent) + 1);
            frontier.add(state);
            if (moves.violation().isPresent() && violation.isEmpty()) {
                violation = moves.violation();
                brokenIn = number;
            }
            if (number >= mostStates) {
                bound = Optional.of("more than " + mostStates + " states");
            }
            if (version(state) > setup.mostVersions()) {
                bound = Optional.of("more than " + setup.mostVersions() + " versions of the record");
            }
        }
        if (parent >= 0 && Move.of(code).kind().isOrdinary()) {
            edges.addInt(number);
        }
    }

    private long version(final int[] state) {
        return store.at(state[layout.store()]).record().map(ClusterRecord::version).orElse(0L);
    }

    private void expand(final int[] state) {
        final int number = expanded++;
        final boolean[] quiet = {true};
        moves.all(state, (kind, one, other) -> {
            if (violation.isEmpty()) {
                moveCount++;
                quiet[0] &= !kind.isUrgent();
                add(moves.after(state, kind, one, other), number, new Move(kind, one, other).code());
            }
        });
        edgeEnds.addInt(edges.size());
        if (quiet[0] && isSettled(state)) {
            endings.set(number);
        }
    }

    /** Whether everybody who runs serves by the tables that are wished for, and agrees with the others. */
    private boolean isSettled(final int[] state) {
        final StoreModel.Contents contents = store.at(state[layout.store()]);
        final ClusterRecord record = contents.record().orElseThrow();
        final Set<String> running = new java.util.HashSet<>();
        long exceptions = 0;
        for (int i = 0; i < setup.directors(); i++) {
            if (!moves.runs(state, i)) {
                continue;
            }
            final Lives.Life life = moves.life(state, i);
            if (!life.valid() || life.entered() != record.version() || life.slotsInTransit() > 0
                    || (!running.isEmpty() && life.exceptions() != exceptions) || !reaches(state, life)) {
                return false;
            }
            exceptions = life.exceptions();
            running.add(life.id().name());
        }
        return record.phase() == Phase.STABLE
                && running.equals(record.members().stream().map(each -> each.name()).collect(Collectors.toSet()))
                && wishedFor.computeIfAbsent(state[layout.store()], _ -> isWishedFor(record));
    }

    /** Whether packets of open flows are forwarded. */
    private boolean reaches(final int[] state, final Lives.Life life) {
        for (int flow = 0; flow < setup.flows(); flow++) {
            if (FlowState.isOpen(state[layout.flow(flow)]) && life.opens()[flow] < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isWishedFor(final ClusterRecord record) {
        final Registry names = record.registry();
        final Set<String> addresses = record.tables().values().stream().map(PoolInputs::aliveNumbers)
                .flatMap(Set::stream).map(each -> names.servers().get(each).address()).collect(Collectors.toSet());
        return addresses.equals(setup.wishes().getLast().addresses());
    }

    /** From every state, a settled one must be reached by moves that happen by themselves. */
    private void settle() {
        final int size = visited.size();
        final int[] counts = new int[size + 1];
        for (int at = 0; at < edges.size(); at++) {
            counts[edges.getInt(at) + 1]++;
        }
        for (int at = 0; at < size; at++) {
            counts[at + 1] += counts[at];
        }
        final int[] sources = new int[edges.size()];
        final int[] filled = counts.clone();
        for (int from = 0, edge = 0; from < size; from++) {
            for (; edge < edgeEnds.getInt(from); edge++) {
                sources[filled[edges.getInt(edge)]++] = from;
            }
        }
        final BitSet settles = (BitSet) endings.clone();
        final IntArrayList next = new IntArrayList();
        endings.stream().forEach(next::addInt);
        while (!next.isEmpty()) {
            final int to = next.removeAt(next.size() - 1);
            for (int at = counts[to]; at < counts[to + 1]; at++) {
                if (!settles.get(sources[at])) {
                    settles.set(sources[at]);
                    next.addInt(sources[at]);
                }
            }
        }
        final int never = settles.nextClearBit(0);
        if (never < size) {
            violation = Optional.of("from here it never settles (" + (size - settles.cardinality()) + " such states)");
            brokenIn = never;
        }
    }

    private List<String> way(final int to) {
        final IntArrayList back = new IntArrayList();
        for (int at = to; parents.getInt(at) >= 0; at = parents.getInt(at)) {
            back.addInt(codes.getInt(at));
        }
        final List<String> steps = new ArrayList<>();
        int[] state = beginning;
        for (int at = back.size() - 1; at >= 0; at--) {
            final Move move = Move.of(back.getInt(at));
            steps.add((back.size() - at) + ". " + narrator.tell(state, move));
            state = moves.after(state, move.kind(), move.one(), move.other());
        }
        if (moves.violation().isEmpty()) {
            goOn(state, steps);
        }
        return steps;
    }

    /** One of the ways in which it does not settle. */
    private void goOn(final int[] from, final List<String> steps) {
        final BitSet seen = new BitSet();
        int[] state = from;
        while (!seen.get(visited.numberOf(state))) {
            seen.set(visited.numberOf(state));
            final Move next = first(state);
            steps.add("then " + narrator.tell(state, next));
            state = moves.after(state, next.kind(), next.one(), next.other());
        }
    }

    private Move first(final int[] state) {
        final List<Move> next = new ArrayList<>();
        moves.all(state, (kind, one, other) -> next.add(new Move(kind, one, other)));
        return next.stream().min((a, b) -> Integer.compare(order(a.kind()), order(b.kind()))).orElseThrow();
    }

    private static int order(final Kind kind) {
        return kind.isUrgent() ? 0 : kind == Kind.TIME ? 1 : kind == Kind.DATA ? 2 : 3;
    }
}
