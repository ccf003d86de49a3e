package dev.directrix.bgp;

import dev.directrix.bgp.bfd.BfdSettings;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.Hostname;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.capability.SoftwareVersion;
import dev.directrix.bgp.rib.LinkBandwidthMode;
import dev.directrix.bgp.rib.PathReplication;
import dev.directrix.bgp.rib.UpdatePacking;
import dev.directrix.bgp.session.AddPathMode;
import dev.directrix.bgp.session.CapabilityOffer;
import dev.directrix.bgp.transport.TcpAoKey;
import dev.directrix.bgp.wire.Family;
import dev.directrix.ecmp.RoutePolicy;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Builds a {@link NeighborConfig} step by step; every value is explained there and in its groups. Values are checked by
 * {@link #build}. Not thread-safe.
 */
public final class NeighborConfigBuilder {

    private String id;
    private InetAddress address;
    private long asn;
    private String description;
    private OptionalLong localAsn;
    private Optional<Inet4Address> routerId;
    private Duration holdTime;
    private Duration connectRetry;
    private Duration sendHold;
    private int port;
    private OptionalInt listenPort;
    private boolean passive;
    private Optional<InetAddress> sourceAddress;
    private Optional<String> device;
    private Optional<Password> password;
    private List<TcpAoKey> aoKeys;
    private OptionalInt outgoingTtl;
    private OptionalInt minimumTtl;
    private SortedSet<Family> families;
    private boolean routeRefresh;
    private boolean enhancedRouteRefresh;
    private boolean extendedMessage;
    private boolean fourOctetAsn;
    private SortedMap<Family, AddPathMode> addPath;
    private SortedMap<Family, Integer> pathsLimit;
    private List<ExtendedNextHop.Entry> extendedNextHop;
    private boolean linkLocalNextHop;
    private Optional<Duration> gracefulRestart;
    private Optional<Role.Kind> role;
    private boolean strictRole;
    private Optional<Hostname> hostname;
    private Optional<SoftwareVersion> softwareVersion;
    private boolean multiSession;
    private boolean operational;
    private UpdatePacking packing;
    private boolean autoEndOfRib;
    private LinkBandwidthMode linkBandwidth;
    private RoutePolicy policy;
    private Optional<PathReplication> replication;
    private OptionalInt prefixLimit;
    private int warnPercent;
    private boolean enforceFirstAs;
    private boolean listenOnly;
    private Optional<BfdSettings> bfd;

    NeighborConfigBuilder(final InetAddress address, final long asn) {
        this.id = address.getHostAddress();
        this.address = address;
        this.asn = asn;
        this.description = "";
        this.localAsn = OptionalLong.empty();
        this.routerId = Optional.empty();
        timers(NeighborTimers.DEFAULT);
        transport(NeighborTransport.DEFAULT);
        capabilities(CapabilityOffer.DEFAULT);
        updates(NeighborUpdates.DEFAULT);
        inbound(NeighborInbound.DEFAULT);
        this.bfd = Optional.empty();
    }

    NeighborConfigBuilder(final NeighborConfig config) {
        id = config.id();
        address = config.address();
        asn = config.asn();
        description = config.description();
        localAsn = config.localAsn();
        routerId = config.routerId();
        timers(config.timers());
        transport(config.transport());
        capabilities(config.capabilities());
        updates(config.updates());
        inbound(config.inbound());
        bfd = config.bfd();
    }

    /** The key of the neighbour. */
    public NeighborConfigBuilder id(final String value) {
        id = value;
        return this;
    }

    /** The router's address. */
    public NeighborConfigBuilder address(final InetAddress value) {
        address = value;
        return this;
    }

    /** Its AS number, or {@link NeighborConfig#ANY_ASN}. */
    public NeighborConfigBuilder asn(final long value) {
        asn = value;
        return this;
    }

    /** Words of the operator. */
    public NeighborConfigBuilder description(final String value) {
        description = value;
        return this;
    }

    /** Our AS number towards it, if not the speaker's. */
    public NeighborConfigBuilder localAsn(final OptionalLong value) {
        localAsn = value;
        return this;
    }

    /** Our BGP identifier towards it, if not the speaker's. */
    public NeighborConfigBuilder routerId(final Optional<Inet4Address> value) {
        routerId = value;
        return this;
    }

    /** Hold time to offer. */
    public NeighborConfigBuilder holdTime(final Duration value) {
        holdTime = value;
        return this;
    }

    /** Pause between connection attempts. */
    public NeighborConfigBuilder connectRetry(final Duration value) {
        connectRetry = value;
        return this;
    }

    /** How long the router may take nothing from us. */
    public NeighborConfigBuilder sendHold(final Duration value) {
        sendHold = value;
        return this;
    }

    /** The TCP port it listens on. */
    public NeighborConfigBuilder port(final int value) {
        port = value;
        return this;
    }

    /** A port of our own to listen on for it. */
    public NeighborConfigBuilder listenPort(final OptionalInt value) {
        listenPort = value;
        return this;
    }

    /** Whether to wait for it to connect. */
    public NeighborConfigBuilder passive(final boolean value) {
        passive = value;
        return this;
    }

    /** Local address to speak from. */
    public NeighborConfigBuilder sourceAddress(final Optional<InetAddress> value) {
        sourceAddress = value;
        return this;
    }

    /** Interface that the connections run over. */
    public NeighborConfigBuilder device(final Optional<String> value) {
        device = value;
        return this;
    }

    /** TCP-MD5 key. */
    public NeighborConfigBuilder password(final Optional<Password> value) {
        password = value;
        return this;
    }

    /** TCP-AO keys. */
    public NeighborConfigBuilder aoKeys(final List<TcpAoKey> value) {
        aoKeys = List.copyOf(value);
        return this;
    }

    /** TTL or hop limit of what is sent. */
    public NeighborConfigBuilder outgoingTtl(final OptionalInt value) {
        outgoingTtl = value;
        return this;
    }

    /** What arrives with less is dropped. */
    public NeighborConfigBuilder minimumTtl(final OptionalInt value) {
        minimumTtl = value;
        return this;
    }

    /** Address families. */
    public NeighborConfigBuilder families(final Set<Family> value) {
        families = new TreeSet<>(value);
        return this;
    }

    /** Whether to offer route refresh. */
    public NeighborConfigBuilder routeRefresh(final boolean value) {
        routeRefresh = value;
        return this;
    }

    /** Whether to offer enhanced route refresh. */
    public NeighborConfigBuilder enhancedRouteRefresh(final boolean value) {
        enhancedRouteRefresh = value;
        return this;
    }

    /** Whether to offer extended messages. */
    public NeighborConfigBuilder extendedMessage(final boolean value) {
        extendedMessage = value;
        return this;
    }

    /** Whether to offer four-octet AS numbers. */
    public NeighborConfigBuilder fourOctetAsn(final boolean value) {
        fourOctetAsn = value;
        return this;
    }

    /** Families with path identifiers. */
    public NeighborConfigBuilder addPath(final Map<Family, AddPathMode> value) {
        addPath = new TreeMap<>(value);
        return this;
    }

    /** Most paths of a prefix that we take. */
    public NeighborConfigBuilder pathsLimit(final Map<Family, Integer> value) {
        pathsLimit = new TreeMap<>(value);
        return this;
    }

    /** Next hops of another address family. */
    public NeighborConfigBuilder extendedNextHop(final List<ExtendedNextHop.Entry> value) {
        extendedNextHop = List.copyOf(value);
        return this;
    }

    /** Whether to offer next hops that are link-local only. */
    public NeighborConfigBuilder linkLocalNextHop(final boolean value) {
        linkLocalNextHop = value;
        return this;
    }

    /** Restart time; empty: graceful restart is not offered. */
    public NeighborConfigBuilder gracefulRestart(final Optional<Duration> value) {
        gracefulRestart = value;
        return this;
    }

    /** Our role towards the router. */
    public NeighborConfigBuilder role(final Optional<Role.Kind> value) {
        role = value;
        return this;
    }

    /** Whether a router without role is refused. */
    public NeighborConfigBuilder strictRole(final boolean value) {
        strictRole = value;
        return this;
    }

    /** Host and domain name to tell. */
    public NeighborConfigBuilder hostname(final Optional<Hostname> value) {
        hostname = value;
        return this;
    }

    /** Software version to tell. */
    public NeighborConfigBuilder softwareVersion(final Optional<SoftwareVersion> value) {
        softwareVersion = value;
        return this;
    }

    /** Whether to offer multisession. */
    public NeighborConfigBuilder multiSession(final boolean value) {
        multiSession = value;
        return this;
    }

    /** Whether to offer operational messages. */
    public NeighborConfigBuilder operational(final boolean value) {
        operational = value;
        return this;
    }

    /** Which changes of routes share an UPDATE. */
    public NeighborConfigBuilder packing(final UpdatePacking value) {
        packing = value;
        return this;
    }

    /** Whether End-of-RIB is sent by itself. */
    public NeighborConfigBuilder autoEndOfRib(final boolean value) {
        autoEndOfRib = value;
        return this;
    }

    /** Form in which weights are told. */
    public NeighborConfigBuilder linkBandwidth(final LinkBandwidthMode value) {
        linkBandwidth = value;
        return this;
    }

    /** What is added to every announcement. */
    public NeighborConfigBuilder policy(final RoutePolicy value) {
        policy = value;
        return this;
    }

    /** How weights become several paths; only where add-path is offered and agreed. */
    public NeighborConfigBuilder replication(final Optional<PathReplication> value) {
        replication = value;
        return this;
    }

    /** The most prefixes that the router may send. */
    public NeighborConfigBuilder prefixLimit(final OptionalInt value) {
        prefixLimit = value;
        return this;
    }

    /** Share of the limit above which the log warns. */
    public NeighborConfigBuilder warnPercent(final int value) {
        warnPercent = value;
        return this;
    }

    /** Whether paths must begin with the router's AS. */
    public NeighborConfigBuilder enforceFirstAs(final boolean value) {
        enforceFirstAs = value;
        return this;
    }

    /** Whether it is told nothing, and only listened to. */
    public NeighborConfigBuilder listenOnly(final boolean value) {
        listenOnly = value;
        return this;
    }

    /** All timers. */
    public NeighborConfigBuilder timers(final NeighborTimers all) {
        holdTime = all.holdTime();
        connectRetry = all.connectRetry();
        sendHold = all.sendHold();
        return this;
    }

    /** All of the transport. */
    public NeighborConfigBuilder transport(final NeighborTransport all) {
        port = all.port();
        listenPort = all.listenPort();
        passive = all.passive();
        sourceAddress = all.sourceAddress();
        device = all.device();
        password = all.password();
        aoKeys = all.aoKeys();
        outgoingTtl = all.outgoingTtl();
        minimumTtl = all.minimumTtl();
        return this;
    }

    /** All that is offered. */
    public NeighborConfigBuilder capabilities(final CapabilityOffer all) {
        families = all.families();
        routeRefresh = all.routeRefresh();
        enhancedRouteRefresh = all.enhancedRouteRefresh();
        extendedMessage = all.extendedMessage();
        fourOctetAsn = all.fourOctetAsn();
        addPath = all.addPath();
        pathsLimit = all.pathsLimit();
        extendedNextHop = all.extendedNextHop();
        linkLocalNextHop = all.linkLocalNextHop();
        gracefulRestart = all.gracefulRestart();
        role = all.role();
        strictRole = all.strictRole();
        hostname = all.hostname();
        softwareVersion = all.softwareVersion();
        multiSession = all.multiSession();
        operational = all.operational();
        return this;
    }

    /** All about how routes are told. */
    public NeighborConfigBuilder updates(final NeighborUpdates all) {
        packing = all.packing();
        autoEndOfRib = all.autoEndOfRib();
        linkBandwidth = all.linkBandwidth();
        policy = all.policy();
        replication = all.replication();
        return this;
    }

    /** All about what the router may send. */
    public NeighborConfigBuilder inbound(final NeighborInbound all) {
        prefixLimit = all.prefixLimit();
        warnPercent = all.warnPercent();
        enforceFirstAs = all.enforceFirstAs();
        listenOnly = all.listenOnly();
        return this;
    }

    /** How to watch the router by BFD; empty: not at all. */
    public NeighborConfigBuilder bfd(final Optional<BfdSettings> value) {
        bfd = value;
        return this;
    }

    /** TTL security (RFC 5082): sends with TTL 255, and drops what came over more hops than this; 1: adjacent. */
    public NeighborConfigBuilder ttlSecurity(final int hops) {
        outgoingTtl = OptionalInt.of(255);
        minimumTtl = OptionalInt.of(255 - hops + 1);
        return this;
    }

    /** The router may be so many hops away. */
    public NeighborConfigBuilder multihop(final int hops) {
        outgoingTtl = OptionalInt.of(hops);
        return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException if a value does not fit; the message names the neighbour
     */
    public NeighborConfig build() {
        try {
            return new NeighborConfig(id, address, asn, description, localAsn, routerId,
                new NeighborTimers(holdTime, connectRetry, sendHold),
                new NeighborTransport(port, listenPort, passive, sourceAddress, device, password, aoKeys,
                    outgoingTtl, minimumTtl),
                new CapabilityOffer(families, routeRefresh, enhancedRouteRefresh, extendedMessage, fourOctetAsn,
                    addPath, pathsLimit, extendedNextHop, linkLocalNextHop, gracefulRestart, role, strictRole,
                    hostname, softwareVersion, multiSession, operational),
                new NeighborUpdates(packing, autoEndOfRib, linkBandwidth, policy, replication),
                new NeighborInbound(prefixLimit, warnPercent, enforceFirstAs, listenOnly), bfd);
        } catch (final IllegalArgumentException e) {
            throw named(e);
        }
    }

    private IllegalArgumentException named(final IllegalArgumentException cause) {
        final String name = "neighbor " + address.getHostAddress() + ": ";
        final String message = String.valueOf(cause.getMessage());
        return message.startsWith(name) ? cause : new IllegalArgumentException(name + message, cause);
    }
}
