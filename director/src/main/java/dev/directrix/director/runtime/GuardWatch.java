package dev.directrix.director.runtime;

import com.google.gson.JsonObject;
import dev.directrix.bgp.NegotiatedSession;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.bmp.BmpStation;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.ControlRelay;
import dev.directrix.director.control.FindingReport;
import dev.directrix.director.control.MonitorReport;
import dev.directrix.director.control.ShareCodecs;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.guard.AnnouncedSets;
import dev.directrix.director.guard.FindingBook;
import dev.directrix.director.guard.HeardSets;
import dev.directrix.director.guard.PeerViews;
import dev.directrix.director.guard.Seen;
import dev.directrix.director.guard.SiteBook;
import dev.directrix.director.guard.Told;
import dev.directrix.director.membership.Membership;
import dev.directrix.ecmp.Prefix;
import dev.directrix.ecmp.guard.Finding.Severity;
import dev.directrix.ecmp.receiver.MultipathRules;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second for what flattens or breaks the ECMP sets of the VIPs, in what the directors say to the
 * routers and in what routers say of it.
 * Belongs to one thread; {@link #findings} and {@link #changed} may be called from anywhere.
 */
final class GuardWatch {

    /** How often it looks. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(GuardWatch.class);

    private final Supplier<Snapshot> snapshots;
    private final Wiring wiring;
    private final FindingBook book = new FindingBook();
    private final PeerViews peers;
    private final BmpListening bmp;
    private List<Object> looked = List.of();
    private DirectorConfig config;
    private WeightView own;
    private long version;
    private List<Told> told = List.of();
    private List<Seen> seen = List.of();
    private volatile List<FindingReport> findings = List.of();

    /**
     * Of a director.
     *
     * @param bmp where routers tell their paths by BMP
     */
    GuardWatch(final Supplier<Snapshot> snapshots, final Wiring wiring, final BmpListening bmp) {
        this.snapshots = snapshots;
        this.bmp = bmp;
        this.wiring = wiring;
        this.config = snapshots.get().config();
        final String self = config.node().name();
        this.own = new WeightView(self, List.of(), List.of(), Optional.empty());
        this.peers = new PeerViews(self, new Carrier(self, wiring.membership()));
        listen();
    }

    /** Looks at what the routers say of the VIPs that there are. */
    private void listen() {
        final Set<Prefix> prefixes = config.vips().stream().map(vip -> Prefix.host(vip.address()))
            .collect(Collectors.toSet());
        wiring.routing().watch(prefixes);
        bmp.station().ifPresent(it -> {
            config.guard().bmp().ifPresent(now -> it.routers(now.routers()));
            it.watch(prefixes);
        });
    }

    /** What routers tell by BMP; empty: it does not listen. */
    Optional<MonitorReport> monitor() {
        return bmp.station().map(BmpStation::report).map(report -> new MonitorReport(report.routers().stream()
            .map(router -> new MonitorReport.Router(router.address(), router.name(), router.sessions(),
                router.peers().stream().mapToInt(peer -> peer.paths().size()).sum(), router.messages())).toList(),
            report.refused(), report.malformed()));
    }

    /** What is there now, worst first. */
    List<FindingReport> findings() {
        return findings;
    }

    /** Another director announces something else now. */
    void changed(final String director) {
        peers.changed(director);
    }

    /** Looks. */
    void look() {
        final Snapshot now = snapshots.get();
        boolean isOther = !now.config().equals(config);
        if (isOther) {
            config = now.config();
            peers.forget();
            listen();
        }
        isOther |= lookAtOwn(now);
        final Set<InetAddress> vips = config.vips().stream().map(VipConfig::address).collect(Collectors.toSet());
        isOther |= peers.refresh(members(), vips, version, wiring.nowMs());
        isOther |= hear();
        if (isOther) {
            inspect();
        }
        final List<FindingBook.Change> changes = book.on(seen, wiring.nowMs());
        findings = book.raised(); // before the log: who reads it there may ask for it at once
        changes.forEach(GuardWatch::tell);
    }

    /** Whether routers say something else. */
    private boolean hear() {
        final List<Told> before = told;
        told = Stream.concat(wiring.routing().heard().stream().map(Told::of),
            bmp.station().stream().flatMap(it -> it.report().routers().stream()).map(Told::of)).toList();
        return !told.equals(before);
    }

    private void inspect() {
        final MultipathRules rules = MultipathRules.upTo(config.router().map(RouterModel::maximumPaths)
            .orElse(RouterModel.DEFAULT_MAXIMUM_PATHS));
        final List<WeightView> views = new ArrayList<>(List.of(own));
        views.addAll(peers.views());
        final Map<InetAddress, String> names = new HashMap<>();
        views.reversed().forEach(view -> view.addresses().forEach(address -> names.put(address, view.director())));
        names.putAll(config.guard().directors());
        final List<Seen> all = new ArrayList<>(AnnouncedSets.inspect(views, rules));
        all.addAll(HeardSets.inspect(told, own, names, SiteBook.of(config.sites(), views), rules));
        seen = all;
    }

    /** Whether this director announces something else; routes are read when something was sent or a VIP changed. */
    private boolean lookAtOwn(final Snapshot now) {
        final List<NeighborStatus> neighbors = wiring.routing().neighbors();
        final List<Object> look = new ArrayList<>();
        now.decisions().forEach(decision -> look.add(List.of(decision.vip(), decision.state())));
        neighbors.forEach(it -> look.add(List.of(it.id(), it.established(), it.isEstablished(), it.sent().updates(),
            it.prefixesPending(), it.negotiated().map(NegotiatedSession::peerRouterId))));
        if (look.equals(looked)) {
            return false;
        }
        looked = look;
        final WeightView before = own;
        own = PeerViews.uncounted(Shares.view(now, wiring.routing().routes(), neighbors));
        if (own.equals(before)) {
            return false;
        }
        version++;
        return true;
    }

    private Map<String, Long> members() {
        final Map<String, Long> members = new HashMap<>();
        wiring.membership().view().record().ifPresent(record -> record.members().forEach(member -> {
            final MemberId id = member.id();
            members.put(id.name(), id.incarnation());
        }));
        return members;
    }

    private static void tell(final FindingBook.Change change) {
        final FindingReport finding = change.finding();
        if (!change.began()) {
            LOG.info("ecmp: over after {} s: {}", change.lasted().toSeconds(), finding.line());
        } else if (finding.severity() == Severity.DEPENDS) {
            LOG.info("ecmp: {}", finding.line());
        } else {
            LOG.warn("ecmp: {}", finding.line());
        }
    }

    /** Carries the control protocol over the cluster. */
    private record Carrier(String self, Membership membership) implements PeerViews.Line {

        @Override
        public void tell(final String director) {
            final JsonObject arguments = new JsonObject();
            arguments.addProperty("director", self);
            ControlRelay.ask("announcements-changed", arguments, Codecs.DONE,
                request -> membership.ask(director, request));
        }

        @Override
        public WeightView ask(final String director) {
            return ControlRelay.ask("weight-view", new JsonObject(), ShareCodecs.VIEW,
                request -> membership.ask(director, request));
        }
    }
}
