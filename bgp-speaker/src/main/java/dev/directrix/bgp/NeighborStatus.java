package dev.directrix.bgp;

import dev.directrix.bgp.bfd.BfdStatus;
import dev.directrix.bgp.session.SessionState;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One neighbour as it stands now.
 *
 * @param id                   the key of the neighbour
 * @param config               as configured
 * @param address              the router
 * @param asn                  its AS number, as configured
 * @param description          our side in short: internal or external, active or passive, offered timers
 * @param state                where the session stands
 * @param since                when it came there
 * @param established          how often the session came up since the speaker started
 * @param lastDown             why it is down, or last was, and when that was noticed; empty if it never failed
 * @param notificationSent     the last one we sent
 * @param notificationReceived the last one the router sent
 * @param offered              capabilities that we offer, in words
 * @param negotiated           what was agreed; empty unless up
 * @param received             messages in
 * @param sent                 messages out
 * @param prefixesAnnounced    prefixes that the router has from us
 * @param prefixesPending      prefixes whose change waits to be sent
 * @param unsent               routes of a session that is up which cannot be sent
 * @param warnings             what the router is told in another way than it should be, and what to do; one line each
 * @param inbound              what the router has sent us
 * @param bfd                  how BFD sees it; empty unless it is watched by BFD
 */
public record NeighborStatus(
    String id,
    NeighborConfig config,
    InetAddress address,
    long asn,
    String description,
    SessionState state,
    Instant since,
    long established,
    Optional<SessionFailure> lastDown,
    Optional<NotificationReport> notificationSent,
    Optional<NotificationReport> notificationReceived,
    List<String> offered,
    Optional<NegotiatedSession> negotiated,
    MessageCounters received,
    MessageCounters sent,
    int prefixesAnnounced,
    int prefixesPending,
    List<UnsentRoute> unsent,
    List<String> warnings,
    InboundReport inbound,
    Optional<BfdStatus> bfd) {

    /** Freezes the lists. */
    public NeighborStatus {
        offered = List.copyOf(offered);
        unsent = List.copyOf(unsent);
        warnings = List.copyOf(warnings);
    }

    /** Prefixes that the router has sent us and not withdrawn; all of them are dropped. */
    public int prefixesReceived() {
        return inbound.total();
    }

    /** UPDATEs of this session that RFC 7606 let us survive. */
    public long malformedUpdates() {
        return inbound.malformed();
    }

    /** Why it is down, or last was: cause and what to do. */
    public Optional<String> lastError() {
        return lastDown.map(SessionFailure::cause);
    }

    /** Whether the session is up. */
    public boolean isEstablished() {
        return state == SessionState.ESTABLISHED;
    }

    /** How long the session has been up at this time; zero if it is down. */
    public Duration uptime(final Instant now) {
        return isEstablished() ? Duration.between(since, now) : Duration.ZERO;
    }
}
