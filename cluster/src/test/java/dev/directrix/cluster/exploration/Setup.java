package dev.directrix.cluster.exploration;

import dev.directrix.cluster.member.Agreement;
import dev.directrix.cluster.member.ServerName;
import dev.directrix.cluster.member.Wish;
import dev.directrix.cluster.protocol.ClusterSettings;
import dev.directrix.cluster.simulation.BrokenRule;
import dev.directrix.maglev.Backend;
import dev.directrix.maglev.MaglevBuilder;
import dev.directrix.maglev.MaglevTable;
import dev.directrix.maglev.Seed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A small configuration, and what may happen in it.
 *
 * @param directors  how many
 * @param late       whether the last of them begins its first life at any time, instead of being there already
 * @param wishes     what all directors' configurations and checks say, one after the other: the first is in force at
 *                   the beginning
 * @param flows      how many flows there are, all in slots that the first change moves
 * @param open       how many of them are established at the beginning, through the first director
 * @param tracks     whether flows are noted at any time
 * @param ages       whether idle times pass, so that silent flows are forgotten
 * @param crashes    most directors that die
 * @param pauses     most directors whose control part stands still for a while or for ever
 * @param boots      most lives that begin later
 * @param leaves     most directors that leave
 * @param hurries    most steps of time that pass although something is on its way
 * @param mostVersions bound on the versions of the record
 * @param broken     a rule that is broken on purpose
 */
record Setup(
        int directors,
        boolean late,
        List<Wishes> wishes,
        int flows,
        int open,
        boolean tracks,
        boolean ages,
        int crashes,
        int pauses,
        int boots,
        int leaves,
        int hurries,
        int mostVersions,
        Optional<BrokenRule> broken) {
    /** One step of time: longer than whatever a member waits for before it tries something again. */
    static final long STEP_NS = 2_000_000_000L;
    /** How often time is told to members within a step. */
    static final long TICK_NS = STEP_NS / 4;
    /** Lives that end without a word are over in the store after so many steps. */
    static final int LEASE_STEPS = 2;
    private static final String POOL = "web";
    private static final int TABLE = 7;
    private static final long LONG_MS = 10_000_000;
    private static final long IDLE_MS = 7_000;
    private static final long SYN_ACK_MS = 3_000;
    private static final Seed SEED = Seed.of(new byte[Seed.BYTES]);

    /**
     * What configurations and checks say.
     *
     * @param servers numbers of the servers, 1 to 9
     * @param dead    those that do not answer
     * @param dying   whether these die indeed
     */
    record Wishes(List<Integer> servers, Set<Integer> dead, boolean dying) {
        /** These servers, all alive. */
        static Wishes of(final Integer... servers) {
            return new Wishes(List.of(servers), Set.of(), false);
        }

        /** What a member is told. */
        Wish wish() {
            final Set<ServerName> names = dead.stream().map(each -> new ServerName(POOL, address(each)))
                    .collect(java.util.stream.Collectors.toSet());
            return new Wish(Map.of(POOL, servers.stream().map(each -> new Wish.Wanted(address(each), 1)).toList()),
                    names);
        }

        /** The addresses that D should have. */
        Set<String> addresses() {
            return servers.stream().filter(each -> !dead.contains(each)).map(Wishes::address)
                    .collect(java.util.stream.Collectors.toSet());
        }

        private static String address(final int server) {
            return "10.0.0." + server;
        }
    }

    /** Two directors, and the change from some servers to others. */
    static Setup of(final int directors, final Wishes... wishes) {
        return new Setup(directors, false, List.of(wishes), 1, 1, true, false, 0, 0, 0, 0, 0, 40, Optional.empty());
    }

    /** With these flows, some of which are established. */
    Setup withFlows(final int count, final int established) {
        return new Setup(directors, late, wishes, count, established, tracks, ages, crashes, pauses, boots, leaves,
                hurries, mostVersions, broken);
    }

    /** With a director that joins at any time. */
    Setup withLateDirector() {
        return new Setup(directors, true, wishes, flows, open, tracks, ages, crashes, pauses, boots + 1, leaves,
                hurries, mostVersions, broken);
    }

    /** With directors that die, and lives that begin later; idle times pass. */
    Setup withCrashes(final int count, final int later) {
        return new Setup(directors, late, wishes, flows, open, tracks, true, count, pauses, boots + later, leaves,
                hurries, mostVersions, broken);
    }

    /** With directors whose control part stands still; idle times pass. */
    Setup withPauses(final int count) {
        return new Setup(directors, late, wishes, flows, open, tracks, true, crashes, count, boots, leaves, hurries,
                mostVersions, broken);
    }

    /** With directors that leave; idle times pass. */
    Setup withLeaves(final int count) {
        return new Setup(directors, late, wishes, flows, open, tracks, true, crashes, pauses, boots, count, hurries,
                mostVersions, broken);
    }

    /** With steps of time that pass although something is on its way. */
    Setup withHurries(final int count) {
        return new Setup(directors, late, wishes, flows, open, tracks, ages, crashes, pauses, boots, leaves, count,
                mostVersions, broken);
    }

    /** With flows that are noted only while a change is collected. */
    Setup onChange() {
        return new Setup(directors, late, wishes, flows, open, false, true, crashes, pauses, boots, leaves, hurries,
                mostVersions, broken);
    }

    /** With a broken rule. */
    Setup with(final BrokenRule rule) {
        return new Setup(directors, late, wishes, flows, open, tracks, ages, crashes, pauses, boots, leaves, hurries,
                mostVersions, Optional.of(rule));
    }

    /** Whether a rule is broken. */
    boolean breaks(final BrokenRule rule) {
        return broken.filter(each -> each == rule).isPresent();
    }

    /** How long a silent flow is remembered: for longer than it takes to remove a dead member. */
    long idleNs() {
        return (ages ? IDLE_MS : LONG_MS) * 1_000_000;
    }

    /** How long servers repeat SYN-ACKs. */
    long synAckNs() {
        return (ages ? SYN_ACK_MS : LONG_MS) * 1_000_000;
    }

    /** After how many ticks it makes no difference how long ago something was. */
    int oldest() {
        return (int) ((ages ? 6 : 2) * STEP_NS / TICK_NS);
    }

    /** What each director is told. */
    ClusterSettings settings() {
        final long idleMs = idleNs() / 1_000_000;
        final Agreement agreement = new Agreement("seed", "key", TABLE, STEP_NS / 1_000_000,
                breaks(BrokenRule.NO_IDLE_WAIT) ? 1 : idleMs, synAckNs() / 1_000_000);
        return new ClusterSettings(agreement, SEED, tracks, 32, STEP_NS / 8, STEP_NS / 5, STEP_NS + STEP_NS / 2,
                STEP_NS, "here");
    }

    /** The hash of a flow: in one of the slots that the first change moves. */
    long hashOf(final int flow) {
        final List<Integer> moved = new java.util.ArrayList<>();
        final MaglevTable before = table(wishes.getFirst());
        final MaglevTable after = table(wishes.get(Math.min(1, wishes.size() - 1)));
        for (int slot = 0; slot < TABLE; slot++) {
            if (wishes.size() == 1 || !addressAt(before, slot).equals(addressAt(after, slot))) {
                moved.add(slot);
            }
        }
        final int slot = moved.get(flow % moved.size());
        return ((((long) slot << Integer.SIZE) / TABLE + 1_000 + flow) << Integer.SIZE) + flow + 1;
    }

    private static String addressAt(final MaglevTable table, final int slot) {
        return table.backends().get(table.backendAt(slot)).key();
    }

    private static MaglevTable table(final Wishes of) {
        return MaglevBuilder.build(of.addresses().stream().sorted().map(address -> new Backend(address, 1)).toList(),
                TABLE, SEED);
    }
}
