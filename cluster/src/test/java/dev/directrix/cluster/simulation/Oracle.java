package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Phase;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.PoolEpoch;
import java.util.List;
import java.util.Optional;

/** Says at each packet whether it goes where its flow is held, and often whether the directors agree. */
final class Oracle {
    private final World world;
    private long stableSinceNs;

    /** The oracle of a world. */
    Oracle(final World world) {
        this.world = world;
    }

    /** A director forwards a packet to a server. */
    void forwarded(final Director by, final Packet packet, final Server server) {
        final Tally tally = world.tally();
        tally.packets++;
        final Flow flow = packet.flow();
        if (flow == Flow.FORGED) {
            return;
        }
        excuse(flow, tally);
        if (flow.isUdp() && (!flow.isEstablished() || flow.isExcused())) {
            if (server.isAlive()) {
                flow.establish(server, server.life());
                flow.renew(world.nowNs());
            }
        } else if (flow.isEstablished() && server != flow.server()) {
            if (flow.isExcused()) {
                tally.movedAllowed++;
            } else {
                moved(by, packet, server);
            }
        }
        flow.forwarded(packet.kind(), world.nowNs());
        world.at(world.nowNs() + world.hopNs(), () -> server.receive(packet));
    }

    private void excuse(final Flow flow, final Tally tally) {
        if (!flow.isEstablished() || flow.isExcused()) {
            return;
        }
        final long promised = flow.hasOnlySyns() ? world.settings().synAckNs() : world.settings().idleNs();
        if (flow.serverDied()) {
            tally.excusedByDeath++;
            flow.excuse();
        } else if (world.nowNs() - flow.lastForwardedNs() > promised - promised / 40) {
            tally.excusedByIdle++;
            flow.excuse();
        }
    }

    private void moved(final Director by, final Packet packet, final Server server) {
        final Flow flow = packet.flow();
        if (flow.isUdp()) {
            world.tally().udpMoved++;
        } else {
            world.tally().moved++;
        }
        world.broke();
        world.tally().violation(world.label() + by.name() + " sent " + packet.kind() + " of " + flow.name() + " ("
                + Long.toHexString(packet.hash()) + ") to " + server.name() + " instead of " + flow.server().name());
        world.trace("MOVED", by.name(), packet, server.name());
        flow.excuse();
    }

    /** A client was reset, or gave up, although its server holds its connection. */
    void broken(final Flow flow, final String how) {
        excuse(flow, world.tally());
        if (!flow.isExcused() && flow.isEstablished() && !flow.serverDied()) {
            world.tally().resets++;
            world.trace("BROKEN", flow.name(), how);
        }
    }

    /** The record has changed. */
    void recordChanged(final Optional<ClusterRecord> before, final ClusterRecord now) {
        stableSinceNs = world.nowNs();
        world.fleet().judge();
        if (before.isPresent() && now.version() != before.get().version() + 1) {
            world.tally().violation(world.label() + "version " + now.version() + " after "
                    + before.get().version());
        }
    }

    /** Looks whether directors agree. */
    void look() {
        world.fleet().judge();
        final List<Director> valid = world.directors().stream().filter(each -> each.datapath().isValid()).toList();
        for (int at = 1; at < valid.size(); at++) {
            agree(valid.get(at - 1), valid.get(at));
        }
    }

    private void agree(final Director one, final Director other) {
        final EpochTables mine = one.datapath().tables().orElseThrow();
        final EpochTables yours = other.datapath().tables().orElseThrow();
        if (mine.epoch() != yours.epoch()) {
            return;
        }
        for (final PoolEpoch pool : mine.pools()) {
            if (yours.has(pool.pool()) && !yours.pool(pool.pool()).table().equals(pool.table())) {
                world.tally().violation(world.label() + one.name() + " and " + other.name()
                        + " have other tables in epoch " + mine.epoch());
                world.broke();
            }
        }
        final boolean isQuiet = world.store().record().map(now -> now.phase() == Phase.STABLE).orElse(false)
                && world.nowNs() - stableSinceNs > world.quietNs() && isQuiet(one) && isQuiet(other);
        if (isQuiet && mine.exceptions().digest() != yours.exceptions().digest()) {
            world.tally().violation(world.label() + one.name() + " and " + other.name() + " have other exceptions: "
                    + mine.exceptions().size() + " and " + yours.exceptions().size());
            world.broke();
        }
    }

    private boolean isQuiet(final Director director) {
        final long version = world.store().record().orElseThrow().version();
        return !director.isPaused() && world.store().stateOf(director.name())
                .map(state -> state.entered() == version && state.incarnation() == director.id().incarnation())
                .orElse(false) && director.datapath().tables().orElseThrow().slotsInTransit() == 0;
    }
}
