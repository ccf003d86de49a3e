package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.PoolInputs;
import dev.directrix.cluster.member.Registry;
import dev.directrix.cluster.member.ServerName;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Everything there is, and what happens next. For one thread. */
final class World {
    private static final long MS = WorldSettings.MS;
    private static final long LOOK_NS = 100 * MS;

    private final WorldSettings settings;
    private final Sabotage sabotage;
    private final String label;
    private final Chance chance;
    private final EventQueue queue = new EventQueue();
    private final Tally tally = new Tally();
    private final Trace trace;
    private final Oracle oracle;
    private final Store store;
    private final Wires wires;
    private final List<Director> directors = new ArrayList<>();
    private final List<Router> routers = new ArrayList<>();
    private final Map<String, Server> servers = new TreeMap<>();
    private final Fleet fleet;
    private final Set<Integer> cut = new HashSet<>();
    private final boolean[] offStore;
    private long nowNs;
    private boolean isBroken;
    private boolean isCalm;
    private boolean isAllLost;
    private boolean hasServed;
    private long calmSinceNs;
    private Registry known = Registry.EMPTY;
    private Server[] byNumber = {};
    private int tcpPool = Registry.UNKNOWN;
    private int udpPool = Registry.UNKNOWN;

    /** A world in which nothing has happened. */
    World(final String label, final long seed, final WorldSettings settings, final Sabotage sabotage,
            final Trace trace) {
        this.label = label;
        this.settings = settings;
        this.sabotage = sabotage;
        this.trace = trace;
        this.chance = new Chance(seed);
        this.oracle = new Oracle(this);
        this.store = new Store(this);
        this.wires = new Wires(this);
        this.offStore = new boolean[settings.directors()];
        final double drift = settings.weather().drift();
        for (int at = 0; at < settings.directors(); at++) {
            directors.add(new Director(this, at, new LocalClock(chance.between(1, 1L << 50),
                    1 + chance.between(-drift, drift))));
        }
        for (int at = 0; at < 2; at++) {
            routers.add(new Router(this, settings.resilient(), settings.directors()));
        }
        this.fleet = new Fleet(this);
        at(LOOK_NS, this::look);
    }

    private void look() {
        oracle.look();
        lifeOver();
        at(nowNs + LOOK_NS, this::look);
    }

    /** What there is. */
    WorldSettings settings() {
        return settings;
    }

    /** Time, which no clock shows. */
    long nowNs() {
        return nowNs;
    }

    /** What is left to chance. */
    Chance chance() {
        return chance;
    }

    /** What happened. */
    Tally tally() {
        return tally;
    }

    /** Who judges. */
    Oracle oracle() {
        return oracle;
    }

    /** etcd. */
    Store store() {
        return store;
    }

    /** The directors' network. */
    Wires wires() {
        return wires;
    }

    /** All directors. */
    List<Director> directors() {
        return directors;
    }

    /** The routers. */
    List<Router> routers() {
        return routers;
    }

    /** Configuration and health. */
    Fleet fleet() {
        return fleet;
    }

    /** What breaks a rule on purpose. */
    Sabotage sabotage() {
        return sabotage;
    }

    /** Begins each sentence about this world. */
    String label() {
        return label + " at " + nowNs / MS + " ms: ";
    }

    /** The director of a name. */
    Director director(final String name) {
        return directors.get(Integer.parseInt(name.substring(1)) - 1);
    }

    /** Something happens at a time. */
    void at(final long timeNs, final Runnable event) {
        queue.add(timeNs, event);
    }

    /** Something is delivered by a channel that keeps its order. */
    void deliver(final String channel, final long timeNs, final Runnable event) {
        queue.add(timeNs + sabotage.lateNs(channel), event);
    }

    /** Goes on until a time. */
    void runUntil(final long endNs) {
        while (!queue.isEmpty() && queue.nextNs() <= endNs) {
            nowNs = Math.max(nowNs, queue.nextNs());
            queue.take().run();
        }
        nowNs = Math.max(nowNs, endNs);
    }

    /** Goes on for a while. */
    void runFor(final long whileNs) {
        runUntil(nowNs + whileNs);
    }

    /** How long something is on its way between directors, or to the store. */
    long delayNs() {
        return isCalm ? Weather.FAIR.delayNs(chance) : settings.weather().delayNs(chance);
    }

    /** How long a director's own parts need. */
    long workNs() {
        return chance.between(MS / 10, chance.happens(0.05) ? 150 * MS : 8 * MS);
    }

    /** How long a packet needs to its next hop. */
    long hopNs() {
        return chance.between(MS / 10, 2 * MS);
    }

    /** How long all must have been the same for members to be the same. */
    long quietNs() {
        return 3 * WorldSettings.SECOND;
    }

    /** Whether a request to the store, or its answer, gets lost. */
    boolean isRequestLost() {
        return !isCalm && chance.happens(settings.weather().lostRequests());
    }

    /** Something on its way to a client. */
    void toClient(final Runnable arrival) {
        if (!isPacketLost()) {
            at(nowNs + settings.weather().wayNs() + hopNs() + hopNs(), arrival);
        }
    }

    private boolean isPacketLost() {
        return !isCalm && chance.happens(settings.weather().loss() / 4);
    }

    /** A client sends a packet. */
    void fromClient(final Packet packet) {
        if (isPacketLost()) {
            return;
        }
        final Router router = routers.get((int) (packet.hash() & 1));
        at(nowNs + settings.weather().wayNs() + hopNs(), () -> router.directorOf(packet.hash()).ifPresentOrElse(
                director -> at(nowNs + hopNs(), () -> director.datapath().arrive(packet)), () -> tally.dropped++));
    }

    /** A director announces. */
    void announce(final Director director) {
        routers.forEach(router -> router.hear(director, true, chance.between(50, 1_000) * MS));
    }

    /** A director's routes go. */
    void withdraw(final Director director, final long afterNs) {
        routers.forEach(router -> router.hear(director, false, chance.between(afterNs / 2, afterNs)));
    }

    /** Nothing passes from one director to another, until it is mended. */
    void cut(final Director from, final Director to) {
        trace("cut", from.name(), to.name());
        cut.add(from.index() * settings.directors() + to.index());
    }

    /** Everything passes from one director to another. */
    void mend(final Director from, final Director to) {
        cut.remove(from.index() * settings.directors() + to.index());
    }

    /** Whether what one director sends reaches another. */
    boolean areConnected(final String from, final String to) {
        return cut.isEmpty() || !cut.contains(director(from).index() * settings.directors() + director(to).index());
    }

    /** Whether a director reaches the store. */
    boolean isStoreReachable(final Director director) {
        return !offStore[director.index()];
    }

    /** A director loses the store, or has it again. */
    void reachStore(final Director director, final boolean reaches) {
        trace(reaches ? "reaches store" : "loses store", director.name());
        offStore[director.index()] = !reaches;
    }

    /** Nothing is cut, lost or slow any more; all directors run. */
    void calm() {
        isCalm = true;
        calmSinceNs = nowNs;
        trace("calm");
        cut.clear();
        Arrays.fill(offStore, false);
        store.comeBack();
        for (final Director director : directors) {
            director.allow();
            director.resume(true);
            if (director.isRunning() && director.datapath().serves() && director.isStaying()) {
                announce(director);
            }
            director.boot();
        }
        fleet.calm();
    }

    /** Whether it is calm. */
    boolean isCalm() {
        return isCalm;
    }

    /** Since when it is calm. */
    long calmSinceNs() {
        return calmSinceNs;
    }

    /** A server of a pool; it runs. */
    Server newServer(final String pool, final String address) {
        final ServerName name = new ServerName(pool, address);
        return servers.computeIfAbsent(name.toString(), _ -> new Server(this, name));
    }

    /** All servers. */
    List<Server> servers() {
        return List.copyOf(servers.values());
    }

    /** The number of a pool, or less than 0. */
    int poolNumber(final String pool) {
        learn();
        return pool.equals(WorldSettings.TCP) ? tcpPool : udpPool;
    }

    /** The server of a number. */
    Server server(final int number) {
        learn();
        return byNumber[number];
    }

    private void learn() {
        final Registry now = store.record().map(ClusterRecord::registry).orElse(Registry.EMPTY);
        if (now.servers().size() != known.servers().size() || now.pools().size() != known.pools().size()) {
            known = now;
            byNumber = now.servers().stream().map(name -> newServer(name.pool(), name.address()))
                    .toArray(Server[]::new);
            tcpPool = now.poolOf(WorldSettings.TCP);
            udpPool = now.poolOf(WorldSettings.UDP);
        }
    }

    /** Whether all is as everybody wishes it, everywhere. */
    boolean isSettled() {
        return whyNotSettled().isEmpty();
    }

    /** What keeps it from being as everybody wishes it; empty: nothing. */
    String whyNotSettled() {
        if (store.record().isEmpty()) {
            return "there is no record";
        }
        final ClusterRecord record = store.record().get();
        if (record.settle().isPresent()) {
            return "phase " + record.phase();
        }
        for (final Director director : directors) {
            if (!record.has(director.id())) {
                return director.name() + " is no member";
            }
            if (!director.datapath().isValid()) {
                return director.name() + " does not serve";
            }
            if (director.datapath().tables().orElseThrow().epoch() != record.epoch()) {
                return director.name() + " is in another epoch";
            }
            if (!routers.stream().allMatch(router -> router.has(director))) {
                return director.name() + " is not known to the routers";
            }
        }
        for (final String pool : List.of(WorldSettings.TCP, WorldSettings.UDP)) {
            final Set<String> has = new HashSet<>();
            final PoolInputs inputs = record.tables().get(record.registry().poolOf(pool));
            if (inputs != null) {
                inputs.aliveNumbers().forEach(server ->
                        has.add(record.registry().servers().get(server).address()));
            }
            final Set<String> wished = fleet.wished(pool, record.overridesByServer());
            if (!wished.isEmpty() && !has.equals(wished)) {
                return "pool " + pool + " has " + has + " and not " + wished;
            }
        }
        return "";
    }

    /** With the last director that knew the exceptions they are lost, in any design. */
    void lifeOver() {
        if (directors.stream().anyMatch(Director::knowsExceptions)) {
            isAllLost = false;
            hasServed = true;
            return;
        }
        forgetExceptions();
    }

    /** So they are when the last member leaves the record: who has not joined by then begins with nothing. */
    void forgetExceptions() {
        if (!isAllLost && hasServed) {
            tally.allLost++;
            trace("all directors are gone");
        }
        isAllLost = true;
        servers.values().forEach(Server::distrust);
    }

    /** Something that must not be has been seen. */
    void broke() {
        isBroken = true;
    }

    /** Whether something that must not be has been seen. */
    boolean isBroken() {
        return isBroken;
    }

    /** A member has decided. */
    void happened(final Director director, final ClusterEvent event, final List<ClusterAction> actions) {
        tally.digest = (tally.digest * 31 + nowNs) * 31 + director.index() * 1_000_003L + actions.size();
        if (trace.isOn() && !(event instanceof ClusterEvent.Tick && actions.isEmpty())) {
            trace.add(nowNs, director.name(), Trace.flowsOf(event), event, actions);
        }
    }

    /** For people. */
    void trace(final Object... words) {
        if (trace.isOn()) {
            trace.add(nowNs, words);
        }
    }
}
