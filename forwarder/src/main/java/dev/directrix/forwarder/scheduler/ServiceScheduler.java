package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.service.Candidates;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.maglev.FlowHash;
import java.util.Arrays;

/**
 * Chooses servers as each service is configured: its scheduler, behind its persistence. For one worker; what workers
 * share, load and persistence, is given. Allocates only when it meets a scope for the first time or when its servers
 * changed.
 */
public final class ServiceScheduler implements Scheduler {
    private static final int NONE = LeastLoad.NONE;
    private static final int MAGLEV_TRIES = 16;

    private final FlowHash hash;
    private final PersistenceTable persistence;
    private final RecentChoices recent = new RecentChoices();
    private final WorkerLoad load;
    private ScopeState[] scopes = new ScopeState[16];
    private long random;

    /** What a scheduler remembers of a scope: services of one group share one. */
    private static final class ScopeState {
        private Candidates candidates;
        private SchedulerKind kind = SchedulerKind.MAGLEV;
        private RoundRobin turn;
        private HashBuckets buckets;
        private DestinationServers destinations;
        private int start;
    }

    /**
     * A scheduler for one worker.
     *
     * @param hash        the directors' common flow hash: stateless schedulers choose by it
     * @param load        of all workers
     * @param persistence of all workers
     * @param seed        for random schedulers; another for each worker
     */
    public ServiceScheduler(
            final FlowHash hash, final Load load, final PersistenceTable persistence, final long seed) {
        this.hash = hash;
        this.persistence = persistence;
        this.load = new WorkerLoad(load, recent);
        this.random = seed;
    }

    @Override
    public int serverFor(
            final CompiledService service, final PacketParser packet, final long flowHash, final long nowNs) {
        return service.isPersistent()
                ? persistent(service, packet, nowNs)
                : choose(service, packet, flowHash, nowNs);
    }

    private int persistent(final CompiledService service, final PacketParser packet, final long nowNs) {
        final long high = packet.sourceHigh() & service.clientMaskHigh(packet.isIpv4());
        final long low = packet.sourceLow() & service.clientMaskLow(packet.isIpv4());
        // The network alone is hashed, so stateless schedulers give it one server in every service of a group, and on
        // every director.
        final long network = hash.hash6(high, low, 0, 0, 0, 0, 0);
        final long timeoutNs = service.persistenceNs();
        final int known = persistence.find(high, low, service.scope(), network, nowNs, timeoutNs);
        if (known != PersistenceTable.ABSENT) {
            final int at = service.candidates().indexOf(known);
            if (at >= 0 && service.candidates().weight(at) > 0) {
                return known;
            }
        }
        final int server = choose(service, packet, network, nowNs);
        if (server != ServiceIndex.NO_SERVER) {
            persistence.put(high, low, service.scope(), network, server, nowNs, timeoutNs);
        }
        return server;
    }

    private int choose(
            final CompiledService service, final PacketParser packet, final long flowHash, final long nowNs) {
        if (service.scheduler() == SchedulerKind.MAGLEV) {
            return service.candidates().hasLimits()
                    ? maglevBelowLimits(service, flowHash)
                    : service.serverAt(service.slotOf(flowHash));
        }
        final Candidates candidates = service.candidates();
        if (candidates.count() == 0) {
            return ServiceIndex.NO_SERVER;
        }
        recent.expire(nowNs);
        final ScopeState state = stateOf(service, candidates);
        final int at = byKind(service, state, candidates, packet, nowNs);
        if (at == NONE) {
            return ServiceIndex.NO_SERVER;
        }
        final int server = candidates.id(at);
        recent.add(server, nowNs);
        return server;
    }

    private int byKind(
            final CompiledService service,
            final ScopeState state,
            final Candidates candidates,
            final PacketParser packet,
            final long nowNs) {
        return switch (service.scheduler()) {
            case RR -> state.turn.next(candidates, load);
            case WRR -> state.turn.nextWeighted(candidates, load);
            case LC -> LeastLoad.leastConnections(candidates, load, start(state));
            case WLC -> LeastLoad.weightedLeastConnections(candidates, load, start(state));
            case SED -> LeastLoad.shortestDelay(candidates, load, start(state));
            case NQ -> LeastLoad.neverQueue(candidates, load, start(state));
            case FO -> LeastLoad.failover(candidates, load);
            case OVF -> LeastLoad.overflow(candidates, load);
            case RANDOM -> RandomChoice.uniform(candidates, load, nextRandom());
            case WEIGHTED_RANDOM -> RandomChoice.weighted(candidates, load, nextRandom());
            case LEAST_LATENCY -> LeastLoad.leastLatency(candidates, load, start(state));
            case SH, DH, LBLC, LBLCR -> byAddress(service, state, candidates, packet, nowNs);
            case MAGLEV -> NONE;
        };
    }

    private int byAddress(
            final CompiledService service,
            final ScopeState state,
            final Candidates candidates,
            final PacketParser packet,
            final long nowNs) {
        final SchedulerKind kind = service.scheduler();
        final boolean bySource = kind == SchedulerKind.SH;
        final long high = bySource ? packet.sourceHigh() : packet.destinationHigh();
        final long low = bySource ? packet.sourceLow() : packet.destinationLow();
        final int port = bySource && service.hashesPort() ? packet.ports() >>> 16 : 0;
        final long addressHash = hash.hash6(high, low, 0, 0, port, 0, 0);
        return switch (kind) {
            case SH -> service.fallsBack()
                    ? state.buckets.atOrOther(addressHash, candidates, load)
                    : state.buckets.at(addressHash, candidates, load);
            case DH -> state.buckets.at(addressHash, candidates, load);
            case LBLC -> state.destinations.single(high, low, addressHash, candidates, load, start(state), nowNs);
            case LBLCR -> state.destinations.replicated(high, low, addressHash, candidates, load, start(state), nowNs);
            default -> NONE;
        };
    }

    /** Maglev, but a server at its limit passes the flow on: to the slots that follow, then to any. */
    private int maglevBelowLimits(final CompiledService service, final long flowHash) {
        final Candidates candidates = service.candidates();
        long mixed = flowHash;
        for (int tries = 0; tries < MAGLEV_TRIES; tries++) {
            final int server = service.serverAt(service.slotOf(mixed));
            final int at = server == ServiceIndex.NO_SERVER ? NONE : candidates.indexOf(server);
            if (at >= 0 && load.isOpen(candidates, at)) {
                return server;
            }
            mixed = mix(mixed);
        }
        for (int at = 0; at < candidates.count(); at++) {
            if (load.isOpen(candidates, at)) {
                return candidates.id(at);
            }
        }
        return ServiceIndex.NO_SERVER;
    }

    private ScopeState stateOf(final CompiledService service, final Candidates candidates) {
        final int scope = service.scope();
        if (scope >= scopes.length) {
            scopes = Arrays.copyOf(scopes, 2 * scope);
        }
        ScopeState state = scopes[scope];
        if (state == null) {
            state = new ScopeState();
            scopes[scope] = state;
        }
        if (state.candidates != candidates || state.kind != service.scheduler()) {
            changed(state, service.scheduler(), candidates);
        }
        return state;
    }

    private static void changed(final ScopeState state, final SchedulerKind kind, final Candidates candidates) {
        switch (kind) {
            case RR, WRR -> {
                state.turn = state.turn == null ? new RoundRobin() : state.turn;
                state.turn.changed(candidates);
            }
            case SH, DH -> state.buckets = new HashBuckets(candidates, kind == SchedulerKind.SH);
            case LBLC, LBLCR -> state.destinations =
                    state.destinations == null || state.kind != kind ? new DestinationServers() : state.destinations;
            default -> {
            }
        }
        state.candidates = candidates;
        state.kind = kind;
    }

    /** Where comparisons begin: another place each time, so that equals take turns. */
    private static int start(final ScopeState state) {
        final int start = state.start + 1 >= state.candidates.count() ? 0 : state.start + 1;
        state.start = start;
        return start;
    }

    /** SplitMix64. */
    private long nextRandom() {
        random += 0x9e3779b97f4a7c15L;
        return mix(random);
    }

    private static long mix(final long value) {
        final long once = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        final long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
        return twice ^ (twice >>> 31);
    }
}
