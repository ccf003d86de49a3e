package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.Agreement;
import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.ServerName;
import dev.directrix.cluster.member.Wish;
import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.message.Message;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.maglev.Seed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Members around a store that is always there, with links that lose nothing: for tests that tell a story step by step.
 * Messages and tables arrive at once, time passes in steps of 20 ms.
 */
final class SmallCluster {
    static final Agreement AGREEMENT = new Agreement("seed", "key", 131, 2_000, 5_000, 7_000);
    private static final long STEP_NS = 20_000_000;
    private static final Seed SEED = Seed.of(new byte[Seed.BYTES]);

    private final Map<String, Director> directors = new TreeMap<>();
    private final Map<String, MemberState> states = new TreeMap<>();
    private final List<String> reports = new ArrayList<>();
    private Optional<ClusterRecord> record = Optional.empty();
    private long revision;
    private long nowNs = 1_000_000_000L;
    private boolean confirms = true;
    private long incarnations = 1;

    /** One director: its node, and what its datapath has been told. */
    final class Director {
        private final String name;
        private final MemberId id;
        private final ClusterNode node;
        private final Deque<ClusterEvent> inbox = new ArrayDeque<>();
        private final Map<Long, Integer> track = new TreeMap<>();
        private EpochTables tables;
        private boolean serves;
        private boolean alive = true;
        private Optional<String> stopped = Optional.empty();
        private int pins;

        Director(final String name, final Agreement agreement) {
            this.name = name;
            this.id = new MemberId(name, incarnations++);
            this.node = new ClusterNode(id, ClusterSettings.of(agreement, SEED, true, name + ":7400"));
        }

        ClusterNode node() {
            return node;
        }

        EpochTables tables() {
            return tables;
        }

        boolean serves() {
            return serves;
        }

        int pins() {
            return pins;
        }

        Optional<String> stopped() {
            return stopped;
        }

        /** The director forwards a packet of a flow, and notes it. */
        int forward(final long hash, final boolean begins) {
            final int server = tables.serverOf(0, hash, begins);
            if (server >= 0) {
                track.put(hash, server);
            }
            return server;
        }

        void on(final ClusterEvent event) {
            if (alive) {
                for (final ClusterAction action : node.on(event, nowNs)) {
                    act(action);
                }
            }
        }

        private void act(final ClusterAction action) {
            switch (action) {
                case ClusterAction.PutState put -> put(name, put.state());
                case ClusterAction.Swap swap -> swap(this, swap);
                case ClusterAction.Reclaim reclaim -> reclaim(this, reclaim);
                case ClusterAction.Send send -> deliver(send.to(), id, send.view(), send.message());
                case ClusterAction.Broadcast all -> {
                    pins += all.message() instanceof Message.Pin pin ? pin.flows().count() : 0;
                    directors.values().stream().filter(other -> other != this)
                            .forEach(other -> deliver(other.id, id, all.view(), all.message()));
                }
                case ClusterAction.Apply apply -> {
                    tables = apply.tables();
                    inbox.add(new ClusterEvent.Applied(apply.number()));
                }
                case ClusterAction.Collect collect -> inbox.add(
                        new ClusterEvent.Collected(collect.number(), tracked(), true));
                case ClusterAction.Adopt adopt -> Arrays.stream(adopt.flows().hashes())
                        .forEach(hash -> track.put(hash, tables.serverOf(0, hash, false)));
                case ClusterAction.Serve serve -> serves = true;
                case ClusterAction.Stop stop -> {
                    serves = false;
                    alive = false;
                    stopped = Optional.of(stop.why());
                }
                case ClusterAction.Report report -> reports.add(report.text());
                case ClusterAction.Peers peers -> { }
                case ClusterAction.ValidUntil until -> { }
            }
        }

        private Flows tracked() {
            final long[] hashes = track.keySet().stream().mapToLong(hash -> hash).toArray();
            final int[] servers = track.values().stream().mapToInt(server -> server).toArray();
            return new Flows(hashes, new int[hashes.length], servers);
        }
    }

    /** A director that joins with these servers of pool web, all alive. */
    Director start(final String name, final String... addresses) {
        return start(name, AGREEMENT, addresses);
    }

    Director start(final String name, final Agreement agreement, final String... addresses) {
        final Director director = new Director(name, agreement);
        directors.put(name, director);
        states.forEach((member, state) -> director.inbox.add(new ClusterEvent.StateSeen(member, state)));
        director.inbox.add(record.<ClusterEvent>map(seen -> new ClusterEvent.RecordSeen(seen, revision))
                .orElse(new ClusterEvent.NoRecord()));
        wish(director, Set.of(), addresses);
        return director;
    }

    /** What a director says of the servers of pool web. */
    void wish(final Director director, final Set<String> dead, final String... addresses) {
        final Set<ServerName> names = new HashSet<>();
        dead.forEach(address -> names.add(new ServerName("web", address)));
        director.inbox.add(new ClusterEvent.Wished(new Wish(
                Map.of("web", Arrays.stream(addresses).map(each -> new Wish.Wanted(each, 1)).toList()), names)));
    }

    void wishAll(final Set<String> dead, final String... addresses) {
        directors.values().forEach(director -> wish(director, dead, addresses));
    }

    /** The process ends without a word; its lease does some time later: see {@link #expire}. */
    void kill(final Director director) {
        director.alive = false;
        directors.remove(director.name);
    }

    /** Whether the store confirms that members live; what changes is told all the same. */
    void confirms(final boolean now) {
        confirms = now;
    }

    void expire(final Director director) {
        states.remove(director.name);
        directors.values().forEach(other -> other.inbox.add(new ClusterEvent.StateGone(director.name)));
    }

    ClusterRecord record() {
        return record.orElseThrow();
    }

    List<String> reports() {
        return reports;
    }

    /** Lets time pass. */
    void run(final long milliseconds) {
        final long untilNs = nowNs + milliseconds * 1_000_000;
        while (nowNs < untilNs) {
            nowNs += STEP_NS;
            final List<Director> all = List.copyOf(directors.values());
            for (final Director director : all) {
                if (confirms) {
                    director.inbox.add(new ClusterEvent.KeepAlive(nowNs));
                }
                director.inbox.add(new ClusterEvent.Tick());
            }
            for (int round = 0; round < 50; round++) {
                all.forEach(this::drain);
            }
        }
    }

    private void drain(final Director director) {
        for (int i = director.inbox.size(); i > 0; i--) {
            final ClusterEvent event = director.inbox.poll();
            if (event instanceof ClusterEvent.Received received && !received.message().isDatagram()
                    && !director.node.isReadyFor(received.view())) {
                director.inbox.add(event);
            } else {
                director.on(event);
            }
        }
    }

    private void deliver(final MemberId to, final MemberId from, final long view, final Message message) {
        directors.values().stream().filter(director -> director.id.equals(to))
                .forEach(director -> director.inbox.add(new ClusterEvent.Received(from, view, message)));
    }

    private void put(final String name, final MemberState state) {
        states.put(name, state);
        directors.values().forEach(director -> director.inbox.add(new ClusterEvent.StateSeen(name, state)));
    }

    private void reclaim(final Director by, final ClusterAction.Reclaim reclaim) {
        if (reclaim.expected() == revision && !states.containsKey(by.name)) {
            put(by.name, reclaim.state());
        }
    }

    private void swap(final Director by, final ClusterAction.Swap swap) {
        final long expected = record.isPresent() ? revision : 0;
        if (expected != swap.expected() || swap.absent().stream().anyMatch(states::containsKey)) {
            return;
        }
        if (swap.createState()) {
            put(by.name, swap.state());
        }
        record = Optional.of(swap.next());
        revision++;
        directors.values().forEach(
                director -> director.inbox.add(new ClusterEvent.RecordSeen(swap.next(), revision)));
    }
}
