package dev.directrix.director.membership;

import dev.directrix.cluster.etcd.EtcdCounters;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.runtime.ClusterView;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.forwarder.datapath.ClusterUse;
import dev.directrix.forwarder.service.ServerKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The part of a director without a cluster: it decides for itself. */
final class Standalone implements Membership {

    @Override
    public boolean isClustered() {
        return false;
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public void wish(
        final DirectorConfig config, final Function<ServerKey, ServerHealth> healthOf, final Set<ServerKey> kept) {
        // Nobody to tell.
    }

    @Override
    public void begin() {
        // Nothing to become a member of.
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
        throw new IllegalStateException("there is no cluster");
    }

    @Override
    public void vouchOff(final Set<MemberId> members) {
        throw new IllegalStateException("there is no cluster");
    }

    @Override
    public String ask(final String director, final String request) {
        throw new OperationException("this director stands alone, and reaches no director " + director
            + ": its configuration has no section 'cluster'");
    }

    @Override
    public Optional<Map<ServerKey, Integer>> slots() {
        return Optional.empty();
    }

    @Override
    public ClusterView view() {
        return ClusterView.NONE;
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
        // Nothing to leave.
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
