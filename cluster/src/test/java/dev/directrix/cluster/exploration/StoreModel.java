package dev.directrix.cluster.exploration;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * etcd: the record, and what members say under their leases; linearizable. Its contents are values with numbers, and
 * what a request makes of them is worked out once. For one thread.
 */
final class StoreModel {
    private final Catalogue catalogue;
    private final Map<Long, Outcome> outcomes = new HashMap<>();

    /** What it holds. */
    record Contents(Optional<ClusterRecord> record, Map<String, Said> states) {
    }

    /** What a life says of itself. */
    record Said(MemberId by, MemberState state) {
    }

    /** The end of a lease, as a request. */
    record Expiry(MemberId of) {
    }

    /** What it holds afterwards, and what those who watch will hear. */
    record Outcome(int contents, List<Integer> events) {
    }

    /** A store. */
    StoreModel(final Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The number of what an empty store holds. */
    int empty() {
        return catalogue.of(new Contents(Optional.empty(), Map.of()));
    }

    /** What a number stands for. */
    Contents at(final int contents) {
        return catalogue.at(contents, Contents.class);
    }

    /** What somebody hears who begins to watch. */
    List<Integer> all(final int contents) {
        final Contents now = at(contents);
        final List<Integer> events = new ArrayList<>();
        events.add(hear(now.record.<ClusterEvent>map(record -> new ClusterEvent.RecordSeen(record, record.version()))
                .orElse(new ClusterEvent.NoRecord())));
        now.states.forEach((name, said) -> events.add(hear(new ClusterEvent.StateSeen(name, said.state))));
        return events;
    }

    private int hear(final ClusterEvent event) {
        return catalogue.of(new Input.Hear(event));
    }

    /** A request of a life that has its lease arrives, or the lease's end. */
    Outcome on(final int contents, final int request) {
        return outcomes.computeIfAbsent(((long) contents << Integer.SIZE) | request,
                _ -> workOut(contents, request));
    }

    private Outcome workOut(final int contents, final int request) {
        final Contents now = at(contents);
        final Map<String, Said> states = new TreeMap<>(now.states);
        final List<Integer> events = new ArrayList<>();
        Optional<ClusterRecord> record = now.record;
        switch (catalogue.at(request)) {
            case Output.Put put -> {
                states.put(put.by().name(), new Said(put.by(), put.state()));
                events.add(hear(new ClusterEvent.StateSeen(put.by().name(), put.state())));
            }
            case Output.Swap wanted -> {
                final ClusterAction.Swap swap = wanted.swap();
                final String name = wanted.by().name();
                if (swap.expected() != record.map(ClusterRecord::version).orElse(0L)
                        || swap.absent().stream().anyMatch(states::containsKey)
                        || (swap.createState() && states.containsKey(name))) {
                    return new Outcome(contents, List.of());
                }
                record = Optional.of(swap.next());
                events.add(hear(new ClusterEvent.RecordSeen(swap.next(), swap.next().version())));
                if (swap.createState()) {
                    states.put(name, new Said(wanted.by(), swap.state()));
                    events.add(hear(new ClusterEvent.StateSeen(name, swap.state())));
                }
            }
            case Expiry expiry -> {
                final Said said = states.get(expiry.of.name());
                if (said != null && said.by.equals(expiry.of)) {
                    states.remove(expiry.of.name());
                    events.add(hear(new ClusterEvent.StateGone(expiry.of.name())));
                }
            }
            default -> throw new IllegalStateException("a request " + catalogue.at(request));
        }
        return new Outcome(catalogue.of(new Contents(record, Map.copyOf(states))), events);
    }
}
