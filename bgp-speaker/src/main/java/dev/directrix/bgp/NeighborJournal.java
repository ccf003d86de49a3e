package dev.directrix.bgp;

import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.MessageType;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.session.SessionState;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What an engineer wants to know about a neighbour later on; logs each cause once, not at each retry. */
final class NeighborJournal {

    private static final Logger LOG = LoggerFactory.getLogger(BgpSpeaker.class);
    private static final int MAX_MALFORMED_LOGGED = 10;

    private final String name;
    private final Clock clock;
    private final Map<MessageType, Long> received = new EnumMap<>(MessageType.class);
    private final Map<MessageType, Long> sent = new EnumMap<>(MessageType.class);
    private SessionState state = SessionState.IDLE;
    private Instant since;
    private long established;
    private long malformed;
    private Optional<SessionFailure> lastDown = Optional.empty();
    private Optional<String> lastLogged = Optional.empty();
    private Optional<NotificationReport> notificationSent = Optional.empty();
    private Optional<NotificationReport> notificationReceived = Optional.empty();

    NeighborJournal(final String name, final Clock clock) {
        this.name = name;
        this.clock = clock;
        this.since = clock.instant();
    }

    void state(final SessionState now) {
        if (now != state) {
            state = now;
            since = clock.instant();
        }
    }

    SessionState state() {
        return state;
    }

    Instant since() {
        return since;
    }

    void up(final String agreed) {
        established++;
        malformed = 0;
        lastLogged = Optional.empty();
        LOG.info("BGP neighbor {} is up: {}", name, agreed);
    }

    void down(final String cause, final boolean wanted) {
        lastDown = Optional.of(new SessionFailure(clock.instant(), cause));
        lastLogged = Optional.of(cause);
        LOG.atLevel(wanted ? Level.INFO : Level.WARN).log("BGP neighbor {} is down: {}", name, cause);
    }

    void failed(final String cause) {
        lastDown = Optional.of(new SessionFailure(clock.instant(), cause));
        warnOnce(cause);
    }

    /** A warning that is worth a line only when it is another one than before. */
    void warnOnce(final String cause) {
        if (lastLogged.filter(cause::equals).isEmpty()) {
            lastLogged = Optional.of(cause);
            LOG.warn("BGP neighbor {}: {}", name, cause);
        }
    }

    void malformedUpdate(final String problems) {
        malformed++;
        if (malformed <= MAX_MALFORMED_LOGGED) {
            LOG.warn("BGP neighbor {} sent a malformed UPDATE, session kept (RFC 7606): {}{}", name, problems,
                malformed == MAX_MALFORMED_LOGGED ? "; further ones are only counted" : "");
        }
    }

    void sent(final Message message) {
        count(sent, message.type());
        if (message instanceof Notification notification) {
            notificationSent = Optional.of(report(notification));
        }
    }

    /** A message that carries routes, by its octets. */
    void sent(final byte[] octets) {
        count(sent, MessageType.ofCode(octets[MessageHeader.LENGTH - 1]).orElseThrow());
    }

    void received(final Message message) {
        count(received, message.type());
        if (message instanceof Notification notification) {
            notificationReceived = Optional.of(report(notification));
        }
    }

    long established() {
        return established;
    }

    long malformed() {
        return malformed;
    }

    Optional<SessionFailure> lastDown() {
        return lastDown;
    }

    Optional<NotificationReport> notificationSent() {
        return notificationSent;
    }

    Optional<NotificationReport> notificationReceived() {
        return notificationReceived;
    }

    MessageCounters receivedCounters() {
        return counters(received);
    }

    MessageCounters sentCounters() {
        return counters(sent);
    }

    private NotificationReport report(final Notification notification) {
        return new NotificationReport(
            clock.instant(), notification.code(), notification.subcode(), notification.text());
    }

    private static void count(final Map<MessageType, Long> counts, final MessageType type) {
        counts.merge(type, 1L, Long::sum);
    }

    private static MessageCounters counters(final Map<MessageType, Long> counts) {
        return new MessageCounters(
            counts.getOrDefault(MessageType.OPEN, 0L),
            counts.getOrDefault(MessageType.UPDATE, 0L),
            counts.getOrDefault(MessageType.NOTIFICATION, 0L),
            counts.getOrDefault(MessageType.KEEPALIVE, 0L),
            counts.getOrDefault(MessageType.ROUTE_REFRESH, 0L));
    }
}
