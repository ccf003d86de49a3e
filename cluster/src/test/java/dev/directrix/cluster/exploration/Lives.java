package dev.directrix.cluster.exploration;

import dev.directrix.cluster.member.MemberId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * All states that single directors were seen in, by number, and what becomes of each when something happens to it. A
 * director knows nothing of the others but what it was told, so each of its steps is worked out once, whatever the
 * others do. For one thread.
 */
final class Lives {
    private static final int TABLE = 7;

    private final Setup setup;
    private final Catalogue catalogue;
    private final Memory memory = new Memory();
    private final Map<MemberId, Machine> machines = new HashMap<>();
    private final Map<Sketch.Alike, Integer> numbers = new HashMap<>();
    private final List<Life> lives = new ArrayList<>();
    private final Long2ObjectHashMap<Next> steps = new Long2ObjectHashMap<>();

    /** A state of a director. */
    @SuppressWarnings("ArrayRecordComponent")
    record Life(
            MemberId id,
            long[] exact,
            boolean stopped,
            long entered,
            Set<MemberId> peers,
            boolean valid,
            boolean serving,
            boolean works,
            int slotsInTransit,
            long exceptions,
            int[] opens,
            int[] begins) {
    }

    /** What becomes of a director, and what it does. */
    record Next(int life, List<Output> outputs) {
    }

    /** Nothing has been seen. */
    Lives(final Setup setup, final Catalogue catalogue) {
        this.setup = setup;
        this.catalogue = catalogue;
        lives.add(null);
    }

    /** A state by its number. */
    Life at(final int life) {
        return lives.get(life);
    }

    /** How many states were seen. */
    int size() {
        return lives.size() - 1;
    }

    /** How many steps were worked out. */
    int steps() {
        return steps.size();
    }

    /** A life begins. */
    Next begin(final MemberId id, final Setup.Wishes wishes) {
        final Machine machine = new Machine(setup, id, catalogue, memory);
        final List<Output> outputs = machine.begin(wishes);
        return new Next(numberOf(machine), outputs);
    }

    /** Something happens to a director in a state. */
    Next on(final int life, final int input) {
        final long key = ((long) life << Integer.SIZE) | input;
        final Next known = steps.get(key);
        if (known != null) {
            return known;
        }
        final Machine machine = machineOf(life);
        final List<Output> outputs = List.copyOf(machine.on(catalogue.at(input, Input.class)));
        final Next next = new Next(numberOf(machine), outputs);
        steps.put(key, next);
        return next;
    }

    /** What the datapath of a director does next, for people. */
    String nextTask(final int life) {
        return machineOf(life).forwarding().nextTask();
    }

    private Machine machineOf(final int life) {
        final Life from = lives.get(life);
        final Machine machine =
                machines.computeIfAbsent(from.id, id -> new Machine(setup, id, catalogue, memory));
        machine.read(new Sketch.Reader(catalogue, from.exact, TABLE));
        return machine;
    }

    private int numberOf(final Machine machine) {
        final Sketch sheet = machine.write();
        final Sketch.Alike alike = sheet.alike();
        final Integer known = numbers.get(alike);
        if (known != null) {
            return known;
        }
        final boolean valid = machine.isValid();
        final int[] opens = new int[setup.flows()];
        final int[] begins = new int[setup.flows()];
        for (int flow = 0; flow < setup.flows() && valid; flow++) {
            opens[flow] = machine.forwarding().serverOf(flow, false);
            begins[flow] = machine.forwarding().serverOf(flow, true);
        }
        lives.add(new Life(machine.id(), sheet.exact(), machine.isStopped(), machine.entered(),
                Set.copyOf(machine.peers()), valid, machine.forwarding().serves(), machine.forwarding().hasWork(),
                machine.forwarding().slotsInTransit(), machine.forwarding().digest(), opens, begins));
        numbers.put(alike, lives.size() - 1);
        return lives.size() - 1;
    }
}
