package dev.directrix.director.runtime;

import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.ServerName;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.protocol.NodeView;
import dev.directrix.cluster.runtime.ClusterView;
import dev.directrix.director.config.DurationText;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.forwarder.service.ServerKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands that hold for the whole cluster. Called on the asker's thread, which waits. */
final class ClusterCommands {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterCommands.class);
    private static final int TRIES = 300;
    private static final long PAUSE_MS = 10;
    private static final long MS_NS = 1_000_000;

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
        await(() -> wanted.entrySet().stream().allMatch(each -> isInForce(each.getKey(), each.getValue())));
    }

    /**
     * Vouches that members are off, and waits until the cluster's record says so.
     *
     * @param names   of the nodes
     * @param silence for how long nothing may have been heard of them
     * @param nowNs   of the clock of the links
     * @throws OperationException if nothing waits for one of them, if it is alive, or if the cluster does not take it
     *                            within 3 s
     */
    void off(final List<String> names, final Duration silence, final long nowNs) {
        final ClusterView view = membership.view();
        final Set<MemberId> missed = view.node().map(NodeView::missed).orElse(Set.of());
        for (final String name : names) {
            if (missed.stream().noneMatch(id -> id.name().equals(name))) {
                throw new OperationException(whyNotMissed(name, missed, view));
            }
        }
        final Set<MemberId> off = missed.stream().filter(id -> names.contains(id.name())).collect(Collectors.toSet());
        view.links().stream().filter(link -> off.contains(link.peer()) && link.receiving())
            .filter(link -> nowNs - link.lastHeardNs() < silence.toNanos()).findFirst().ifPresent(link -> {
                throw new OperationException("director " + link.peer().name() + " is not off: it was heard "
                    + (nowNs - link.lastHeardNs()) / MS_NS + " ms ago; switch it off, and say so when nothing was"
                    + " heard of it for " + DurationText.format(silence));
            });
        if (!view.storeAnswers()) {
            throw new OperationException("the cluster cannot be told, because etcd does not answer: " + view.store());
        }
        LOG.warn("cluster: an operator says that {} are off, and changes need not wait for them any more; if one of"
            + " them still forwards, connections that reach it may break", off.stream().sorted().toList());
        membership.vouchOff(off);
        await(() -> membership.view().node().map(NodeView::missed).orElse(off).stream().noneMatch(off::contains));
    }

    private static String whyNotMissed(final String name, final Set<MemberId> missed, final ClusterView view) {
        final Optional<Member> member = view.record().flatMap(record -> record.named(name));
        if (member.isPresent()) {
            return Optional.ofNullable(view.states().get(name))
                .filter(state -> state.incarnation() == member.get().id().incarnation()).isPresent()
                ? "director " + name + " is alive: etcd holds its lease; only of members that are gone can it be said"
                    + " that they are off"
                : "director " + name + " is still a member, and its lease has ended: the others are about to remove"
                    + " it; try again in some seconds";
        }
        return missed.isEmpty()
            ? "no change waits for director " + name + ", nor for any other that is gone: there is nothing to say"
            : "no change waits for director " + name + "; those that changes wait for are "
                + missed.stream().map(MemberId::name).distinct().sorted().collect(Collectors.joining(", "));
    }

    private void await(final BooleanSupplier isDone) {
        for (int i = 0; i < TRIES; i++) {
            if (isDone.getAsBoolean()) {
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
