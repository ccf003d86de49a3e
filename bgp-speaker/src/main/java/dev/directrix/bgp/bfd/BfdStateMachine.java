package dev.directrix.bgp.bfd;

import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * One session in asynchronous mode (RFC 5880 §6), always in the active role. Knows no socket and no clock: packets and
 * times go in, packets and changes come out. Allocates nothing unless its state changes. Not thread-safe.
 */
final class BfdStateMachine {

    /** No deadline. */
    static final long NEVER = Long.MAX_VALUE;
    /** The shortest interval of a session that is not up (§6.8.3). */
    static final long SLOW_US = 1_000_000;

    private static final long NANOS_PER_US = 1_000;

    private final int discriminator;
    private final DoubleSupplier random;
    private final BfdOutput output;
    private final BfdPacket outgoing = new BfdPacket();
    private final VerdictCounters verdicts = new VerdictCounters();
    private BfdSettings settings;
    private Optional<BfdAuthenticator> authenticator;
    private BfdState state = BfdState.DOWN;
    private BfdDiagnostic diagnostic = BfdDiagnostic.NONE;
    /** What our packets say; what we act on may lag behind until a poll sequence has ended. */
    private long desiredMinTxUs;
    private long requiredMinRxUs;
    private long actingMinTxUs;
    private long actingMinRxUs;
    private boolean polling;
    private boolean pollAgain;
    private int remoteDiscriminator;
    private BfdState remoteState = BfdState.DOWN;
    private int remoteDiagnostic;
    private boolean remoteDemand;
    private long remoteMinRxUs = 1;
    private long remoteMinTxUs;
    private int remoteMultiplier;
    private long intervalUs;
    private long lastSentNs;
    private long lastHeardNs;
    private long sendDeadline = NEVER;
    private long detectDeadline = NEVER;
    private long forgetDeadline = NEVER;
    private long sent;
    private long ups;
    private long downs;

    /**
     * A session that is Down and has not started.
     *
     * @param discriminator our number of it, not 0
     * @param sequence      a random number for authentication to start with
     * @param random        numbers from 0 to below 1, for jitter
     */
    BfdStateMachine(
        final BfdSettings settings, final int discriminator, final int sequence, final DoubleSupplier random,
        final BfdOutput output) {
        this.settings = settings;
        this.discriminator = discriminator;
        this.random = random;
        this.output = output;
        this.authenticator = settings.authentication().map(key -> new BfdAuthenticator(key, sequence));
        this.desiredMinTxUs = wantedTxUs();
        this.requiredMinRxUs = wantedRxUs();
        this.actingMinTxUs = desiredMinTxUs;
        this.actingMinRxUs = requiredMinRxUs;
    }

    /** Begins to send. */
    void start(final long nowNs) {
        lastSentNs = nowNs;
        transmit(false, nowNs);
    }

    /** Switches the session off and says so; what comes for it afterwards changes nothing any more. */
    void adminDown(final long nowNs) {
        diagnostic = BfdDiagnostic.ADMINISTRATIVELY_DOWN;
        change(BfdState.ADMIN_DOWN, nowNs);
    }

    /** Says again how it stands, for those that missed it. */
    void repeat(final long nowNs) {
        transmit(false, nowNs);
    }

    /** Takes other intervals, another multiplier or key; intervals go by a poll sequence (§6.8.3). */
    void configure(final BfdSettings newSettings, final int sequence, final long nowNs) {
        final boolean sameKey = newSettings.authentication().equals(settings.authentication());
        settings = newSettings;
        if (!sameKey) {
            final int next = authenticator.map(BfdAuthenticator::sequence).orElse(sequence);
            authenticator = settings.authentication().map(key -> new BfdAuthenticator(key, next));
        }
        if (takeIntervals()) {
            transmit(false, nowNs);
        }
        schedule(nowNs);
        detect();
    }

    /** Takes a packet of this session that passed {@link BfdPacket#check()} (§6.8.6). */
    BfdVerdict received(final BfdPacket packet, final long nowNs) {
        final BfdVerdict authentic = authenticate(packet);
        if (authentic != BfdVerdict.ACCEPTED) {
            return count(authentic);
        }
        remoteDiscriminator = packet.myDiscriminator();
        remoteState = packet.state();
        remoteDiagnostic = packet.diagnosticCode();
        remoteDemand = packet.isDemand();
        remoteMinRxUs = packet.requiredMinRxUs();
        remoteMinTxUs = packet.desiredMinTxUs();
        remoteMultiplier = packet.multiplier();
        if (packet.isFinal() && polling) {
            endPoll();
        }
        if (state == BfdState.ADMIN_DOWN) {
            return count(BfdVerdict.ADMIN_DOWN);
        }
        lastHeardNs = nowNs;
        follow(nowNs);
        if (packet.isPoll()) {
            transmit(true, nowNs);
        }
        schedule(nowNs);
        detect();
        return count(BfdVerdict.ACCEPTED);
    }

    /** Counts a packet that was refused before it came here. */
    BfdVerdict count(final BfdVerdict verdict) {
        verdicts.count(verdict);
        return verdict;
    }

    /** Time has passed. */
    void tick(final long nowNs) {
        if (detectDeadline <= nowNs) {
            expire(nowNs);
        }
        if (forgetDeadline <= nowNs) {
            forgetDeadline = NEVER;
            authenticator.ifPresent(BfdAuthenticator::forget);
        }
        if (sendDeadline <= nowNs) {
            transmit(false, nowNs);
        }
    }

    /** When {@link #tick} is wanted next; {@link #NEVER}: not at all. */
    long nextDeadline() {
        return Math.min(sendDeadline, Math.min(detectDeadline, forgetDeadline));
    }

    BfdSettings settings() {
        return settings;
    }

    BfdState state() {
        return state;
    }

    BfdDiagnostic diagnostic() {
        return diagnostic;
    }

    int discriminator() {
        return discriminator;
    }

    int remoteDiscriminator() {
        return remoteDiscriminator;
    }

    BfdState remoteState() {
        return remoteState;
    }

    BfdDiagnostic remoteDiagnostic() {
        return BfdDiagnostic.ofCode(remoteDiagnostic);
    }

    int remoteMultiplier() {
        return remoteMultiplier;
    }

    boolean isPolling() {
        return polling;
    }

    /** How far apart our packets are, before jitter; 0 while the router wants none. */
    long intervalUs() {
        return intervalUs;
    }

    /** How far apart the router's packets may be. */
    long remoteIntervalUs() {
        return Math.max(actingMinRxUs, remoteMinTxUs);
    }

    /** How long the router may be silent (§6.8.4); 0 before it was heard. */
    long detectionUs() {
        return remoteMultiplier * remoteIntervalUs();
    }

    /** How long the router lets us be silent, as far as we know. */
    long remoteDetectionUs() {
        return settings.multiplier() * Math.max(desiredMinTxUs, remoteMinRxUs);
    }

    long sent() {
        return sent;
    }

    long ups() {
        return ups;
    }

    long downs() {
        return downs;
    }

    /** How many packets met each end. */
    Map<BfdVerdict, Long> verdicts() {
        return verdicts.toMap();
    }

    private BfdVerdict authenticate(final BfdPacket packet) {
        if (authenticator.isEmpty()) {
            return packet.hasAuthentication() ? BfdVerdict.AUTHENTICATION_UNEXPECTED : BfdVerdict.ACCEPTED;
        }
        return packet.hasAuthentication()
            ? authenticator.get().verify(packet) : BfdVerdict.AUTHENTICATION_MISSING;
    }

    /** The state machine proper (§6.2, §6.8.6). */
    private void follow(final long nowNs) {
        if (remoteState == BfdState.ADMIN_DOWN) {
            if (state != BfdState.DOWN) {
                neighborDown(nowNs);
            }
        } else if (state == BfdState.DOWN) {
            if (remoteState == BfdState.DOWN) {
                change(BfdState.INIT, nowNs);
            } else if (remoteState == BfdState.INIT) {
                up(nowNs);
            }
        } else if (state == BfdState.INIT) {
            if (remoteState != BfdState.DOWN) {
                up(nowNs);
            }
        } else if (remoteState == BfdState.DOWN) {
            neighborDown(nowNs);
        }
    }

    private void up(final long nowNs) {
        diagnostic = BfdDiagnostic.NONE;
        change(BfdState.UP, nowNs);
    }

    private void neighborDown(final long nowNs) {
        diagnostic = BfdDiagnostic.NEIGHBOR_SIGNALED_DOWN;
        change(BfdState.DOWN, nowNs);
    }

    private void change(final BfdState next, final long nowNs) {
        final BfdState from = state;
        state = next;
        ups += next == BfdState.UP ? 1 : 0;
        downs += from == BfdState.UP ? 1 : 0;
        takeIntervals();
        transmit(false, nowNs);
        output.changed(new BfdTransition(from, next, diagnostic, remoteState, remoteDiagnostic()));
    }

    /** The detection time has passed (§6.8.4); what the router said before counts no more (§6.8.1). */
    private void expire(final long nowNs) {
        forgetDeadline = authenticator.isPresent() ? nowNs + detectionUs() * NANOS_PER_US : NEVER;
        detectDeadline = NEVER;
        remoteDiscriminator = 0;
        remoteDemand = false;
        remoteMinRxUs = 1;
        if (state == BfdState.INIT || state == BfdState.UP) {
            diagnostic = BfdDiagnostic.DETECTION_TIME_EXPIRED;
            change(BfdState.DOWN, nowNs);
        }
        remoteState = BfdState.DOWN;
        schedule(nowNs);
    }

    /** Takes the intervals that are due in this state, and polls when that changes what we say (§6.8.3). */
    private boolean takeIntervals() {
        final long tx = wantedTxUs();
        final long rx = wantedRxUs();
        if (tx == desiredMinTxUs && rx == requiredMinRxUs) {
            return false;
        }
        desiredMinTxUs = tx;
        requiredMinRxUs = rx;
        final boolean up = state == BfdState.UP;
        actingMinTxUs = up ? Math.min(actingMinTxUs, tx) : tx;
        actingMinRxUs = up ? Math.max(actingMinRxUs, rx) : rx;
        if (polling) {
            pollAgain = true;
        }
        polling = true;
        return true;
    }

    private void endPoll() {
        if (pollAgain) {
            pollAgain = false; // The answer may be to what we said before the last change: another sequence.
        } else {
            polling = false;
            actingMinTxUs = desiredMinTxUs;
            actingMinRxUs = requiredMinRxUs;
        }
    }

    private long wantedTxUs() {
        final long configured = settings.minTx().toNanos() / NANOS_PER_US;
        return state == BfdState.UP ? configured : Math.max(configured, SLOW_US);
    }

    private long wantedRxUs() {
        return settings.minRx().toNanos() / NANOS_PER_US;
    }

    private void transmit(final boolean answer, final long nowNs) {
        outgoing.clear(state, diagnostic, settings.multiplier());
        outgoing.discriminators(discriminator, remoteDiscriminator);
        outgoing.intervals(desiredMinTxUs, requiredMinRxUs);
        if (answer) {
            outgoing.finalAnswer();
        } else if (polling) {
            outgoing.poll();
        }
        if (authenticator.isPresent()) {
            authenticator.get().sign(outgoing, nowNs);
        }
        sent++;
        output.transmit(outgoing);
        lastSentNs = nowNs;
        intervalUs = currentIntervalUs();
        sendDeadline = intervalUs == 0 ? NEVER : nowNs + jitteredNs(intervalUs);
    }

    /** Sets the time of the next packet anew where the interval is another than before. */
    private void schedule(final long nowNs) {
        final long current = currentIntervalUs();
        if (current != intervalUs) {
            intervalUs = current;
            sendDeadline = current == 0 ? NEVER : Math.max(nowNs, lastSentNs + jitteredNs(current));
        }
    }

    private void detect() {
        if (remoteDiscriminator != 0) {
            detectDeadline = lastHeardNs + detectionUs() * NANOS_PER_US;
            forgetDeadline = NEVER;
        }
    }

    /** §6.8.7: nothing periodic to a router that wants none, or that asks when it wants something (demand mode). */
    private long currentIntervalUs() {
        final boolean onDemand =
            remoteDemand && state == BfdState.UP && remoteState == BfdState.UP && !polling;
        return remoteMinRxUs == 0 || onDemand ? 0 : Math.max(actingMinTxUs, remoteMinRxUs);
    }

    /** §6.8.7: 75 to 100 %, with multiplier 1 to 90 %. */
    private long jitteredNs(final long us) {
        final double spread = settings.multiplier() == 1 ? 0.15 : 0.25;
        return (long) (us * NANOS_PER_US * (0.75 + spread * random.getAsDouble()));
    }
}
