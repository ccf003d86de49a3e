package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.member.Wish;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import dev.directrix.cluster.protocol.ClusterNode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node that is a member in one life after the other: its machine, its datapath, its clock. For one thread. */
final class Director {
    private final World world;
    private final int index;
    private final String name;
    private final LocalClock clock;
    private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    private final Map<MemberId, String> peers = new TreeMap<>();
    private Wish wish = Wish.NONE;
    private MemberId id;
    private ClusterNode node;
    private Datapath datapath;
    private StoreClient store;
    private long lifeNumber;
    private boolean isRunning;
    private boolean isPaused;
    private boolean isLeaving;
    private boolean isHeldDown;

    /** A director that does not run yet. */
    Director(final World world, final int index, final LocalClock clock) {
        this.world = world;
        this.index = index;
        this.name = "d" + (index + 1);
        this.clock = clock;
        this.id = new MemberId(name, 1);
        this.node = new ClusterNode(id, world.sabotage().of(world.settings().forNode(name)));
        this.datapath = new Datapath(world, this);
        this.store = new StoreClient(world, this);
    }

    /** Its place among the directors. */
    int index() {
        return index;
    }

    /** Its name. */
    String name() {
        return name;
    }

    /** Name and incarnation of this life. */
    MemberId id() {
        return id;
    }

    /** Its machine. */
    ClusterNode node() {
        return node;
    }

    /** What forwards. */
    Datapath datapath() {
        return datapath;
    }

    /** Which life this is. */
    long lifeNumber() {
        return lifeNumber;
    }

    /** What it says of the servers. */
    Wish wish() {
        return wish;
    }

    /** Its clock. */
    long localNs() {
        return clock.at(world.nowNs());
    }

    /** Whether its process runs. */
    boolean isRunning() {
        return isRunning;
    }

    /** Whether its control part stands still. */
    boolean isPaused() {
        return isPaused;
    }

    /** Whether it runs and is not about to leave. */
    boolean isStaying() {
        return isRunning && !isLeaving;
    }

    /** Whether it is in this life. */
    boolean isLife(final MemberId life) {
        return isRunning && id.equals(life);
    }

    /** The others that it keeps links with. */
    List<MemberId> peers() {
        return List.copyOf(peers.keySet());
    }

    /** Whether it keeps a link with another. */
    boolean hasPeer(final MemberId other) {
        return peers.containsKey(other);
    }

    /** Begins a life. */
    void boot() {
        if (isRunning || isHeldDown) {
            return;
        }
        lifeNumber++;
        isRunning = true;
        isPaused = false;
        isLeaving = false;
        id = new MemberId(name, world.chance().anything());
        node = new ClusterNode(id, world.sabotage().of(world.settings().forNode(name)));
        datapath = new Datapath(world, this);
        store = new StoreClient(world, this);
        peers.clear();
        inbox.clear();
        world.trace("boots", id);
        tell(new ClusterEvent.Wished(wish));
        tell(new ClusterEvent.Described("config", "announced"));
        store.start();
        final long life = lifeNumber;
        world.at(world.nowNs() + node.settings().tickNs(), () -> tick(life));
    }

    private void tick(final long life) {
        if (!isRunning || life != lifeNumber) {
            return;
        }
        if (!isPaused) {
            datapath.gapToTell().ifPresent(this::tell);
            tell(new ClusterEvent.Tick());
        }
        world.at(world.nowNs() + node.settings().tickNs(), () -> tick(life));
    }

    /** Its process ends without a word. */
    void crash() {
        if (isRunning) {
            world.trace("crashes", id);
            over(false);
            world.withdraw(this, world.chance().between(50, 1_000) * WorldSettings.MS);
        }
    }

    /** It shall not begin a life until {@link #allow}. */
    void holdDown() {
        isHeldDown = true;
        crash();
    }

    /** It may begin a life. */
    void allow() {
        isHeldDown = false;
    }

    private void over(final boolean revokesLease) {
        isRunning = false;
        isPaused = false;
        inbox.clear();
        datapath.end();
        world.wires().cut(id);
        store.close(revokesLease);
        world.lifeOver();
    }

    /** Whether it has all that the cluster knows: it forwards, or did in this life. */
    boolean knowsExceptions() {
        return isRunning && datapath.hasServed() && !datapath.isOutOfDate();
    }

    /** Its control part stands still; its datapath too, or not. */
    void pause(final boolean withDatapath) {
        if (isRunning) {
            world.trace("pauses", id, withDatapath);
            isPaused = true;
            if (withDatapath) {
                datapath.pause();
            }
        }
    }

    /** It goes on, with all that has come in the meantime. */
    void resume(final boolean packetsFirst) {
        if (!isRunning || !isPaused) {
            return;
        }
        world.trace("resumes", id);
        isPaused = false;
        if (packetsFirst) {
            datapath.resume();
        }
        final long life = lifeNumber;
        while (!inbox.isEmpty() && isRunning && life == lifeNumber && !isPaused) {
            inbox.poll().run();
        }
        if (isRunning && life == lifeNumber) {
            datapath.resume();
        }
    }

    /** It withdraws its routes, and leaves once nobody sends packets to it any more. */
    void leave() {
        if (!isRunning || isLeaving) {
            return;
        }
        isLeaving = true;
        world.trace("leaves", id);
        world.withdraw(this, world.chance().between(50, 300) * WorldSettings.MS);
        final long life = lifeNumber;
        world.at(world.nowNs() + 400 * WorldSettings.MS, () -> control(() -> {
            if (life == lifeNumber) {
                leaveAtOnce();
            }
        }));
    }

    /** It leaves; its routes are withdrawn already. */
    void leaveAtOnce() {
        isLeaving = true;
        datapath.serve(false);
        tell(new ClusterEvent.Leave());
    }

    /** What it says of the servers has changed. */
    void wish(final Wish next) {
        if (!next.equals(wish)) {
            wish = next;
            if (isRunning) {
                tell(new ClusterEvent.Wished(next));
            }
        }
    }

    /** An operator's command. */
    void command(final ServerOverride override) {
        tell(new ClusterEvent.Command(override));
    }

    /** Something happens to the member, as soon as it does not stand still. */
    void tell(final ClusterEvent event) {
        control(() -> world.sabotage().hear(this, event, this::decide));
    }

    /** Does something as soon as the control part does not stand still. */
    void control(final Runnable action) {
        if (!isRunning) {
            return;
        }
        if (isPaused) {
            inbox.add(action);
        } else {
            action.run();
        }
    }

    /** Where it is. */
    World world() {
        return world;
    }

    /** Something happens to the member next. */
    void later(final ClusterEvent event) {
        later(0, () -> decide(event));
    }

    /** Something is done later in this life. */
    void later(final long afterNs, final Runnable action) {
        final long life = lifeNumber;
        world.at(world.nowNs() + afterNs, () -> {
            if (life == lifeNumber) {
                control(action);
            }
        });
    }

    /** The member itself decides. */
    void decide(final ClusterEvent event) {
        if (!isRunning) {
            return;
        }
        final List<ClusterAction> actions = world.sabotage().does(this, node.on(event, localNs()));
        world.happened(this, event, actions);
        for (final ClusterAction action : actions) {
            perform(action);
            if (!isRunning) {
                return;
            }
        }
    }

    /** Does what the member wants. */
    void perform(final ClusterAction action) {
        switch (action) {
            case ClusterAction.PutState put -> store.put(put.state());
            case ClusterAction.Swap swap -> store.swap(swap);
            case ClusterAction.Reclaim reclaim -> store.reclaim(reclaim);
            case ClusterAction.Peers links -> link(links.endpoints());
            case ClusterAction.Send send -> send(send.to(), send.view(), send.message());
            case ClusterAction.Broadcast broadcast -> List.copyOf(peers.keySet())
                    .forEach(peer -> send(peer, broadcast.view(), broadcast.message()));
            case ClusterAction.Apply apply -> datapath.apply(apply);
            case ClusterAction.Collect collect -> datapath.collect(collect);
            case ClusterAction.Adopt adopt -> datapath.adopt(adopt.flows());
            case ClusterAction.ValidUntil until -> datapath.validUntil(until.deadlineNs());
            case ClusterAction.Serve _ -> {
                world.lifeOver();
                if (!isLeaving) {
                    datapath.serve(true);
                    world.announce(this);
                }
            }
            case ClusterAction.Stop stop -> stop(stop);
            case ClusterAction.Report report -> world.trace("reports", name, report.text());
        }
    }

    private void link(final Map<MemberId, String> endpoints) {
        List.copyOf(peers.keySet()).stream().filter(peer -> !endpoints.containsKey(peer))
                .forEach(peer -> world.wires().forget(id, peer));
        peers.clear();
        peers.putAll(endpoints);
        peers.remove(id);
    }

    private void send(final MemberId to, final long view, final Message message) {
        if (peers.containsKey(to)) {
            if (message instanceof Message.Pin pin) {
                world.tally().pins += pin.flows().count();
            }
            world.wires().send(this, to, view, message);
        }
    }

    private void stop(final ClusterAction.Stop stop) {
        world.tally().stops++;
        world.trace("stops", id, stop.why());
        if (stop.forGood() && !isLeaving) {
            world.tally().violation(world.label() + name + " stopped for good: " + stop.why());
        }
        over(world.chance().happens(0.5));
        world.withdraw(this, world.chance().between(20, 500) * WorldSettings.MS);
        world.at(world.nowNs() + world.chance().between(300, 2_000) * WorldSettings.MS, this::boot);
    }
}
