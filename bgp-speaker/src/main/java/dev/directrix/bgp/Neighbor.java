package dev.directrix.bgp;

import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.ProtocolException;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.rib.AdjRibOut;
import dev.directrix.bgp.rib.InboundPrefixes;
import dev.directrix.bgp.rib.PathShortage;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteBuilder;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.rib.RouteCompletion;
import dev.directrix.bgp.rib.SessionShape;
import dev.directrix.bgp.rib.UpdateEncoder;
import dev.directrix.bgp.session.ConnectFailure;
import dev.directrix.bgp.session.Direction;
import dev.directrix.bgp.session.Negotiation;
import dev.directrix.bgp.session.SessionAction;
import dev.directrix.bgp.session.SessionEvent;
import dev.directrix.bgp.session.SessionSettings;
import dev.directrix.bgp.session.SessionState;
import dev.directrix.bgp.session.SessionStateMachine;
import dev.directrix.bgp.transport.ConnectRequest;
import dev.directrix.bgp.transport.EpollTransport;
import dev.directrix.bgp.transport.InterfaceAddresses;
import dev.directrix.bgp.transport.Link;
import dev.directrix.bgp.transport.LinkEvents;
import dev.directrix.bgp.transport.LinkOptions;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Prefix;
import io.netty.channel.ChannelException;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** One neighbour at work: its state machine, its Adj-RIB-Out, its connections. Belongs to the transport's thread. */
final class Neighbor {

    private static final long NANOS_PER_MS = 1_000_000;
    private static final long LATE_MS = 100;
    private static final long READ_FIRST_MS = 10;

    private final SpeakerConfig speaker;
    private final EpollTransport transport;
    private final SpeakerListener listener;
    /** To be run when the last connection is gone. */
    private final Runnable disconnected;
    private final SessionSettings settings;
    private final SessionStateMachine machine;
    private final NeighborJournal journal;
    private final MessageDecoder decoder = MessageDecoder.standard();
    private final MessageEncoder encoder = MessageEncoder.standard();
    private final NeighborRoutes routes = new NeighborRoutes();
    private final NeighborInbox inbound;
    private final Map<Direction, Link> links = new EnumMap<>(Direction.class);
    private final Deque<SessionEvent> waitingEvents = new ArrayDeque<>();
    private final List<CompletionStage<Void>> finishing = new ArrayList<>();
    private final NeighborBfd bfd;
    private NeighborConfig config;
    private Optional<Direction> established = Optional.empty();
    private long establishedNs;
    private Optional<Negotiation> negotiation = Optional.empty();
    private Optional<AdjRibOut> rib = Optional.empty();
    private Optional<EpollTransport.Attempt> attempt = Optional.empty();
    private Optional<ScheduledFuture<?>> timer = Optional.empty();
    private long timerDeadline = Long.MAX_VALUE;
    private boolean busy;
    private boolean pumping;
    private boolean stopping;

    Neighbor(
        final SpeakerConfig speaker, final NeighborConfig config, final EpollTransport transport,
        final BfdWatch watch, final SpeakerListener listener, final Jitter jitter, final Runnable disconnected) {
        this.disconnected = disconnected;
        this.speaker = speaker;
        this.config = config;
        this.transport = transport;
        this.listener = listener;
        this.settings = config.toSettings(speaker);
        this.machine = new SessionStateMachine(settings, jitter::next);
        this.journal = new NeighborJournal(config.id(), Clock.systemUTC());
        this.inbound = new NeighborInbox(config.prefixLimit().orElse(0) + 1);
        this.bfd = new NeighborBfd(watch, transport, this::bfdFailed, journal::warnOnce);
    }

    NeighborConfig config() {
        return config;
    }

    SpeakerConfig speaker() {
        return speaker;
    }

    void start() {
        stopping = false;
        on(new SessionEvent.Start());
    }

    /** Ends the session, until {@link #start} if that comes; returns what completes when its connections are gone. */
    List<CompletionStage<Void>> stop(final CeaseSubcode reason, final String text) {
        stopping = true;
        on(new SessionEvent.Stop(reason, text));
        bfd.stop();
        timer.ifPresent(scheduled -> scheduled.cancel(false));
        timerDeadline = Long.MAX_VALUE;
        return List.copyOf(finishing);
    }

    void announce(final Collection<Announcement> all) {
        routes.announce(config.inbound().listenOnly() ? List.of() : all);
        warnUnsent();
        pump();
    }

    /** Explicit routes, beside the announcements. */
    void change(final List<RouteChange> changes) {
        routes.change(changes);
        pumpSoon();
    }

    void clear(final Set<Family> families) {
        routes.clear(families);
        pump();
    }

    void resend(final Set<Family> families) {
        rib.ifPresent(out -> families.forEach(out::resend));
        pump();
    }

    void endOfRib(final Family family) {
        rib.ifPresent(out -> out.endOfRib(family));
        pump();
    }

    void requestRefresh(final Family family) {
        on(new SessionEvent.RequestRefresh(family));
    }

    void teardown(final int subcode, final String text) {
        on(new SessionEvent.Reset(subcode, text));
    }

    /** Looks at what it says of these prefixes. */
    void watch(final Set<Prefix> prefixes) {
        if (inbound.watch(prefixes)) {
            negotiation.ifPresent(agreed -> agreed.families().forEach(this::requestRefresh));
        }
    }

    /** What it says of them; empty: there is no session. */
    Optional<HeardRoutes> heard() {
        return established.flatMap(_ -> negotiation).map(agreed -> inbound.heard(config, agreed));
    }

    List<Route> explicitRoutes() {
        return routes.explicit();
    }

    /** How well a connection that came in fits this neighbour; 0: not at all. */
    int match(final Link link) {
        return PeerMatch.of(config, link.local(), link.remote());
    }

    /** Whether there is a connection with it. */
    boolean isConnected() {
        return !links.isEmpty();
    }

    /** Takes values that need no new session. */
    void adopt(final NeighborConfig newConfig) {
        final LinkOptions before = options();
        config = newConfig;
        machine.password(config.isProtected());
        try {
            links.values().forEach(link -> link.keys(config.name(), before, options()));
        } catch (final ChannelException e) {
            journal.failed(String.valueOf(e.getMessage()));
        }
        bfd.follow(config, established.map(links::get).map(Link::localAddress));
        rib.ifPresent(this::shape);
        warnUnsent();
        pump();
    }

    void accept(final Link link) {
        if (!machine.accepts()) {
            link.write(encoder.encode(
                Notification.cease(CeaseSubcode.CONNECTION_COLLISION_RESOLUTION, ""), CodecContext.INITIAL));
            link.finish();
            return;
        }
        link.tune(options());
        attach(Direction.INCOMING, link);
    }

    NeighborStatus status() {
        return new NeighborStatus(config.id(), config, peerAddress(), config.asn(), description(), journal.state(),
            journal.since(), journal.established(), journal.lastDown(), journal.notificationSent(),
            journal.notificationReceived(),
            NegotiationReport.offered(settings), established.map(links::get).flatMap(
                link -> negotiation.map(agreed -> NegotiationReport.of(agreed, link))),
            journal.receivedCounters(), journal.sentCounters(),
            rib.map(AdjRibOut::announced).orElse(0), rib.map(AdjRibOut::pending).orElse(0), unsent(), warnings(),
            inbound.report(journal.malformed()), bfd.status());
    }

    List<AdvertisedRoute> routes() {
        final List<AdvertisedRoute> result = new ArrayList<>();
        rib.ifPresent(out -> out.routes().forEach((nlri, attributes) -> result.add(
            RouteReport.of(config, nlri, attributes, out.isPending(nlri)))));
        return result;
    }

    private void on(final SessionEvent event) {
        on(event, nowMs());
    }

    private void on(final SessionEvent event, final long atMs) {
        waitingEvents.add(event);
        if (busy) {
            return; // An action of the event at work caused this one: after it.
        }
        busy = true;
        try {
            while (!waitingEvents.isEmpty()) {
                for (final SessionAction action : machine.on(waitingEvents.remove(), atMs)) {
                    perform(action);
                }
                state();
            }
        } finally {
            busy = false;
        }
        links.values().forEach(Link::flush);
        arm();
        pump();
    }

    private void perform(final SessionAction action) {
        switch (action) {
            case SessionAction.Connect connect -> connect();
            case SessionAction.AbortConnect abort -> abandon();
            case SessionAction.Send send -> send(send.direction(), send.message());
            case SessionAction.Close close -> close(close.direction());
            case SessionAction.Up up -> up(up.direction(), up.negotiation());
            case SessionAction.Down down -> down(down.cause());
            case SessionAction.Fail fail -> journal.failed(fail.cause());
            case SessionAction.Deliver deliver -> deliver(deliver.update());
            case SessionAction.Refresh refresh -> rib.ifPresent(out -> out.refresh(refresh.family()));
            case SessionAction.Mark mark -> inbound.mark(mark.family(), mark.begin());
        }
    }

    private void connect() {
        try {
            final ConnectRequest request = new ConnectRequest(config.name(),
                new InetSocketAddress(remote(), config.port()), config.sourceAddress(), options());
            attempt = Optional.of(transport.connect(request,
                link -> {
                    attempt = Optional.empty();
                    attach(Direction.OUTGOING, link);
                },
                (kind, detail) -> {
                    attempt = Optional.empty();
                    on(new SessionEvent.ConnectFailed(kind, detail));
                }));
        } catch (final IOException e) {
            on(new SessionEvent.ConnectFailed(ConnectFailure.OTHER, String.valueOf(e.getMessage())));
        } catch (final RuntimeException e) {
            on(new SessionEvent.ConnectFailed(ConnectFailure.LOCAL, String.valueOf(e.getMessage())));
        }
    }

    private void abandon() {
        attempt.ifPresent(EpollTransport.Attempt::abandon);
        attempt = Optional.empty();
    }

    private void attach(final Direction direction, final Link link) {
        close(direction);
        links.put(direction, link);
        link.attach(new Events(direction, link));
        tell(() -> listener.connected(config.id(), link.local(), link.remote()));
        on(new SessionEvent.Connected(direction));
    }

    private void send(final Direction direction, final Message message) {
        final Link link = links.get(direction);
        if (link != null) {
            final CodecContext context =
                machine.negotiation(direction).map(Negotiation::sending).orElse(CodecContext.INITIAL);
            write(link, encoder.encode(message, context), context);
            journal.sent(message);
        }
    }

    private void close(final Direction direction) {
        final Link link = links.remove(direction);
        if (link != null) {
            finishing.removeIf(gone -> gone.toCompletableFuture().isDone());
            finishing.add(link.gone());
            link.finish();
            tellDisconnected();
        }
    }

    private void up(final Direction direction, final Negotiation agreed) {
        established = Optional.of(direction);
        establishedNs = System.nanoTime();
        negotiation = Optional.of(agreed);
        inbound.open(new InboundPrefixes.Rules(settings.localAsn(), agreed.peerAsn(),
            config.inbound().enforceFirstAs(), config.capabilities().role()));
        state();
        journal.up("AS " + agreed.peerAsn() + ", router id " + agreed.peerOpen().routerId().getHostAddress()
            + ", hold time " + agreed.holdTimeSeconds() + " s, " + agreed.families());
        final AdjRibOut out = new AdjRibOut(agreed.families(), new UpdateEncoder(encoder, agreed.sending()),
            new AdjRibOut.Options(config.updates().packing(), config.updates().autoEndOfRib(),
                agreed.enhancedRouteRefresh()));
        rib = Optional.of(out);
        shape(out);
        warnUnsent();
        bfd.follow(config, Optional.of(links.get(direction).localAddress()));
        tell(() -> listener.up(status()));
    }

    private void down(final String cause) {
        established = Optional.empty();
        negotiation = Optional.empty();
        routes.close();
        rib = Optional.empty();
        inbound.clear();
        state();
        journal.down(cause, stopping);
        tell(() -> listener.down(status(), cause));
    }

    /** The router, or the path to it, is gone (RFC 5882 §10.2): no waiting for the hold timer. */
    private void bfdFailed(final String cause, final long atNs) {
        // A session that came up after the failure is a proof of life.
        if (established.isPresent() && atNs - establishedNs >= 0) {
            on(new SessionEvent.Broken(established.get(), Notification.cease(CeaseSubcode.BFD_DOWN, ""),
                "BFD with " + config.address().getHostAddress() + " went down: " + cause));
        }
    }

    private void deliver(final Update update) {
        if (!update.problems().isEmpty()) {
            journal.malformedUpdate(update.problems().toString());
        }
        if (inbound.take(update, config.inbound())) {
            journal.warnOnce("sent more than " + config.inbound().warnPercent() + " % of the "
                + config.prefixLimit().getAsInt() + " prefixes that it may");
        }
        if (config.prefixLimit().isPresent() && inbound.count() > config.prefixLimit().getAsInt()) {
            on(new SessionEvent.Broken(established.orElseThrow(),
                Notification.cease(CeaseSubcode.MAXIMUM_PREFIXES, ""), config.address().getHostAddress()
                + " sent more than " + config.prefixLimit().getAsInt() + " prefixes: filter them there (nothing is"
                + " imported here anyway), or raise the prefix limit"));
        }
    }

    /** Gives the routes the shape of the session as it is. */
    private void shape(final AdjRibOut out) {
        final Negotiation agreed = negotiation.orElseThrow();
        final SessionShape shape = new SessionShape(settings.localAsn(), agreed.internal(),
            InterfaceAddresses.of(links.get(established.orElseThrow()).localAddress()),
            agreed.sending().ipv6NextHop().contains(Family.IPV4_UNICAST), agreed.linkLocalNextHop(),
            config.capabilities().role());
        routes.open(new NeighborRoutes.Session(out,
            new RouteBuilder(shape, config.linkBandwidth(), config.updates().policy(), config.updates().replication(),
                agreed.sending().addPath()), new RouteCompletion(shape)));
    }

    private void warnUnsent() {
        routes.withoutNextHop().stream().filter(this::isAgreed).findFirst().ifPresent(first ->
            journal.warnOnce("cannot announce " + first + (routes.withoutNextHop().size() > 1 ? " and others" : "")
                + ": no next hop of that IP version; give the interface towards it such an address"));
        if (!warnings().isEmpty()) {
            journal.warnOnce(String.join("; ", warnings()));
        }
        rib.filter(out -> !out.tooLarge().isEmpty()).ifPresent(out ->
            journal.warnOnce("cannot announce " + out.tooLarge().getFirst()
                + ": its communities do not fit into one UPDATE"));
    }

    /** What the router is not told as it should be, one line for each cause. */
    private List<String> warnings() {
        final Map<PathShortage.Cause, String> texts = new EnumMap<>(PathShortage.Cause.class);
        routes.shortages().stream().filter(it -> isAgreed(Nlri.of(it.prefix())))
            .forEach(it -> texts.putIfAbsent(it.cause(), it.text()));
        return List.copyOf(texts.values());
    }

    private boolean isAgreed(final Nlri nlri) {
        return negotiation.filter(agreed -> agreed.families().contains(nlri.family())).isPresent();
    }

    private void state() {
        final SessionState from = journal.state();
        final SessionState to = machine.state();
        journal.state(to);
        if (from != to) {
            tell(() -> listener.stateChanged(config.id(), from, to));
        }
    }

    private void write(final Link link, final byte[] octets, final CodecContext context) {
        link.write(octets);
        if (listener.wantsMessages(config.id())) {
            tell(() -> listener.message(config.id(), Flow.SENT, octets, context));
        }
    }

    /** Sends what waits, as much as TCP takes; the rest stays in the Adj-RIB-Out. */
    private void pump() {
        established.map(links::get).ifPresent(link -> {
            final CodecContext context = negotiation.orElseThrow().sending();
            boolean written = false;
            while (link.isWritable()) {
                final Optional<byte[]> message = rib.flatMap(AdjRibOut::poll);
                if (message.isEmpty()) {
                    break;
                }
                write(link, message.get(), context);
                journal.sent(message.get());
                written = true;
            }
            if (written) {
                link.flush();
                machine.on(new SessionEvent.Written(established.orElseThrow()), nowMs());
                arm();
            }
        });
    }

    /** Sends once what else waits for the thread is done: changes that come one by one share messages then. */
    private void pumpSoon() {
        if (!pumping) {
            pumping = true;
            transport.execute(() -> {
                pumping = false;
                warnUnsent();
                pump();
            });
        }
    }

    private void tellDisconnected() {
        if (links.isEmpty()) {
            disconnected.run();
        }
    }

    private void arm() {
        final long next = machine.nextDeadline();
        if (next >= timerDeadline) {
            return; // The timer comes early and sets itself again.
        }
        timer.ifPresent(scheduled -> scheduled.cancel(false));
        timerDeadline = next;
        timer = Optional.of(transport.schedule(() -> {
            final long atMs = nowMs();
            if (atMs - next > LATE_MS) {
                // The process stood still. What the router said meanwhile waits in the socket, and counts first.
                timer = Optional.of(transport.schedule(() -> tick(nowMs()), READ_FIRST_MS));
            } else {
                tick(atMs); // Should it stand still from here on, that does not count yet.
            }
        }, Math.max(0, next - nowMs())));
    }

    private void tick(final long atMs) {
        timerDeadline = Long.MAX_VALUE;
        links.forEach((direction, link) -> {
            final Link.Outgoing outgoing = link.outgoing();
            waitingEvents.add(new SessionEvent.Acknowledged(direction, outgoing.acknowledged(), outgoing.waiting()));
        });
        on(new SessionEvent.Tick(), atMs);
    }

    private void tell(final Runnable call) {
        try {
            call.run();
        } catch (final RuntimeException e) {
            journal.warnOnce("a listener failed: " + e);
        }
    }

    /** Where to connect to: as configured, or the only router on the link. */
    private InetAddress remote() throws IOException {
        return config.isUnnumbered() ? PeerMatch.onlyRouter(config.transport().device().orElseThrow())
            : config.address();
    }

    private LinkOptions options() {
        return config.linkOptions(settings.localAsn());
    }

    /** Its address, also where only the interface is configured. */
    private InetAddress peerAddress() {
        return links.values().stream().findFirst().map(Link::remoteAddress).filter(any -> config.isUnnumbered())
            .orElse(config.address());
    }

    private String description() {
        return (settings.internal() ? "internal" : "external")
            + (config.passive() ? ", passive" : "")
            + ", offers hold time " + config.holdTime().toSeconds() + " s, connect retry "
            + config.connectRetry().toMillis() + " ms" + (config.password().isPresent() ? ", TCP-MD5" : "")
            + (config.transport().aoKeys().isEmpty() ? "" : ", TCP-AO");
    }

    /** Routes that the router would have, were they such that they can be sent. */
    private List<UnsentRoute> unsent() {
        final List<UnsentRoute> unsent = new ArrayList<>();
        routes.withoutNextHop().stream().filter(this::isAgreed).forEach(nlri -> unsent.add(new UnsentRoute(
            nlri.prefix(), "no next hop of that IP version: give the interface towards the router one")));
        rib.ifPresent(out -> out.tooLarge().forEach(nlri -> unsent.add(
            new UnsentRoute(nlri.prefix(), "its communities do not fit into one UPDATE: remove some"))));
        return unsent;
    }

    private static long nowMs() {
        return System.nanoTime() / NANOS_PER_MS;
    }

    /** Ties one connection to the state machine. */
    private final class Events implements LinkEvents {

        private final Direction direction;
        private final Link link;

        private Events(final Direction direction, final Link link) {
            this.direction = direction;
            this.link = link;
        }

        @Override
        public int maxMessageSize() {
            return machine.receiving(direction).maxMessageSize();
        }

        @Override
        public void received(final byte[] octets) {
            final CodecContext context = machine.receiving(direction);
            if (listener.wantsMessages(config.id())) {
                tell(() -> listener.message(config.id(), Flow.RECEIVED, octets, context));
            }
            final Message message = decoder.decode(octets, context);
            journal.received(message);
            on(new SessionEvent.Received(direction, message));
            if (message instanceof Open) {
                machine.negotiation(direction).ifPresent(
                    agreed -> tell(() -> listener.negotiated(config.id(), agreed)));
            }
        }

        @Override
        public void broken(final ProtocolException cause) {
            on(new SessionEvent.Broken(direction, cause.notification(),
                config.address().getHostAddress() + " broke the protocol: " + cause.getMessage()));
        }

        @Override
        public void closed(final String detail) {
            if (links.remove(direction, link)) {
                on(new SessionEvent.Closed(direction, detail));
                tellDisconnected();
            }
        }

        @Override
        public void writable(final boolean writable) {
            if (writable) {
                pump();
            }
        }
    }
}
