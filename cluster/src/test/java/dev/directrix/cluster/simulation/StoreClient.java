package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A director's way to the store in one life: requests and answers take their time and get lost; what changes is heard
 * in order, late. For one thread.
 */
final class StoreClient {
    private static final long RETRY_NS = 150 * WorldSettings.MS;

    private final World world;
    private final Director director;
    private final long lifeNumber;
    private final ArrayDeque<ClusterEvent> backlog = new ArrayDeque<>();
    private long lease;
    private long lastToldNs;
    private Optional<MemberState> wanted = Optional.empty();
    private boolean isPutting;
    private boolean isLost;
    private boolean isLeaseOver;

    /** The way of the life that begins now. */
    StoreClient(final World world, final Director director) {
        this.world = world;
        this.director = director;
        this.lifeNumber = director.lifeNumber();
    }

    private boolean isOver() {
        return isLost || director.lifeNumber() != lifeNumber || !director.isRunning();
    }

    private boolean reaches() {
        return world.store().isUp() && world.isStoreReachable(director);
    }

    /** Asks for a lease, reads, and begins to watch. */
    void start() {
        if (isOver()) {
            return;
        }
        world.at(world.nowNs() + world.delayNs(), () -> {
            if (isOver()) {
                return;
            }
            if (!reaches()) {
                world.at(world.nowNs() + RETRY_NS, this::start);
                return;
            }
            lease = world.store().grant();
            world.store().readAndWatch(this);
            keepAlive();
        });
    }

    private void keepAlive() {
        if (isOver()) {
            return;
        }
        director.control(() -> {
            if (!isOver()) {
                final long sentAt = director.localNs();
                world.at(world.nowNs() + world.delayNs(), () -> keepAliveArrives(sentAt));
            }
        });
        world.at(world.nowNs() + world.settings().validityNs() / 5, this::keepAlive);
    }

    private void keepAliveArrives(final long sentAt) {
        if (isOver() || !reaches() || world.isRequestLost()) {
            return;
        }
        final long asked = lease;
        final boolean lives = world.store().keepAlive(asked);
        world.at(world.nowNs() + world.delayNs(), () -> {
            if (reaches() && !isOver()) {
                if (lives) {
                    director.tell(new ClusterEvent.KeepAlive(sentAt));
                } else if (asked == lease) {
                    leaseEnded("the lease has ended");
                }
            }
        });
    }

    /** This life cannot go on. */
    void lost(final String why) {
        if (!isOver()) {
            isLost = true;
            world.store().forget(this);
            director.tell(new ClusterEvent.Lost(why));
        }
    }

    private void leaseEnded(final String why) {
        if (!isOver() && !isLeaseOver) {
            isLeaseOver = true;
            director.tell(new ClusterEvent.LeaseEnded(why));
        }
    }

    /** Tries to take another lease. */
    void reclaim(final ClusterAction.Reclaim reclaim) {
        world.deliver("reclaim<" + director.name(), world.nowNs() + world.delayNs(), () -> {
            if (!isLeaseOver || isOver() || !reaches() || world.isRequestLost()) {
                return;
            }
            final long another = world.store().grant();
            if (world.store().reclaim(director.name(), reclaim, another)) {
                lease = another;
                isLeaseOver = false;
            }
        });
    }

    /** The life is over; nothing more is heard. */
    void close(final boolean revoke) {
        isLost = true;
        world.store().forget(this);
        if (revoke && reaches()) {
            final long mine = lease;
            world.at(world.nowNs() + world.delayNs(), () -> world.store().revoke(mine));
        }
    }

    /** The store tells what it holds, or what has changed. */
    void told(final ClusterEvent event) {
        lastToldNs = Math.max(lastToldNs, world.nowNs() + world.delayNs());
        world.deliver("store>" + director.name(), lastToldNs, () -> hear(event));
    }

    private void hear(final ClusterEvent event) {
        if (isOver()) {
            return;
        }
        if (reaches() && backlog.isEmpty()) {
            director.tell(event);
            return;
        }
        // What was not heard comes in order once the store can be reached again.
        backlog.add(event);
        if (backlog.size() == 1) {
            world.at(world.nowNs() + RETRY_NS, this::hearBacklog);
        }
    }

    private void hearBacklog() {
        if (isOver()) {
            return;
        }
        if (!reaches()) {
            world.at(world.nowNs() + RETRY_NS, this::hearBacklog);
            return;
        }
        while (!backlog.isEmpty()) {
            director.tell(backlog.poll());
        }
    }

    /** Says of the member what is to be known now. */
    void put(final MemberState state) {
        wanted = Optional.of(state);
        if (!isPutting) {
            isPutting = true;
            world.deliver("put<" + director.name(), world.nowNs() + world.delayNs(), this::putArrives);
        }
    }

    private void putArrives() {
        if (isOver()) {
            return;
        }
        if (isLeaseOver) {
            isPutting = false;
            return;
        }
        final MemberState state = wanted.orElseThrow();
        if (!reaches() || world.isRequestLost()) {
            world.at(world.nowNs() + RETRY_NS, this::putArrives);
            return;
        }
        if (!world.store().put(director.name(), state, lease)) {
            isPutting = false;
            leaseEnded("what it said was refused: the lease has ended");
            return;
        }
        world.at(world.nowNs() + world.delayNs(), () -> {
            isPutting = false;
            if (!wanted.orElseThrow().equals(state)) {
                put(wanted.get());
            }
        });
    }

    /** Tries to change the record; what became of it will be seen. */
    void swap(final ClusterAction.Swap swap) {
        world.deliver("swap<" + director.name(), world.nowNs() + world.delayNs(), () -> {
            // A request may arrive although its sender is over.
            if (world.isStoreReachable(director) && world.store().isUp() && !world.isRequestLost()) {
                world.store().swap(director.name(), swap, lease);
            }
        });
    }
}
