package dev.directrix.bgp.session;

import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.wire.CodecContext;
import java.util.Optional;

/** One TCP connection of a session as the state machine sees it. */
final class Connection {

    /** Never: a deadline that does not come. */
    static final long NEVER = Long.MAX_VALUE;

    /** How far it is. */
    enum Phase {
        /** TCP is up; our OPEN waits for the fate of the other connection. */
        HELD_BACK,
        OPEN_SENT,
        OPEN_CONFIRM,
        ESTABLISHED
    }

    private final Direction direction;
    private Phase phase;
    private Optional<Open> ourOpen = Optional.empty();
    private Optional<Negotiation> negotiation = Optional.empty();
    private long openPatienceMs;
    private long holdDeadline = NEVER;
    private long keepaliveDeadline = NEVER;
    private long sendDeadline = NEVER;
    /** Until when the peer's OPEN on the other connection is awaited; we owe it a KEEPALIVE so long. */
    private long collisionDeadline = NEVER;
    private long acknowledged;
    private boolean keepaliveSeen;

    Connection(final Direction direction, final Phase phase) {
        this.direction = direction;
        this.phase = phase;
    }

    Direction direction() {
        return direction;
    }

    Phase phase() {
        return phase;
    }

    void enter(final Phase next) {
        phase = next;
    }

    SessionState state() {
        return switch (phase) {
            case HELD_BACK -> SessionState.CONNECT;
            case OPEN_SENT -> SessionState.OPEN_SENT;
            case OPEN_CONFIRM -> SessionState.OPEN_CONFIRM;
            case ESTABLISHED -> SessionState.ESTABLISHED;
        };
    }

    /** The OPEN that we sent. */
    Open ourOpen() {
        return ourOpen.orElseThrow();
    }

    void offered(final Open open) {
        ourOpen = Optional.of(open);
    }

    Optional<Negotiation> negotiation() {
        return negotiation;
    }

    void agree(final Negotiation agreed) {
        negotiation = Optional.of(agreed);
    }

    CodecContext receiving() {
        return negotiation.map(Negotiation::receiving).orElse(CodecContext.INITIAL);
    }

    long holdDeadline() {
        return holdDeadline;
    }

    /** Gives the peer so long for its OPEN. */
    void awaitOpen(final long nowMs, final long patienceMs) {
        openPatienceMs = patienceMs;
        holdDeadline = nowMs + patienceMs;
    }

    /** How long the peer may say, or may have said, nothing. */
    int patienceSeconds() {
        return negotiation.map(Negotiation::holdTimeSeconds).orElse((int) (openPatienceMs / 1000));
    }

    /** Something was heard. */
    void heard(final long nowMs) {
        negotiation.ifPresent(agreed ->
            holdDeadline = agreed.holdTimeSeconds() == 0 ? NEVER : nowMs + agreed.holdTimeSeconds() * 1000L);
    }

    long keepaliveDeadline() {
        return keepaliveDeadline;
    }

    void keepaliveAt(final long deadline) {
        keepaliveDeadline = deadline;
    }

    long sendDeadline() {
        return sendDeadline;
    }

    /** Something was handed to TCP: it must be acknowledged until then, unless an earlier one must anyway. */
    void sendBy(final long deadline) {
        sendDeadline = Math.min(sendDeadline, deadline);
    }

    /** So many octets are with the peer; whether more are on their way, and until when something must move. */
    void acknowledged(final long octets, final boolean waiting, final long deadline) {
        if (!waiting) {
            sendDeadline = NEVER;
        } else if (octets != acknowledged || sendDeadline == NEVER) {
            sendDeadline = deadline;
        }
        acknowledged = octets;
    }

    long collisionDeadline() {
        return collisionDeadline;
    }

    void collisionBy(final long deadline) {
        collisionDeadline = deadline;
    }

    boolean owesKeepalive() {
        return collisionDeadline != NEVER;
    }

    boolean keepaliveSeen() {
        return keepaliveSeen;
    }

    void seeKeepalive() {
        keepaliveSeen = true;
    }

    long nextDeadline() {
        return Math.min(Math.min(holdDeadline, keepaliveDeadline), Math.min(sendDeadline, collisionDeadline));
    }
}
