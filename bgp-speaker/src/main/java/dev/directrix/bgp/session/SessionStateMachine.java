package dev.directrix.bgp.session;

import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.message.ErrorCode;
import dev.directrix.bgp.message.Keepalive;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.ProtocolException;
import dev.directrix.bgp.message.RouteRefreshMessage;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * A session with one neighbour (RFC 4271 §8): both of its possible connections, and every timer. Knows no socket and no
 * clock: events and times go in, actions come out. Not thread-safe.
 *
 * <p>Collisions (§6.8) are resolved so that the outcome never depends on which message is faster: the connection that
 * must lose gets no KEEPALIVE, and so cannot come up at the peer, while the winning one is still on its way.
 */
public final class SessionStateMachine {

    /** How long the peer's OPEN is awaited (RFC 4271 §8.2.2: a large value, 4 minutes). */
    static final long OPEN_HOLD_MS = 240_000;
    /** How long a losing connection waits for the winning one. */
    static final long COLLISION_WAIT_MS = 1_000;
    /** How long the peer may stay silent on the connection that a collision left. */
    static final long SURVIVOR_HOLD_MS = 10_000;
    /** The longest rest after repeated errors. */
    static final long MAX_REST_MS = 30_000;
    private static final int MAX_DOUBLINGS = 10;

    private final SessionSettings settings;
    private final DoubleSupplier random;
    private final Diagnosis diagnosis;
    private final Map<Direction, Connection> connections = new EnumMap<>(Direction.class);
    private List<SessionAction> actions = new ArrayList<>();
    private boolean started;
    private boolean connecting;
    private boolean resting;
    private long connectDeadline = Connection.NEVER;
    private int errors;
    private boolean wasUp;

    /**
     * A session that is not started.
     *
     * @param random numbers from 0 to below 1, for jitter
     */
    public SessionStateMachine(final SessionSettings settings, final DoubleSupplier random) {
        this.settings = settings;
        this.random = random;
        this.diagnosis = new Diagnosis(settings);
    }

    /** Takes an event at a time that never runs backwards, and tells what to do about it. */
    public List<SessionAction> on(final SessionEvent event, final long nowMs) {
        actions = new ArrayList<>();
        switch (event) {
            case SessionEvent.Start start -> start(nowMs);
            case SessionEvent.Stop stop -> stop(stop);
            case SessionEvent.Reset reset -> reset(reset, nowMs);
            case SessionEvent.RequestRefresh request -> requestRefresh(request.family());
            case SessionEvent.Connected connected -> connected(connected.direction(), nowMs);
            case SessionEvent.ConnectFailed failed -> connectFailed(failed, nowMs);
            case SessionEvent.Received received ->
                live(received.direction()).ifPresent(on -> received(on, received.message(), nowMs));
            case SessionEvent.Broken broken ->
                live(broken.direction()).ifPresent(on -> fail(on, broken.notification(), broken.cause(), nowMs));
            case SessionEvent.Closed closed -> live(closed.direction()).ifPresent(on ->
                lost(on, diagnosis.closed(closed.detail(), isEstablished(on)), false, nowMs));
            case SessionEvent.Written written ->
                live(written.direction()).ifPresent(on -> on.sendBy(sendDeadline(on, nowMs)));
            case SessionEvent.Acknowledged output -> live(output.direction()).ifPresent(on ->
                on.acknowledged(output.octets(), output.waiting(), sendDeadline(on, nowMs)));
            case SessionEvent.Tick tick -> tick(nowMs);
        }
        return actions;
    }

    /** When {@link SessionEvent.Tick} is wanted next; {@link Long#MAX_VALUE}: not at all. */
    public long nextDeadline() {
        long next = connectDeadline;
        for (final Connection connection : connections.values()) {
            next = Math.min(next, connection.nextDeadline());
        }
        return next;
    }

    /** Where the session stands: as far as its furthest connection. */
    public SessionState state() {
        SessionState furthest = SessionState.IDLE;
        if (started) {
            furthest = connecting ? SessionState.CONNECT : resting ? SessionState.IDLE : SessionState.ACTIVE;
        }
        for (final Connection connection : connections.values()) {
            furthest = connection.state().compareTo(furthest) > 0 ? connection.state() : furthest;
        }
        return furthest;
    }

    /**
     * Whether a connection that the peer opens is welcome: not while the session is stopped or up (RFC 4271 §6.8). It
     * takes the place of an earlier one of the peer that did not come up.
     */
    public boolean accepts() {
        return started && connections.values().stream().noneMatch(SessionStateMachine::isEstablished);
    }

    /** A password was set or taken away: for what to say when nobody answers. */
    public void password(final boolean set) {
        diagnosis.password(set);
    }

    /** The shape of what comes in on a connection. */
    public CodecContext receiving(final Direction direction) {
        return live(direction).map(Connection::receiving).orElse(CodecContext.INITIAL);
    }

    /** What was agreed on a connection; empty before the peer's OPEN was accepted. */
    public Optional<Negotiation> negotiation(final Direction direction) {
        return live(direction).flatMap(Connection::negotiation);
    }

    private void start(final long nowMs) {
        if (!started) {
            started = true;
            errors = 0;
            connect(nowMs);
        }
    }

    private void stop(final SessionEvent.Stop stop) {
        started = false;
        resting = false;
        final boolean isUp = connections.values().stream().anyMatch(SessionStateMachine::isEstablished);
        for (final Connection connection : List.copyOf(connections.values())) {
            close(connection, hard(connection, Notification.cease(stop.reason(), stop.text())));
        }
        abortConnect();
        if (isUp) {
            actions.add(new SessionAction.Down("we ended the session: " + stop.reason().text()));
        }
    }

    private void reset(final SessionEvent.Reset reset, final long nowMs) {
        final Notification notification = Notification.cease(reset.subcode(), reset.text());
        for (final Connection connection : List.copyOf(connections.values())) {
            if (live(connection.direction()).isPresent()) {
                close(connection, hard(connection, notification));
                ended(connection, "we ended the session: " + notification.text(), false, nowMs);
            }
        }
    }

    /** RFC 8538 §3.1: what an operator ends, ends with its routes also where graceful restart would keep them. */
    private static Notification hard(final Connection on, final Notification notification) {
        return on.negotiation().filter(Negotiation::notificationKeepsRoutes).isPresent()
            ? Notification.hardReset(notification) : notification;
    }

    private void requestRefresh(final Family family) {
        connections.values().stream().filter(SessionStateMachine::isEstablished)
            .filter(on -> on.negotiation().filter(n -> n.routeRefresh() && n.families().contains(family)).isPresent())
            .findFirst()
            .ifPresent(on -> send(on, new RouteRefreshMessage(family, RouteRefreshMessage.REQUEST)));
    }

    private void connect(final long nowMs) {
        resting = false;
        if (settings.passive()) {
            connectDeadline = Connection.NEVER;
            return;
        }
        connecting = true;
        connectDeadline = nowMs + jittered(settings.connectRetryMs());
        actions.add(new SessionAction.Connect());
    }

    private void abortConnect() {
        if (connecting) {
            actions.add(new SessionAction.AbortConnect());
        }
        connecting = false;
        connectDeadline = Connection.NEVER;
    }

    private void connected(final Direction direction, final long nowMs) {
        if (direction == Direction.OUTGOING) {
            connecting = false;
            connectDeadline = Connection.NEVER;
        }
        final Optional<Connection> other = live(direction.other());
        // Our own attempt is one too many where the peer's connection has already agreed.
        final boolean needless = direction == Direction.OUTGOING
            && other.filter(on -> on.phase().compareTo(Connection.Phase.OPEN_CONFIRM) >= 0).isPresent();
        if (!started || needless) {
            actions.add(new SessionAction.Close(direction));
            return;
        }
        final boolean undecided = other.filter(on -> on.phase() == Connection.Phase.OPEN_CONFIRM).isPresent();
        final Connection connection = new Connection(direction, Connection.Phase.HELD_BACK);
        connections.put(direction, connection);
        if (!undecided) {
            sendOpen(connection, nowMs);
        }
    }

    private void sendOpen(final Connection connection, final long nowMs) {
        connection.enter(Connection.Phase.OPEN_SENT);
        connection.awaitOpen(nowMs, OPEN_HOLD_MS);
        connection.offered(Negotiation.ourOpen(settings, !wasUp));
        send(connection, connection.ourOpen());
    }

    private void connectFailed(final SessionEvent.ConnectFailed failed, final long nowMs) {
        if (connecting) {
            connecting = false;
            connectDeadline = nowMs + jittered(settings.connectRetryMs());
            actions.add(new SessionAction.Fail(diagnosis.connectFailed(failed.kind(), failed.detail())));
        }
    }

    private void received(final Connection on, final Message message, final long nowMs) {
        if (message instanceof Notification notification) {
            connections.remove(on.direction());
            actions.add(new SessionAction.Close(on.direction()));
            ended(on, diagnosis.received(notification), true, nowMs);
            return;
        }
        switch (on.phase()) {
            case OPEN_SENT -> {
                if (message instanceof Open open) {
                    opened(on, open, nowMs);
                } else {
                    unexpected(on, message, 1, nowMs);
                }
            }
            case OPEN_CONFIRM -> {
                if (message instanceof Keepalive) {
                    on.heard(nowMs);
                    on.seeKeepalive();
                    establish(on, nowMs);
                } else {
                    unexpected(on, message, 2, nowMs);
                }
            }
            case ESTABLISHED -> {
                on.heard(nowMs);
                switch (message) {
                    case Update update -> actions.add(new SessionAction.Deliver(update));
                    case RouteRefreshMessage refresh -> refresh(on, refresh);
                    case Keepalive keepalive -> {
                        // Heard: that was all.
                    }
                    case Open open -> unexpected(on, message, 3, nowMs);
                    case Notification notification -> {
                        // Handled above.
                    }
                }
            }
            default -> {
                // Held back: the peer's OPEN may come before ours goes out.
                if (message instanceof Open open) {
                    sendOpen(on, nowMs);
                    opened(on, open, nowMs);
                } else {
                    unexpected(on, message, 1, nowMs);
                }
            }
        }
    }

    private void refresh(final Connection on, final RouteRefreshMessage refresh) {
        final boolean agreed = on.negotiation().filter(n -> n.families().contains(refresh.family())).isPresent();
        if (!agreed) {
            return; // RFC 2918 §4.
        }
        final boolean marks = on.negotiation().filter(Negotiation::enhancedRouteRefresh).isPresent();
        switch (refresh.subtype()) {
            case RouteRefreshMessage.REQUEST -> actions.add(new SessionAction.Refresh(refresh.family()));
            case RouteRefreshMessage.BEGIN, RouteRefreshMessage.END -> {
                if (marks) {
                    actions.add(new SessionAction.Mark(
                        refresh.family(), refresh.subtype() == RouteRefreshMessage.BEGIN));
                }
            }
            default -> {
                // RFC 7313 §5: an unknown subtype is ignored.
            }
        }
    }

    private void opened(final Connection on, final Open open, final long nowMs) {
        final Negotiation agreed;
        try {
            agreed = Negotiation.of(settings, on.ourOpen(), open);
        } catch (final ProtocolException e) {
            fail(on, e.notification(), e.getMessage(), nowMs);
            return;
        }
        on.agree(agreed);
        on.heard(nowMs);
        on.enter(Connection.Phase.OPEN_CONFIRM);
        final Optional<Connection> other = live(on.direction().other());
        if (other.isPresent() && Negotiation.survivor(settings, open) != on.direction()) {
            on.collisionBy(nowMs + COLLISION_WAIT_MS);
            return;
        }
        other.ifPresent(this::loseCollision);
        keepalive(on, nowMs);
    }

    private void loseCollision(final Connection loser) {
        close(loser, Notification.cease(CeaseSubcode.CONNECTION_COLLISION_RESOLUTION, ""));
    }

    private void keepalive(final Connection on, final long nowMs) {
        on.collisionBy(Connection.NEVER);
        send(on, new Keepalive());
        final long pause = on.negotiation().map(Negotiation::keepaliveMs).orElse(0L);
        on.keepaliveAt(pause == 0 ? Connection.NEVER : nowMs + jittered(pause));
    }

    private void establish(final Connection on, final long nowMs) {
        if (on.owesKeepalive()) {
            return;
        }
        on.enter(Connection.Phase.ESTABLISHED);
        errors = 0;
        resting = false;
        wasUp = true;
        live(on.direction().other()).ifPresent(this::loseCollision);
        abortConnect();
        on.heard(nowMs);
        actions.add(new SessionAction.Up(on.direction(), on.negotiation().orElseThrow()));
    }

    private void unexpected(final Connection on, final Message message, final int subcode, final long nowMs) {
        // RFC 6608: the subcode tells the state.
        fail(on, Notification.of(ErrorCode.FINITE_STATE_MACHINE, subcode, Octets.of((byte) message.type().code())),
            diagnosis.unexpected(message.type().toString(), on.state()), nowMs);
    }

    /** We end the connection for an error. */
    private void fail(final Connection on, final Notification notification, final String cause, final long nowMs) {
        close(on, notification);
        ended(on, cause + "; sent " + notification.text(), true, nowMs);
    }

    /** The connection ended by itself. */
    private void lost(final Connection on, final String cause, final boolean error, final long nowMs) {
        connections.remove(on.direction());
        ended(on, cause, error, nowMs);
    }

    private void ended(final Connection ended, final String cause, final boolean error, final long nowMs) {
        final Optional<Connection> other = live(ended.direction().other());
        if (other.isPresent()) {
            survive(other.get(), nowMs);
            return;
        }
        actions.add(isEstablished(ended) ? new SessionAction.Down(cause) : new SessionAction.Fail(cause));
        if (!started || connecting) {
            return;
        }
        resting = error && !settings.passive();
        errors = error ? Math.min(errors + 1, MAX_DOUBLINGS) : 0;
        final long rest = Math.min(settings.connectRetryMs() << Math.max(errors - 1, 0),
            Math.max(MAX_REST_MS, settings.connectRetryMs()));
        connectDeadline = settings.passive() ? Connection.NEVER : nowMs + jittered(rest);
    }

    /** The other connection of a collision is gone: this one goes on. */
    private void survive(final Connection on, final long nowMs) {
        if (on.phase() == Connection.Phase.HELD_BACK) {
            sendOpen(on, nowMs);
        } else if (on.owesKeepalive()) {
            keepalive(on, nowMs);
            if (on.keepaliveSeen()) {
                establish(on, nowMs);
            }
        } else if (on.phase() == Connection.Phase.OPEN_SENT) {
            // A peer that gave up its own connection for ours answers at once, or has lost its way (ExaBGP 4.2 does).
            on.awaitOpen(nowMs, SURVIVOR_HOLD_MS);
        }
    }

    private void tick(final long nowMs) {
        for (final Connection connection : List.copyOf(connections.values())) {
            if (connections.get(connection.direction()) == connection) {
                tick(connection, nowMs);
            }
        }
        if (connectDeadline <= nowMs) {
            if (connecting) {
                actions.add(new SessionAction.AbortConnect());
                actions.add(new SessionAction.Fail(diagnosis.noAnswer()));
            }
            if (connections.isEmpty()) {
                connect(nowMs);
            } else {
                // The peer is quicker; should its connection come to nothing, ended() sets the timer again.
                connecting = false;
                connectDeadline = Connection.NEVER;
            }
        }
    }

    private void tick(final Connection on, final long nowMs) {
        if (on.holdDeadline() <= nowMs) {
            fail(on, Notification.of(ErrorCode.HOLD_TIMER_EXPIRED, 0),
                diagnosis.holdExpired(on.patienceSeconds(), isEstablished(on)), nowMs);
        } else if (on.sendDeadline() <= nowMs) {
            fail(on, Notification.of(ErrorCode.SEND_HOLD_TIMER_EXPIRED, 0),
                diagnosis.sendHoldExpired(sendHoldMs(on) / 1000), nowMs);
        } else {
            if (on.collisionDeadline() <= nowMs) {
                live(on.direction().other()).ifPresent(this::loseCollision);
                survive(on, nowMs);
            }
            if (on.keepaliveDeadline() <= nowMs) {
                keepalive(on, nowMs);
            }
        }
    }

    private void close(final Connection on, final Notification notification) {
        connections.remove(on.direction());
        send(on, notification);
        actions.add(new SessionAction.Close(on.direction()));
    }

    private void send(final Connection on, final Message message) {
        actions.add(new SessionAction.Send(on.direction(), message));
    }

    private Optional<Connection> live(final Direction direction) {
        return Optional.ofNullable(connections.get(direction));
    }

    private static boolean isEstablished(final Connection connection) {
        return connection.phase() == Connection.Phase.ESTABLISHED;
    }

    /** RFC 9687 §4: the time configured, at least twice the hold time. */
    private long sendHoldMs(final Connection on) {
        return Math.max(settings.sendHoldMs(), on.negotiation().map(Negotiation::holdTimeSeconds).orElse(0) * 2000L);
    }

    private long sendDeadline(final Connection on, final long nowMs) {
        return settings.sendHoldMs() == 0 ? Connection.NEVER : nowMs + sendHoldMs(on);
    }

    /** RFC 4271 §10: a random three quarters to all of it. */
    private long jittered(final long durationMs) {
        return (long) (durationMs * (0.75 + 0.25 * random.getAsDouble()));
    }
}
