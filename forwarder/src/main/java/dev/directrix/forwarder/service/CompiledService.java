package dev.directrix.forwarder.service;

import dev.directrix.maglev.MaglevTable;
import java.util.List;
import java.util.Objects;

/**
 * A service as the pipeline reads it: its stable id, its table, the table's backends as server ids, and its settings as
 * numbers. Immutable.
 */
public final class CompiledService {
    private static final Persistence NOT_PERSISTENT = new Persistence(Persistence.DEFAULT_TIMEOUT, 32, 128);

    private final int id;
    private final int scope;
    private final VirtualService service;
    private final ServiceKey key;
    private final MaglevTable table;
    private final CompiledPool servers;
    private final int mode;
    private final SchedulerKind scheduler;
    private final int codePoint;
    private final int timeoutClass;
    private final int deadServer;
    private final boolean onePacket;
    private final boolean clampsMss;
    private final boolean persistent;
    private final boolean fallsBack;
    private final boolean hashesPort;
    private final long persistenceNs;
    private final long clientMask4;
    private final long clientMaskHigh;
    private final long clientMaskLow;
    private final boolean namesServers;

    CompiledService(
            final int id,
            final int scope,
            final int timeoutClass,
            final VirtualService service,
            final CompiledPool servers) {
        this.id = id;
        this.scope = scope;
        this.timeoutClass = timeoutClass;
        this.service = service;
        this.key = service.key();
        this.servers = servers;
        this.table = Objects.requireNonNull(service.pool().table(), "table");
        this.mode = service.pool().forwarding().mode().code();
        this.scheduler = service.pool().scheduling().kind();
        this.codePoint = service.pool().forwarding().codePointOf(service.vip());
        this.deadServer = service.settings().deadServer().code();
        this.onePacket = service.settings().onePacket();
        this.clampsMss = service.settings().oversize() == OversizePolicy.MSS_CLAMP;
        this.persistent = service.settings().persistence().isPresent();
        final Persistence kept = service.settings().persistence().orElse(NOT_PERSISTENT);
        this.persistenceNs = kept.timeout().toNanos();
        this.clientMask4 = -1L << (Integer.SIZE - kept.length4());
        this.clientMaskHigh = kept.length6() >= 64 ? -1L : -1L << (64 - kept.length6());
        this.clientMaskLow = kept.length6() <= 64 ? 0 : -1L << (128 - kept.length6());
        this.fallsBack = service.pool().scheduling().fallback();
        this.hashesPort = service.pool().scheduling().hashPort();
        this.namesServers = !service.settings().serverIdRules().isEmpty();
    }

    /** The id that this service keeps over all tables; counters use it. */
    public int id() {
        return id;
    }

    /** What it shares schedule and persistence with: services of one group have one scope. Kept over all tables. */
    public int scope() {
        return scope;
    }

    /** VIP, protocol and ports. */
    public ServiceKey key() {
        return key;
    }

    /** The pool behind it. */
    public ServerPool pool() {
        return service.pool();
    }

    /** Its settings in full. */
    public ServiceSettings settings() {
        return service.settings();
    }

    /** The slot of a flow in the pool's table. */
    public int slotOf(final long flowHash) {
        return table.slotOf(flowHash);
    }

    /** The id of the server that the slot's table entry names, or {@link ServiceIndex#NO_SERVER}. */
    public int serverAt(final int slot) {
        final int backend = table.backendAt(slot);
        return backend == MaglevTable.NO_BACKEND ? ServiceIndex.NO_SERVER : servers.server(backend);
    }

    /** The forwarding mode's {@link ForwardingMode#code()}. */
    public int mode() {
        return mode;
    }

    /** Outer headers, of a tunnel mode. */
    public TunnelSettings tunnel() {
        return service.pool().forwarding().tunnel();
    }

    /** Local addresses, of FULLNAT. */
    public NatSettings nat() {
        return service.pool().forwarding().nat();
    }

    /** The DSCP code point that names the VIP, or {@link Forwarding#NO_CODE_POINT}. */
    public int codePoint() {
        return codePoint;
    }

    /** The scheduler. */
    public SchedulerKind scheduler() {
        return scheduler;
    }

    /** The servers that a scheduler chooses from. */
    public Candidates candidates() {
        return servers.candidates();
    }

    /** Class of idle times: an index in {@link ServiceIndex#timeouts()}. */
    public int timeoutClass() {
        return timeoutClass;
    }

    /** The {@link DeadServerPolicy#code()}. */
    public int deadServer() {
        return deadServer;
    }

    /** Whether each UDP packet is scheduled by itself and makes no entry. */
    public boolean isOnePacket() {
        return onePacket;
    }

    /** Whether the MSS of SYNs is lowered to what fits. */
    public boolean clampsMss() {
        return clampsMss;
    }

    /** Whether clients stay at one server. */
    public boolean isPersistent() {
        return persistent;
    }

    /** How long a client's network keeps its server after its last new flow, nanoseconds. */
    public long persistenceNs() {
        return persistenceNs;
    }

    /** Which bits of the first half of a client's address tell its network. */
    public long clientMaskHigh(final boolean ipv4) {
        return ipv4 ? -1L : clientMaskHigh;
    }

    /** Which bits of the second half of a client's address tell its network. */
    public long clientMaskLow(final boolean ipv4) {
        return ipv4 ? clientMask4 : clientMaskLow;
    }

    /** Whether sh goes on to another server when the hashed one takes no flow. */
    public boolean fallsBack() {
        return fallsBack;
    }

    /** Whether sh hashes the source port too. */
    public boolean hashesPort() {
        return hashesPort;
    }

    /** Whether packets may name their server. */
    public boolean namesServers() {
        return namesServers;
    }

    /** Where packets name their server. */
    public List<ServerIdRule> serverIdRules() {
        return service.settings().serverIdRules();
    }

    /** Servers by the numbers that packets name them by. */
    public ServerIdIndex serverIds() {
        return servers.ids();
    }
}
