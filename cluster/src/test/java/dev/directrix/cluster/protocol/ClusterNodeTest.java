package dev.directrix.cluster.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.cluster.member.Agreement;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.Phase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterNodeTest {
    private static final String[] THREE = {"10.0.0.1", "10.0.0.2", "10.0.0.3"};
    private static final String[] FOUR = {"10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"};
    private static final int FLOWS = 500;

    private final SmallCluster cluster = new SmallCluster();

    private Map<Long, Integer> connect(final SmallCluster.Director through) {
        final Map<Long, Integer> servers = new TreeMap<>();
        final SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < FLOWS; i++) {
            final long hash = random.nextLong();
            servers.put(hash, through.forward(hash, true));
        }
        assertThat(servers).hasSize(FLOWS).values().allMatch(server -> server >= 0);
        return servers;
    }

    private static void assertStayed(final Map<Long, Integer> servers, final SmallCluster.Director at) {
        servers.forEach((hash, server) -> assertThat(at.forward(hash, false)).isEqualTo(server));
    }

    @Test
    void shouldServeAsSoonAsTheFirstMemberIsThere() {
        final SmallCluster.Director d1 = cluster.start("d1", THREE);
        cluster.run(1_000);
        assertThat(d1.serves()).isTrue();
        assertThat(cluster.record().phase()).isEqualTo(Phase.STABLE);
        assertThat(cluster.record().registry().servers()).hasSize(3);
        assertThat(connect(d1).values()).contains(0, 1, 2);
    }

    @Test
    void shouldForwardEveryFlowAlikeAtEveryMember() {
        final SmallCluster.Director d1 = cluster.start("d1", THREE);
        cluster.run(1_000);
        final SmallCluster.Director d2 = cluster.start("d2", THREE);
        cluster.run(1_000);
        assertThat(d2.serves()).isTrue();
        assertStayed(connect(d1), d2);
    }

    @Test
    void shouldKeepLiveFlowsWhereTheyAreWhenAServerIsAdded() {
        final SmallCluster.Director d1 = cluster.start("d1", THREE);
        final SmallCluster.Director d2 = cluster.start("d2", THREE);
        cluster.run(2_000);
        final Map<Long, Integer> servers = connect(d1);
        final long epoch = cluster.record().epoch();
        cluster.wishAll(Set.of(), FOUR);
        cluster.run(1_000);
        assertThat(cluster.record().epoch()).isEqualTo(epoch + 1);
        assertThat(cluster.record().phase()).isEqualTo(Phase.STABLE);
        assertStayed(servers, d1);
        assertStayed(servers, d2);
        assertThat(d1.pins()).isBetween(FLOWS / 8, FLOWS / 2);
        assertThat(d2.tables().exceptions().size()).isEqualTo(d1.tables().exceptions().size()).isPositive();
        final NodeCounters counted = d1.node().view().counters();
        assertThat(counted.pinsSent()).isEqualTo(d1.pins()).isEqualTo(counted.pinsAcked());
        assertThat(counted.exceptionsAdded() - counted.exceptionsRemoved()).isEqualTo(d1.node().view().exceptions());
        assertThat(counted.settles()).isPositive();
        assertThat(counted.lastSettleNs()).isBetween(1L, 1_000_000_000L);
        assertThat(counted.deadSettles()).isZero();
        assertThat(new SplittableRandom(7).longs(FLOWS).mapToInt(hash -> d2.forward(hash, true)).boxed()).contains(3);
    }

    @Test
    void shouldReplaceADeadServerAtOnceAndPinNothing() {
        final SmallCluster.Director d1 = cluster.start("d1", FOUR);
        final SmallCluster.Director d2 = cluster.start("d2", FOUR);
        cluster.run(2_000);
        final Map<Long, Integer> servers = connect(d1);
        cluster.wishAll(Set.of("10.0.0.2"), FOUR);
        cluster.run(500);
        assertThat(cluster.record().phase()).isEqualTo(Phase.STABLE);
        servers.forEach((hash, server) -> {
            if (server == 1) {
                assertThat(d2.forward(hash, true)).isNotEqualTo(1);
            } else {
                assertThat(d2.forward(hash, true)).isEqualTo(server);
            }
        });
        assertThat(d1.pins()).isZero();
    }

    @Test
    void shouldWaitForIdleTimesAfterTheDeathOfAMemberBeforeAServerIsDrained() {
        final SmallCluster.Director d1 = cluster.start("d1", FOUR);
        final SmallCluster.Director d2 = cluster.start("d2", FOUR);
        final SmallCluster.Director d3 = cluster.start("d3", FOUR);
        cluster.run(3_000);
        final Map<Long, Integer> servers = connect(d3);
        final long epoch = cluster.record().epoch();
        cluster.kill(d3);
        cluster.run(100);
        cluster.expire(d3);
        cluster.wishAll(Set.of(), THREE);
        cluster.run(4_000);
        assertThat(cluster.record().epoch()).isEqualTo(epoch);
        // All but the silent ones are seen by others meanwhile.
        servers.keySet().forEach(hash -> assertThat(d1.forward(hash, false)).isEqualTo(servers.get(hash)));
        cluster.run(6_000);
        assertThat(cluster.record().epoch()).isEqualTo(epoch + 1);
        assertStayed(servers, d2);
    }

    @Test
    void shouldTellTheOthersWhatItHasBeenWaitingForForAWhile() {
        final SmallCluster.Director d1 = cluster.start("d1", FOUR);
        cluster.start("d2", FOUR);
        final SmallCluster.Director d3 = cluster.start("d3", FOUR);
        cluster.run(3_000);
        connect(d3);
        assertThat(d1.node().states().values()).extracting(MemberState::waits).containsOnly("");
        cluster.kill(d3);
        cluster.run(100);
        cluster.expire(d3);
        cluster.wishAll(Set.of(), THREE);
        cluster.run(4_000);
        final String why = "silent flows of a member that died: 7 s after its removal (flows.idle)";
        assertThat(d1.node().view().waits()).isEqualTo(why);
        assertThat(d1.node().states().get("d2").waits()).isEqualTo(why);
        cluster.run(6_000);
        assertThat(d1.node().states().values()).extracting(MemberState::waits).containsOnly("");
    }

    @Test
    void shouldNotWaitAfterAMemberThatHandedItsFlowsOver() {
        final SmallCluster.Director d1 = cluster.start("d1", FOUR);
        final SmallCluster.Director d2 = cluster.start("d2", FOUR);
        final SmallCluster.Director d3 = cluster.start("d3", FOUR);
        cluster.run(3_000);
        final Map<Long, Integer> servers = connect(d3);
        d3.on(new ClusterEvent.Leave());
        cluster.run(500);
        assertThat(d3.stopped()).hasValueSatisfying(why -> assertThat(why).contains("left"));
        assertThat(cluster.record().members()).hasSize(2);
        final long epoch = cluster.record().epoch();
        cluster.wishAll(Set.of(), THREE);
        cluster.run(1_000);
        assertThat(cluster.record().epoch()).isEqualTo(epoch + 1);
        assertStayed(servers, d1);
        assertStayed(servers, d2);
    }

    @Test
    void shouldRemoveNobodyBeforeItHasBeenInTouchWithTheStoreAgainForAWhile() {
        cluster.start("d1", THREE);
        cluster.start("d2", THREE);
        final SmallCluster.Director d3 = cluster.start("d3", THREE);
        cluster.run(4_000);
        cluster.confirms(false);
        cluster.run(4_000);
        cluster.kill(d3);
        cluster.expire(d3);
        cluster.run(500);
        assertThat(cluster.record().members()).hasSize(3);
        cluster.confirms(true);
        cluster.run(2_500);
        assertThat(cluster.record().members()).hasSize(3);
        cluster.run(2_000);
        assertThat(cluster.record().members()).hasSize(2);
    }

    @Test
    void shouldLeaveTablesAloneWhileConfigurationsDiffer() {
        final SmallCluster.Director d1 = cluster.start("d1", THREE);
        cluster.start("d2", THREE);
        cluster.run(2_000);
        final long epoch = cluster.record().epoch();
        cluster.wish(d1, Set.of(), FOUR);
        cluster.run(2_000);
        assertThat(cluster.record().epoch()).isEqualTo(epoch);
    }

    @ParameterizedTest
    @CsvSource({"other, key, 131, 2000, 5000, 7000, another maglev seed",
        "seed, other, 131, 2000, 5000, 7000, another cluster.key-file",
        "seed, key, 137, 2000, 5000, 7000, maglev.table-size 137", "seed, key, 131, 2500, 5000, 7000, cluster.validity",
        "seed, key, 131, 2000, 6000, 7000, flows.idle", "seed, key, 131, 2000, 5000, 8000, cluster.syn-ack"})
    void shouldRefuseADirectorThatDiffersInWhatMustBeEqual(
            final String seed, final String key, final int tableSize, final long validityMs, final long idleMs,
            final long synAckMs, final String why) {
        cluster.start("d1", THREE);
        cluster.run(1_000);
        final long version = cluster.record().version();
        final Agreement other = new Agreement(seed, key, tableSize, validityMs, idleMs, synAckMs);
        final SmallCluster.Director d2 = cluster.start("d2", other, THREE);
        cluster.run(1_000);
        assertThat(d2.stopped()).hasValueSatisfying(said -> assertThat(said).contains(why));
        assertThat(d2.serves()).isFalse();
        assertThat(cluster.record().version()).isEqualTo(version);
    }

    @Test
    void shouldTakeOverExceptionsWhenItJoins() {
        final SmallCluster.Director d1 = cluster.start("d1", THREE);
        cluster.run(1_000);
        final Map<Long, Integer> servers = connect(d1);
        cluster.wishAll(Set.of(), FOUR);
        cluster.run(1_000);
        final SmallCluster.Director d2 = cluster.start("d2", FOUR);
        cluster.run(1_000);
        assertThat(d2.serves()).isTrue();
        assertThat(d2.tables().exceptions().digest()).isEqualTo(d1.tables().exceptions().digest());
        assertStayed(servers, d2);
    }

    @Test
    void shouldTellTheSlotsOfTheTablesInForceWhileAnotherChangeWaits() {
        final SmallCluster.Director d1 = cluster.start("d1", THREE);
        cluster.start("d2", THREE);
        cluster.run(2_000);
        final Map<Integer, Integer> before = d1.node().view().slots();
        cluster.wish(d1, Set.of(), FOUR);
        cluster.run(1_000);
        assertThat(d1.node().view().slots()).isEqualTo(before).containsOnlyKeys(0, 1, 2);
        assertThat(before.values().stream().mapToInt(count -> count).sum()).isEqualTo(131);

        cluster.wishAll(Set.of(), FOUR);
        cluster.run(1_000);
        assertThat(d1.node().view().slots()).containsOnlyKeys(0, 1, 2, 3);
        assertThat(d1.node().view().slots().values().stream().mapToInt(count -> count).sum()).isEqualTo(131);
    }

    private SmallCluster.Director survivor(final String... others) {
        final List<SmallCluster.Director> gone = Stream.of(others).map(name -> cluster.start(name, FOUR)).toList();
        final SmallCluster.Director survivor = cluster.start("d9", FOUR);
        cluster.run(4_000);
        gone.forEach(cluster::kill);
        cluster.run(100);
        gone.forEach(cluster::expire);
        cluster.run(12_000);
        return survivor;
    }

    private static Set<MemberId> missed(final SmallCluster.Director at, final String... names) {
        return at.node().view().missed().stream().filter(id -> List.of(names).contains(id.name()))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldWaitForMembersThatAreGoneUntilAnOperatorSaysThatTheyAreOff() {
        final SmallCluster.Director d9 = survivor("d1", "d2");
        final Map<Long, Integer> servers = connect(d9);
        final long epoch = cluster.record().epoch();
        cluster.wishAll(Set.of(), THREE);
        cluster.run(12_000);
        assertThat(cluster.record().epoch()).isEqualTo(epoch);
        assertThat(d9.serves()).isTrue();
        assertThat(d9.node().waits())
                .isEqualTo("one of d1, d2 to be back, or to be said to be off (directrix cluster off)");
        assertThat(cluster.reports()).contains("too many members are gone at once, and may keep each other alive: "
                + "changes wait until one of d1, d2 is back, or until an operator says that they are off "
                + "(directrix cluster off)");

        d9.on(new ClusterEvent.Off(missed(d9, "d1")));
        cluster.run(12_000);
        assertThat(cluster.record().epoch()).isEqualTo(epoch + 1);
        assertThat(d9.node().view().missed()).isEmpty();
        assertThat(d9.node().waits()).isEmpty();
        assertStayed(servers, d9);
    }

    @Test
    void shouldWaitOnWhileThoseOfWhomNothingIsKnownAreTheMost() {
        final SmallCluster.Director d9 = survivor("d1", "d2", "d3", "d4");
        d9.on(new ClusterEvent.Off(missed(d9, "d1")));
        cluster.run(2_000);
        assertThat(missed(d9, "d1", "d2", "d3", "d4")).extracting(MemberId::name)
                .containsExactlyInAnyOrder("d2", "d3", "d4");
        d9.on(new ClusterEvent.Off(missed(d9, "d4")));
        cluster.run(2_000);
        assertThat(d9.node().view().missed()).isEmpty();
    }

    @Test
    void shouldBelieveNobodyToBeOffWhomNothingWaitsFor() {
        final SmallCluster.Director d1 = cluster.start("d1", THREE);
        final SmallCluster.Director d2 = cluster.start("d2", THREE);
        cluster.run(3_000);
        final long version = cluster.record().version();
        d1.on(new ClusterEvent.Off(Set.of(d2.node().self(), new MemberId("d7", 7))));
        cluster.run(2_000);
        assertThat(cluster.record().version()).isEqualTo(version);
        assertThat(cluster.record().stopped()).isEmpty();
    }

    @Test
    void shouldTakeAnOperatorsWordInALifeThatCouldNotBeginYet() {
        final SmallCluster.Director d9 = survivor("d1", "d2");
        cluster.kill(d9);
        cluster.expire(d9);
        final SmallCluster.Director again = cluster.start("d9", FOUR);
        cluster.run(3_000);
        assertThat(again.serves()).isFalse();
        again.on(new ClusterEvent.Off(missed(again, "d1", "d2")));
        cluster.run(3_000);
        assertThat(again.serves()).isTrue();
    }
}
