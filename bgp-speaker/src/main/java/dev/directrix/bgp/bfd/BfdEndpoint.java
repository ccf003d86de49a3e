package dev.directrix.bgp.bfd;

import dev.directrix.linux.Errno;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.socket.SocketAddress;
import dev.directrix.linux.socket.UdpSender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session at the edge: its state machine, its sending socket, its history. Belongs to BFD's thread. */
final class BfdEndpoint implements BfdOutput {

    private static final Logger LOG = LoggerFactory.getLogger(BfdSpeaker.class);
    private static final int SINGLE_HOP_TTL = 255;
    /** How often a session that ends says so again, for the sake of lossy links, and how far apart. */
    private static final int REPEATED_FAREWELLS = 2;
    private static final long FAREWELL_SPACING_NS = 20_000_000;
    private static final long MICROS_PER_MS = 1_000;
    private static final long LOW_32 = 0xffff_ffffL;

    private final BfdPeer peer;
    private final boolean multihop;
    private final BfdIdentity identity;
    private final SourcePorts sourcePorts;
    private final int targetPort;
    private final BfdListener listener;
    private final Clock clock;
    private final BfdStateMachine machine;
    private final long remoteHigh;
    private final long remoteLow;
    private final long localHigh;
    private final long localLow;
    private final Set<BfdVerdict> complained = EnumSet.noneOf(BfdVerdict.class);
    private int sourcePort;
    private Optional<UdpSender> sender = Optional.empty();
    private Instant since;
    private Optional<String> lastDown = Optional.empty();
    private Optional<String> lastSendFailure = Optional.empty();
    private int lastSendError;
    private long sendFailures;
    private boolean ending;
    private int farewells;
    private long farewellDeadline;
    private int heapIndex;

    BfdEndpoint(
        final BfdPeer peer, final BfdSettings settings, final BfdIdentity identity, final SourcePorts sourcePorts,
        final int targetPort, final DoubleSupplier random, final BfdListener listener, final Clock clock) {
        this.peer = peer;
        this.multihop = settings.multihop();
        this.identity = identity;
        this.sourcePorts = sourcePorts;
        this.sourcePort = sourcePorts.take();
        this.targetPort = targetPort;
        this.listener = listener;
        this.clock = clock;
        this.since = clock.instant();
        this.machine = new BfdStateMachine(settings, identity.discriminator(), identity.sequence(), random, this);
        this.remoteHigh = SocketAddress.high(peer.remote());
        this.remoteLow = SocketAddress.low(peer.remote());
        this.localHigh = peer.local().map(SocketAddress::high).orElse(0L);
        this.localLow = peer.local().map(SocketAddress::low).orElse(0L);
    }

    BfdPeer peer() {
        return peer;
    }

    boolean isMultihop() {
        return multihop;
    }

    int discriminator() {
        return identity.discriminator();
    }

    long remoteHigh() {
        return remoteHigh;
    }

    long remoteLow() {
        return remoteLow;
    }

    int heapIndex() {
        return heapIndex;
    }

    void heapIndex(final int index) {
        heapIndex = index;
    }

    long deadline() {
        return ending ? farewellDeadline : machine.nextDeadline();
    }

    /** Whether a datagram's addresses are those of this session. */
    boolean isFrom(final BfdDatagram datagram) {
        return datagram.sourceHigh() == remoteHigh && datagram.sourceLow() == remoteLow
            && (peer.local().isEmpty() || (datagram.localHigh() == localHigh && datagram.localLow() == localLow))
            && (peer.interfaceIndex() == 0 || peer.interfaceIndex() == datagram.interfaceIndex());
    }

    void start(final long nowNs) {
        machine.start(nowNs);
    }

    void configure(final BfdSettings settings, final long nowNs) {
        complained.clear();
        machine.configure(settings, identity.sequence(), nowNs);
    }

    /** Takes a datagram that was found to be for this session. */
    void received(final BfdDatagram datagram, final long nowNs) {
        final BfdVerdict verdict;
        if (datagram.isMultihop() != multihop || !isFrom(datagram)) {
            verdict = machine.count(BfdVerdict.WRONG_SENDER);
        } else if (datagram.ttl() < (multihop ? machine.settings().minTtl() : SINGLE_HOP_TTL)) {
            verdict = machine.count(BfdVerdict.TTL);
        } else {
            verdict = machine.received(datagram.packet(), nowNs);
        }
        if (verdict != BfdVerdict.ACCEPTED && verdict != BfdVerdict.ADMIN_DOWN) {
            complain(verdict, datagram);
        }
    }

    void tick(final long nowNs) {
        if (!ending) {
            machine.tick(nowNs);
        } else if (farewells > 0) {
            farewells--;
            farewellDeadline = nowNs + FAREWELL_SPACING_NS;
            machine.repeat(nowNs);
        }
    }

    /** Says goodbye; {@link #isGone()} tells when that is done. */
    void end(final long nowNs) {
        farewells = machine.state() == BfdState.UP ? REPEATED_FAREWELLS : 0;
        farewellDeadline = nowNs + (farewells > 0 ? FAREWELL_SPACING_NS : 0);
        ending = true;
        machine.adminDown(nowNs);
    }

    boolean isGone() {
        return ending && farewells == 0;
    }

    /** Gives back what it has. */
    void leave() {
        close();
        sourcePorts.release(sourcePort);
    }

    void close() {
        sender.ifPresent(UdpSender::close);
        sender = Optional.empty();
    }

    @Override
    public void transmit(final BfdPacket packet) {
        if (sender.isEmpty()) {
            open();
        }
        if (sender.isPresent()) {
            int result = sender.get().send(packet.octets(), packet.length());
            if (result == -Errno.ECONNREFUSED.number()) {
                // Tells about the packet before: there BFD does not run yet, or no more.
                result = sender.get().send(packet.octets(), packet.length());
            }
            if (result < 0) {
                failed(-result);
            }
        }
    }

    @Override
    public void changed(final BfdTransition transition) {
        since = clock.instant();
        if (transition.from() == BfdState.UP) {
            lastDown = Optional.of(transition.cause());
        }
        log(transition);
        try {
            listener.changed(transition);
        } catch (final RuntimeException e) {
            LOG.error("BFD with {}: a listener failed", peer, e);
        }
    }

    BfdStatus status() {
        return new BfdStatus(peer.remote(), sender.map(UdpSender::local).or(peer::local), machine.settings(),
            machine.state(), since, machine.remoteState(), discriminator() & LOW_32,
            machine.remoteDiscriminator() & LOW_32, micros(machine.intervalUs()), micros(machine.remoteIntervalUs()),
            micros(machine.detectionUs()), machine.diagnostic(), machine.remoteDiagnostic(), lastDown, machine.ups(),
            machine.downs(), machine.sent(), sendFailures, lastSendFailure, machine.verdicts());
    }

    private void open() {
        try {
            sender = Optional.of(UdpSender.open(peer.local(), sourcePort, peer.remote(), targetPort,
                BfdPacket.MAX_OCTETS));
        } catch (final LinuxException e) {
            sendFailures++;
            if (e.is(Errno.EADDRINUSE)) {
                // Another program has it, perhaps for as long as it lives.
                sourcePort = sourcePorts.insteadOf(sourcePort);
            }
            complain(e.errno(), e.getMessage());
        }
    }

    private void failed(final int errno) {
        sendFailures++;
        complain(errno, "send to " + peer + ": " + Errno.describe(errno));
        if (errno != Errno.EAGAIN.number() && errno != Errno.ENOBUFS.number()) {
            close(); // Where addresses or interfaces have changed, another socket may do better.
        }
    }

    private void complain(final int errno, final String text) {
        if (errno != lastSendError) {
            lastSendError = errno;
            lastSendFailure = Optional.of(text);
            LOG.warn("BFD with {}: {}: check the address, the link and the route to it", peer, text);
        }
    }

    /** One line for each kind of refusal, until the next configuration. */
    private void complain(final BfdVerdict verdict, final BfdDatagram datagram) {
        if (complained.add(verdict)) {
            LOG.warn("BFD with {}: packets are rejected: {}{}", peer, verdict.text(), hint(verdict, datagram));
        }
    }

    private String hint(final BfdVerdict verdict, final BfdDatagram datagram) {
        return switch (verdict) {
            case TTL -> multihop
                ? " (" + datagram.ttl() + ", at least " + machine.settings().minTtl() + " is configured)"
                : " (" + datagram.ttl() + ", a single hop leaves 255): is the router one hop away? Else use multihop";
            case AUTHENTICATION_MISSING -> ": set the key on the router too (FRR has no BFD keys)";
            case AUTHENTICATION_UNEXPECTED, AUTHENTICATION_TYPE, AUTHENTICATION_KEY_ID, AUTHENTICATION_KEY ->
                ": compare type, key id and key on both sides";
            case AUTHENTICATION_SEQUENCE -> ": the router has begun anew, which counts after a silence of twice the"
                + " detection time, or somebody replays its packets";
            default -> "";
        };
    }

    private void log(final BfdTransition transition) {
        if (transition.to() == BfdState.UP) {
            lastSendError = 0;
            LOG.info("BFD with {} is up: sends every {} ms, detection time {} ms at first", peer,
                machine.intervalUs() / MICROS_PER_MS, machine.detectionUs() / MICROS_PER_MS);
        } else if (transition.isFailure()) {
            LOG.warn("BFD with {} is down: {}", peer, transition.cause());
        } else if (transition.from() == BfdState.UP) {
            LOG.info("BFD with {} ends: {}", peer, transition.cause());
        }
    }

    private static Duration micros(final long us) {
        return Duration.ofNanos(us * 1_000);
    }
}
