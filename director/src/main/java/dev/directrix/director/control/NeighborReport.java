package dev.directrix.director.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One BGP session.
 *
 * @param name                 what it is called: the router's address, with the interface where that is needed
 * @param address              the router
 * @param asn                  its AS number; 0: any, and not known yet
 * @param description          the operator's words, perhaps none
 * @param state                of the state machine, as RFC 4271 writes it: {@code Established}
 * @param sinceChange          time since it went to this state
 * @param timesUp              how often the session came up since the director started
 * @param resting              whether it is down because the director is drained, and comes back with undrain
 * @param error                why it is not up; empty when it is
 * @param lastDown             what was wrong last, also when that is over; empty if nothing ever was
 * @param notificationSent     the last one that we sent
 * @param notificationReceived the last one that the router sent
 * @param settings             our side as it is configured
 * @param session              what was agreed on; empty unless up
 * @param sent                 messages to the router since the director started
 * @param received             messages from the router
 * @param routes               what it is told
 * @param inbound              what it has sent
 * @param bfd                  how BFD sees it; empty unless it is watched by BFD and has been up
 * @param replication          how weights become several paths at the router; empty: each VIP has one
 * @param warnings             what the router is told in another way than it should be, one line each
 */
public record NeighborReport(
    String name, InetAddress address, long asn, String description, String state, Duration sinceChange, long timesUp,
    boolean resting, Optional<String> error, Optional<PastEvent> lastDown, Optional<NotificationEvent> notificationSent,
    Optional<NotificationEvent> notificationReceived, Settings settings, Optional<Session> session, Messages sent,
    Messages received, Outbound routes, Inbound inbound, Optional<Bfd> bfd,
    Optional<Replication> replication, List<String> warnings) {

    /** The state of a session that is up. */
    public static final String ESTABLISHED = "Established";

    /** Freezes the list. */
    public NeighborReport {
        warnings = List.copyOf(warnings);
    }

    /** Whether the session is up. */
    public boolean isEstablished() {
        return state.equals(ESTABLISHED);
    }

    /** How often a session that was up went down since the director started. */
    public long flaps() {
        return timesUp - (isEstablished() ? 1 : 0);
    }

    /** Negotiated; offered before the session is up. */
    public Duration holdTime() {
        return session.map(Session::holdTime).orElse(settings.holdTime());
    }

    /**
     * Something that was.
     *
     * @param at   when
     * @param ago  the same, seen from the time of the report
     * @param text what
     */
    public record PastEvent(Instant at, Duration ago, String text) {
    }

    /**
     * A NOTIFICATION.
     *
     * @param at      when
     * @param ago     the same, seen from the time of the report
     * @param code    error code
     * @param subcode error subcode
     * @param text    names of both, and the words of the other side's operator where there are any (RFC 9003)
     */
    public record NotificationEvent(Instant at, Duration ago, int code, int subcode, String text) {
    }

    /**
     * Our side as it is configured.
     *
     * @param localAsn       our AS number towards the router
     * @param routerId       our BGP identifier towards it
     * @param port           the port that it listens on
     * @param passive        whether we wait for it to connect
     * @param sourceAddress  local address, where it is chosen
     * @param device         interface, where it is chosen
     * @param ttl            TTL of what we send and what is asked of it, in words
     * @param authentication {@code none}, {@code TCP-MD5} or {@code TCP-AO}
     * @param holdTime       hold time that we offer
     * @param connectRetry   pause between attempts to connect
     * @param sendHold       how long the router may take nothing from us; zero: for ever
     * @param linkBandwidth  how weights are told
     * @param maxPrefixes    the most prefixes that it may send
     * @param capabilities   what we offer, in words
     */
    public record Settings(
        long localAsn, InetAddress routerId, int port, boolean passive, Optional<InetAddress> sourceAddress,
        Optional<String> device, String ttl, String authentication, Duration holdTime, Duration connectRetry,
        Duration sendHold, String linkBandwidth, OptionalInt maxPrefixes, List<String> capabilities) {

        /** Freezes the list. */
        public Settings {
            capabilities = List.copyOf(capabilities);
        }
    }

    /**
     * What was agreed on.
     *
     * @param local        our end
     * @param remote       the router's end
     * @param internal     whether the router is in our AS
     * @param routerId     the router's identifier
     * @param peerHoldTime hold time that the router offered
     * @param holdTime     hold time in force; zero: none
     * @param keepalive    how often we send KEEPALIVE, before jitter
     * @param families     address families
     * @param maxMessage   octets of the largest message that we send
     * @param received     capabilities that the router offered, in words
     * @param agreed       what is in force, in words
     */
    public record Session(
        InetSocketAddress local, InetSocketAddress remote, boolean internal, InetAddress routerId,
        Duration peerHoldTime, Duration holdTime, Duration keepalive, List<String> families, int maxMessage,
        List<String> received, List<String> agreed) {

        /** Freezes the lists. */
        public Session {
            families = List.copyOf(families);
            received = List.copyOf(received);
            agreed = List.copyOf(agreed);
        }
    }

    /**
     * Weights as numbers of paths.
     *
     * @param way           {@code add-path}, or which of several sessions it is: {@code session 2 of 4}
     * @param nextHops      what add-path tells one after the other; none with several sessions
     * @param mostPaths     how many paths a VIP may have, of the IP version that has more
     * @param weightPerPath the weight that one path stands for
     */
    public record Replication(String way, List<InetAddress> nextHops, int mostPaths, int weightPerPath) {

        /** Freezes the list. */
        public Replication {
            nextHops = List.copyOf(nextHops);
        }
    }

    /**
     * Messages of one direction.
     *
     * @param opens          OPEN
     * @param updates        UPDATE
     * @param notifications  NOTIFICATION
     * @param keepalives     KEEPALIVE
     * @param routeRefreshes ROUTE-REFRESH
     */
    public record Messages(long opens, long updates, long notifications, long keepalives, long routeRefreshes) {

        /** All of them. */
        public long total() {
            return opens + updates + notifications + keepalives + routeRefreshes;
        }
    }

    /**
     * What the router is told.
     *
     * @param announced routes that it has
     * @param pending   changes that wait to be sent
     */
    public record Outbound(int announced, int pending) {
    }

    /**
     * What the router has sent; all of it was checked, counted and dropped.
     *
     * @param prefixes     by family, those announced and not withdrawn
     * @param malformed    UPDATEs of this session that RFC 7606 let it survive
     * @param loops        UPDATEs with our own AS number in their path
     * @param leaks        UPDATEs that ONLY_TO_CUSTOMER forbids (RFC 9234)
     * @param wrongFirstAs UPDATEs whose path did not begin with the router's AS
     */
    public record Inbound(
        SortedMap<String, Integer> prefixes, long malformed, long loops, long leaks, long wrongFirstAs) {

        /** Freezes the map. */
        public Inbound {
            prefixes = Collections.unmodifiableSortedMap(new TreeMap<>(prefixes));
        }

        /** Prefixes of all families. */
        public int total() {
            return prefixes.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * A BFD session (RFC 5880).
     *
     * @param state           {@code Up}, {@code Down}, {@code Init} or {@code AdminDown}
     * @param sinceChange     time since it went to this state
     * @param remoteState     what the router last said of itself
     * @param multihop        whether it goes over several hops (RFC 5883)
     * @param authentication  {@code none}, or type and number of the key
     * @param sendInterval    how often we send, before jitter
     * @param receiveInterval how often the router may send
     * @param detectionTime   how long the router may be silent; zero before it was heard
     * @param diagnostic      our reason for the last change
     * @param peerDiagnostic  the router's
     * @param lastDown        why it is down, or last was
     * @param ups             how often it came up
     * @param downs           how often it went down
     * @param sent            packets out
     * @param received        packets in that were taken
     * @param rejected        packets in that were not
     * @param sendFailure     why the kernel did not take the last packet that it did not take
     */
    public record Bfd(
        String state, Duration sinceChange, String remoteState, boolean multihop, String authentication,
        Duration sendInterval, Duration receiveInterval, Duration detectionTime, String diagnostic,
        String peerDiagnostic, Optional<String> lastDown, long ups, long downs, long sent, long received,
        long rejected, Optional<String> sendFailure) {

        /** The state of a session that is up. */
        public static final String UP = "Up";

        /** Whether the path is known to work. */
        public boolean isUp() {
            return state.equals(UP);
        }
    }
}
