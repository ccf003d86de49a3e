package dev.directrix.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.cluster.link.NastyNetwork.Faults;
import dev.directrix.cluster.member.MemberId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Members that send at random while they restart, pause, hold and learn late who the others are, on a bad network with
 * somebody who replays and alters what he hears. Knows what each life of a member must get of each life of another.
 */
final class ChurnRun {

    private static final int MEMBERS = 4;
    private static final long TURN_NS = 1_000_000;

    private final long seed;
    private final Random random;
    private final NastyNetwork network;
    private final LinkKey key = TestMember.key("a secret", "edge1");
    private final List<Life> alive = new ArrayList<>();
    private final List<Life> dead = new ArrayList<>();
    private final Map<MemberId, Map<MemberId, List<String>>> expected = new HashMap<>();
    private final Set<String> onces = new HashSet<>();
    private Set<MemberId> members = Set.of();
    private long lives;
    private long texts;

    ChurnRun(final long seed) {
        this.seed = seed;
        random = new Random(seed);
        network = new NastyNetwork(seed, Faults.NASTY);
        for (int i = 0; i < MEMBERS; i++) {
            alive.add(newLife("m" + i));
        }
        changeMembers();
    }

    private static final class Life {
        private final TestMember member;
        private final Deque<Set<MemberId>> views = new ArrayDeque<>();
        private Set<MemberId> peers = Set.of();
        private int pausedTurns;

        Life(final TestMember member) {
            this.member = member;
        }

        MemberId id() {
            return member.id();
        }
    }

    /** Lets the members live through some turns. */
    void churn(final int turns) {
        for (int i = 0; i < turns; i++) {
            network.full(random.nextInt(20) == 0);
            if (random.nextInt(400) == 0) {
                restart();
            }
            alive.forEach(this::act);
            attack();
            turn();
        }
    }

    /** Ends all that is in the way, lets what was sent arrive, and compares. */
    void settleAndCheck() {
        network.full(false);
        for (final Life life : alive) {
            life.pausedTurns = 0;
            members.forEach(peer -> life.member.hold(peer, false));
            while (!life.views.isEmpty()) {
                learn(life);
            }
        }
        for (int i = 0; i < 20_000 && !isQuiet(); i++) {
            turn();
        }
        for (final Life to : alive) {
            for (final Life from : alive) {
                assertThat(to.member.receivedFrom(from.id())).as("seed %d: %s from %s", seed, to.id(), from.id())
                        .isEqualTo(expected(from.id(), to.id()));
            }
        }
        dead.forEach(this::checkDead);
        dead.addAll(alive);
        dead.forEach(this::checkOnces);
    }

    /** Frames that arrived, of all. */
    int received() {
        return dead.stream().mapToInt(to -> dead.stream().mapToInt(
                from -> to.member.receivedFrom(from.id()).size()).sum()).sum();
    }

    private void checkDead(final Life to) {
        for (final MemberId from : expected.keySet()) {
            final List<String> received = to.member.receivedFrom(from);
            final List<String> sent = expected(from, to.id());
            assertThat(received).as("seed %d: %s from %s", seed, to.id(), from)
                    .isEqualTo(sent.subList(0, Math.min(sent.size(), received.size())));
        }
    }

    private void checkOnces(final Life to) {
        for (final MemberId from : expected.keySet()) {
            assertThat(to.member.oncesFrom(from)).as("seed %d: %s from %s", seed, to.id(), from)
                    .doesNotHaveDuplicates().isSubsetOf(onces)
                    .allMatch(text -> text.startsWith(from.toString()));
        }
    }

    private List<String> expected(final MemberId from, final MemberId to) {
        return expected.computeIfAbsent(from, id -> new HashMap<>()).computeIfAbsent(to, id -> new ArrayList<>());
    }

    private Life newLife(final String name) {
        final MemberId id = new MemberId(name, ++lives * 0x9e3779b97f4a7c15L);
        return new Life(new TestMember(network, id, key, TestMember.SMALL));
    }

    private void restart() {
        final Life old = alive.remove(random.nextInt(alive.size()));
        network.remove(old.member);
        dead.add(old);
        alive.add(newLife(old.id().name()));
        changeMembers();
    }

    /** Each member will learn of it, at its own time. */
    private void changeMembers() {
        members = new HashSet<>(alive.stream().map(Life::id).toList());
        alive.forEach(life -> life.views.add(members));
    }

    private void learn(final Life life) {
        life.peers = life.views.poll();
        life.member.links().peers(life.peers, network.nowNs());
    }

    private void act(final Life life) {
        if (life.pausedTurns > 0) {
            life.pausedTurns--;
            return;
        }
        if (!life.views.isEmpty() && random.nextInt(10) == 0) {
            learn(life);
        }
        switch (random.nextInt(100)) {
            case 0 -> life.pausedTurns = random.nextInt(300);
            case 1, 2 -> members.forEach(peer -> life.member.hold(peer, random.nextInt(4) == 0));
            default -> send(life);
        }
    }

    private void send(final Life life) {
        final String text = life.id() + " " + "x".repeat(random.nextInt(random.nextInt(30) == 0 ? 1200 : 20)) + ++texts;
        final List<MemberId> others = life.peers.stream().filter(peer -> !peer.equals(life.id())).sorted().toList();
        switch (random.nextInt(4)) {
            case 0 -> {
                if (!others.isEmpty()) {
                    final MemberId to = others.get(random.nextInt(others.size()));
                    if (life.member.send(to, text)) {
                        expected(life.id(), to).add(text);
                    }
                }
            }
            case 1 -> {
                onces.add(text);
                life.member.sendOnceToAll(text);
            }
            default -> {
                if (life.member.sendToAll(text)) {
                    others.forEach(to -> expected(life.id(), to).add(text));
                }
            }
        }
    }

    /** Somebody sends again what he heard, of any life, as it was or altered. */
    private void attack() {
        final List<byte[]> recorded = network.recorded();
        if (!recorded.isEmpty() && random.nextInt(3) == 0) {
            final byte[] octets = recorded.get(random.nextInt(recorded.size())).clone();
            if (random.nextBoolean()) {
                octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            }
            network.inject(alive.get(random.nextInt(alive.size())).member, octets);
        }
    }

    private void turn() {
        network.advance(TURN_NS);
        for (final Life life : alive) {
            if (life.pausedTurns == 0) {
                life.member.turn();
            }
            assertThat(life.member.links().logFrames()).isLessThanOrEqualTo(TestMember.SMALL.logFrames());
            assertThat(life.member.links().logBytes()).isLessThanOrEqualTo(TestMember.SMALL.logBytes());
        }
    }

    private boolean isQuiet() {
        return alive.stream().allMatch(life -> life.member.links().dueNs(network.nowNs()) == Long.MAX_VALUE)
                && alive.stream().allMatch(life -> life.member.links().logFrames() == 0);
    }
}
