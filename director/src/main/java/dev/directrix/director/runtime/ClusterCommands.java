package dev.directrix.director.runtime;

import dev.directrix.cluster.member.ServerName;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.forwarder.service.ServerKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Commands about servers that hold for the whole cluster. Called on the asker's thread, which waits. */
final class ClusterCommands {
    private static final int TRIES = 300;
    private static final long PAUSE_MS = 10;

    private final Membership membership;

    ClusterCommands(final Membership membership) {
        this.membership = membership;
    }

    /**
     * Commands, and waits until the cluster's record says so.
     *
     * @param changed what an overrides' change for one server gives
     * @throws OperationException if the cluster does not take it within 3 s
     */
    void command(final List<ServerKey> servers, final Function<ServerKey, Overrides> changed) {
        final Map<ServerKey, ServerOverride> wanted = new HashMap<>();
        for (final ServerKey key : servers) {
            final Overrides next = changed.apply(key);
            wanted.put(key, new ServerOverride(new ServerName(key.pool(), key.address().getHostAddress()),
                next.serverWeights().getOrDefault(key, ServerOverride.AS_CONFIGURED),
                next.drainedServers().contains(key)));
        }
        wanted.values().forEach(membership::command);
        for (int i = 0; i < TRIES; i++) {
            if (wanted.entrySet().stream().allMatch(each -> isInForce(each.getKey(), each.getValue()))) {
                return;
            }
            pause();
        }
        throw new OperationException("the cluster has not taken the command yet, and goes on trying: "
            + membership.obstacle().orElse(membership.view().storeAnswers() ? "a change is under way"
                : "etcd does not answer: " + membership.view().store()));
    }

    private boolean isInForce(final ServerKey key, final ServerOverride wanted) {
        final ServerOverride now = membership.commands().get(key);
        final boolean isNothing = !wanted.drained() && wanted.weight() == ServerOverride.AS_CONFIGURED;
        return isNothing ? now == null : wanted.equals(now);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("interrupted", e);
        }
    }
}
