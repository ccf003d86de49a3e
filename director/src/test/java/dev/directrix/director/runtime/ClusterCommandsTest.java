package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.directrix.cluster.etcd.EtcdCounters;
import dev.directrix.cluster.link.LinkStatus;
import dev.directrix.cluster.link.TransportStatus;
import dev.directrix.cluster.member.Agreement;
import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.member.Wish;
import dev.directrix.cluster.protocol.NodeCounters;
import dev.directrix.cluster.protocol.NodeView;
import dev.directrix.cluster.runtime.ClusterView;
import dev.directrix.cluster.runtime.LinkCounters;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.director.membership.Membership;
import dev.directrix.forwarder.datapath.ClusterUse;
import dev.directrix.forwarder.service.ServerKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ClusterCommandsTest {

    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final long NOW_NS = 60_000_000_000L;
    private static final MemberId D1 = new MemberId("d1", 1);
    private static final MemberId D2 = new MemberId("d2", 2);
    private static final MemberId D3 = new MemberId("d3", 3);
    private static final MemberId D4 = new MemberId("d4", 4);

    private final Survivor survivor = new Survivor();

    private void off(final String... names) {
        new ClusterCommands(survivor).off(List.of(names), SILENCE, NOW_NS);
    }

    private void assertRefused(final String message, final String... names) {
        assertThatExceptionOfType(OperationException.class).isThrownBy(() -> off(names)).withMessage(message);
        assertThat(survivor.vouched).isEmpty();
    }

    @Test
    void shouldTakeTheWordForMembersThatChangesWaitFor() {
        off("d2");
        assertThat(survivor.vouched).containsExactly(Set.of(D2));
    }

    @Test
    void shouldTakeTheWordForSeveralAtOnce() {
        off("d2", "d3");
        assertThat(survivor.vouched).containsExactly(Set.of(D2, D3));
    }

    @Test
    void shouldRefuseNamesThatNothingWaitsFor() {
        assertRefused("no change waits for director d9; those that changes wait for are d2, d3", "d2", "d9");
        survivor.missed = Set.of();
        assertRefused("no change waits for director d2, nor for any other that is gone: there is nothing to say", "d2");
    }

    @Test
    void shouldRefuseMembersThatAreAlive() {
        assertRefused("director d1 is alive: etcd holds its lease; only of members that are gone can it be said that"
            + " they are off", "d1", "d2");
        assertRefused("director d4 is still a member, and its lease has ended: the others are about to remove it; try"
            + " again in some seconds", "d4");
    }

    @Test
    void shouldRefuseMembersThatWereHeardLately() {
        survivor.heardNs = NOW_NS - 1_200_000_000L;
        assertRefused("director d3 is not off: it was heard 1200 ms ago; switch it off, and say so when nothing was"
            + " heard of it for 3s", "d3");

        survivor.heardNs = NOW_NS - 3_100_000_000L;
        off("d3");
        assertThat(survivor.vouched).containsExactly(Set.of(D3));
    }

    @Test
    void shouldRefuseWhenTheClusterCannotBeTold() {
        survivor.etcd = false;
        assertRefused("the cluster cannot be told, because etcd does not answer: http://10.0.1.5:2379: refused", "d2");
    }

    /** What is left of a cluster: d1, and d4 whose lease has just ended. */
    private static final class Survivor implements Membership {
        private final List<Set<MemberId>> vouched = new ArrayList<>();
        private Set<MemberId> missed = Set.of(D2, D3);
        private boolean etcd = true;
        private long heardNs = Long.MIN_VALUE;

        @Override
        public ClusterView view() {
            final ClusterRecord first =
                ClusterRecord.first(new Member(D1, "10.0.1.11:7400"), new Agreement("0a", "4e", 101, 2_000,
                    300_000, 63_000));
            final ClusterRecord record = first.withMembers(
                List.of(new Member(D1, "10.0.1.11:7400"), new Member(D4, "10.0.1.14:7400")), true, Set.of(), false);
            final NodeView node = new NodeView(D1, Optional.of(record), 1, true, Map.of(), 0, 0, 100, Set.of(), 0,
                new NodeCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), missed, "", Map.of(), List.of());
            final List<LinkStatus> links = heardNs == Long.MIN_VALUE ? List.of()
                : List.of(new LinkStatus(D3, true, true, 0, 0, 0, 0, 0, -1, heardNs, Map.of()));
            return new ClusterView(Optional.of(node), Map.of("d1", MemberState.of(D1, Wish.NONE)), links,
                LinkCounters.NONE, etcd,
                "http://10.0.1.5:2379" + (etcd ? "" : ": refused"), true, 2_000, TransportStatus.NONE, 1, "");
        }

        @Override
        public void vouchOff(final Set<MemberId> members) {
            vouched.add(members);
            missed = Set.of();
        }

        @Override
        public boolean isClustered() {
            return true;
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }

        @Override
        public void wish(
            final DirectorConfig config, final Function<ServerKey, ServerHealth> healthOf, final Set<ServerKey> kept) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void begin() {
            throw new AssertionError("not asked for");
        }

        @Override
        public Map<ServerKey, ServerOverride> commands() {
            return Map.of();
        }

        @Override
        public Set<ServerKey> used() {
            return Set.of();
        }

        @Override
        public void command(final ServerOverride override) {
            throw new AssertionError("not asked for");
        }

        @Override
        public String ask(final String director, final String request) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Optional<Map<ServerKey, Integer>> slots() {
            return Optional.empty();
        }

        @Override
        public Optional<EtcdCounters> etcd() {
            return Optional.empty();
        }

        @Override
        public Optional<ClusterUse> use() {
            return Optional.empty();
        }

        @Override
        public void leave() {
            throw new AssertionError("not asked for");
        }

        @Override
        public void close() {
            throw new AssertionError("not asked for");
        }
    }
}
