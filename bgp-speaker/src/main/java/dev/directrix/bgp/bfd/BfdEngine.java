package dev.directrix.bgp.bfd;

import dev.directrix.linux.Errno;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.socket.EventFd;
import dev.directrix.linux.socket.PollSet;
import dev.directrix.linux.socket.SocketAddress;
import dev.directrix.linux.socket.UdpReceiver;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sessions, their sockets and deadlines. Belongs to BFD's thread; its steady state allocates nothing. */
final class BfdEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BfdSpeaker.class);
    /** How many batches are taken before the deadlines are looked at again, whatever strangers send. */
    private static final int BATCHES = 8;
    private static final int MAX_STRANGERS_LOGGED = 10;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long MAX_WAIT_MS = 60_000;

    private final BfdPorts ports;
    private final Clock clock;
    private final SecureRandom secure = new SecureRandom();
    private final SessionTable table = new SessionTable();
    private final DeadlineQueue deadlines = new DeadlineQueue();
    private final List<BfdEndpoint> leaving = new ArrayList<>();
    private final SourcePorts sourcePorts = new SourcePorts(secure);
    private final BfdDatagram datagram = new BfdDatagram();
    private final BfdEndpoint nobody;
    private final EventFd wake;
    private final VerdictCounters strangers = new VerdictCounters();
    private int strangersLogged;
    private UdpReceiver[] receivers = new UdpReceiver[0];
    private boolean[] multihopReceivers = new boolean[0];
    private PollSet poll;

    BfdEngine(final BfdPorts ports, final Clock clock, final EventFd wake) {
        this.ports = ports;
        this.clock = clock;
        this.wake = wake;
        this.poll = PollSet.forReading(wake.fd());
        this.nobody = new BfdEndpoint(new BfdPeer(InetAddress.getLoopbackAddress(), Optional.empty()),
            BfdSettings.of(BfdSettings.DEFAULT_INTERVAL, BfdSettings.DEFAULT_MULTIPLIER), new BfdIdentity(0, 0),
            new SourcePorts(secure), 0, BfdEngine::random, transition -> { }, clock);
    }

    /** Waits for a packet, a deadline or a signal, and does what is due. */
    void work() {
        final long next = deadlines.next();
        final long waitNs = next == BfdStateMachine.NEVER ? MAX_WAIT_MS * NANOS_PER_MS : next - System.nanoTime();
        final long waitMs = Math.min(MAX_WAIT_MS, Math.max(0, (waitNs + NANOS_PER_MS - 1) / NANOS_PER_MS));
        if (poll.await((int) waitMs) > 0) {
            // Packets first: after a pause of ours they tell what the deadlines cannot know.
            for (int i = 0; i < receivers.length; i++) {
                if (poll.ready(i + 1)) {
                    receive(receivers[i], multihopReceivers[i]);
                }
            }
            if (poll.ready(0)) {
                wake.drain();
            }
        }
        tick();
    }

    /**
     * Starts a session.
     *
     * @throws BfdException if there is one between these ends, or its port cannot be had
     */
    BfdEndpoint open(final BfdPeer peer, final BfdSettings settings, final BfdListener listener) {
        if (table.between(peer, settings.multihop()).isPresent()) {
            throw new BfdException("there is a BFD session with " + peer + " already");
        }
        listen(peer.remote() instanceof Inet4Address, settings.multihop());
        // What a former session still has to say would be taken for this one's.
        List.copyOf(leaving).stream()
            .filter(former -> former.peer().equals(peer) && former.isMultihop() == settings.multihop())
            .forEach(this::forget);
        final BfdEndpoint endpoint = new BfdEndpoint(peer, settings, identity(), sourcePorts,
            ports.of(settings.multihop()), BfdEngine::random, listener, clock);
        table.add(endpoint);
        endpoint.start(System.nanoTime());
        deadlines.add(endpoint);
        return endpoint;
    }

    void configure(final BfdEndpoint endpoint, final BfdSettings settings) {
        endpoint.configure(settings, System.nanoTime());
        deadlines.moved(endpoint);
    }

    /** Ends a session; what it still has to say goes out later. */
    void end(final BfdEndpoint endpoint) {
        if (table.all().contains(endpoint)) {
            table.remove(endpoint);
            leaving.add(endpoint);
            endpoint.end(System.nanoTime());
            deadlines.moved(endpoint);
        }
    }

    void endAll() {
        table.all().forEach(this::end);
    }

    /** Whether no session is left, not even one that says goodbye. */
    boolean isEmpty() {
        return table.all().isEmpty() && leaving.isEmpty();
    }

    /** Packets that belonged to no session, by reason. */
    Map<BfdVerdict, Long> strangers() {
        return strangers.toMap();
    }

    @Override
    public void close() {
        table.all().forEach(BfdEndpoint::close);
        leaving.forEach(BfdEndpoint::close);
        for (final UdpReceiver receiver : receivers) {
            receiver.close();
        }
        poll.close();
    }

    private void receive(final UdpReceiver receiver, final boolean multihop) {
        for (int batch = 0; batch < BATCHES; batch++) {
            final int count = receiver.receive();
            final long nowNs = System.nanoTime();
            for (int i = 0; i < count; i++) {
                datagram.take(receiver, i, multihop);
                dispatch(nowNs);
            }
            if (count < UdpReceiver.BATCH) {
                return;
            }
        }
    }

    /** Finds the session of a packet (RFC 5880 §6.8.6) and hands it over, or counts it and lets it go. */
    private void dispatch(final long nowNs) {
        final BfdPacket packet = datagram.packet();
        final BfdVerdict verdict = packet.check();
        if (verdict != BfdVerdict.ACCEPTED) {
            strangers.count(verdict);
            return;
        }
        final int ours = packet.yourDiscriminator();
        final BfdEndpoint endpoint =
            ours != 0 ? table.byDiscriminator(ours, nobody) : table.byAddress(datagram, nobody);
        if (endpoint != nobody) {
            endpoint.received(datagram, nowNs);
            deadlines.moved(endpoint);
            return;
        }
        final BfdVerdict unknown = ours != 0 ? BfdVerdict.UNKNOWN_SESSION : BfdVerdict.UNKNOWN_PEER;
        strangers.count(unknown);
        if (strangersLogged < MAX_STRANGERS_LOGGED && unknown == BfdVerdict.UNKNOWN_PEER && !isLeaving()) {
            strangersLogged++;
            LOG.warn("BFD packets from {} on UDP port {}, but there is no such session: {}",
                SocketAddress.address(datagram.sourceHigh(), datagram.sourceLow()).getHostAddress(),
                ports.of(datagram.isMultihop()), advice());
        }
    }

    /** Whether the datagram is for a session that has just ended, of which the router does not know yet. */
    private boolean isLeaving() {
        return leaving.stream().anyMatch(endpoint -> endpoint.isFrom(datagram));
    }

    private String advice() {
        final Optional<BfdEndpoint> other = table.all().stream()
            .filter(endpoint -> endpoint.isMultihop() != datagram.isMultihop() && endpoint.isFrom(datagram))
            .findFirst();
        if (other.isEmpty()) {
            return "set bfd for that neighbor here, or take it away there";
        }
        return other.get().peer() + (datagram.isMultihop()
            ? " speaks multihop BFD (FRR does with ttl-security and ebgp-multihop): set multihop here"
            : " speaks single-hop BFD: take multihop away here");
    }

    private void tick() {
        final long nowNs = System.nanoTime();
        while (deadlines.next() <= nowNs) {
            final BfdEndpoint endpoint = deadlines.first();
            endpoint.tick(nowNs);
            if (endpoint.isGone()) {
                forget(endpoint);
            } else {
                deadlines.moved(endpoint);
            }
        }
    }

    private void forget(final BfdEndpoint endpoint) {
        deadlines.remove(endpoint);
        leaving.remove(endpoint);
        endpoint.leave();
    }

    /** Opens the port of these sessions unless it is open. */
    private void listen(final boolean four, final boolean multihop) {
        final InetAddress address = ports.bind().orElseGet(() -> wildcard(four));
        for (int i = 0; i < receivers.length; i++) {
            if (multihopReceivers[i] == multihop && receivers[i].isFour() == four) {
                return;
            }
        }
        final UdpReceiver receiver;
        try {
            receiver = UdpReceiver.open(address, ports.of(multihop), BfdPacket.MAX_OCTETS);
        } catch (final LinuxException e) {
            throw new BfdException("cannot listen for BFD on UDP port " + ports.of(multihop) + ": " + e.getMessage()
                + (e.is(Errno.EADDRINUSE) ? "; another BFD daemon (bfdd, BIRD) runs on this node: stop it" : ""), e);
        }
        final int count = receivers.length;
        final UdpReceiver[] more = Arrays.copyOf(receivers, count + 1);
        more[count] = receiver;
        receivers = more;
        multihopReceivers = Arrays.copyOf(multihopReceivers, count + 1);
        multihopReceivers[count] = multihop;
        final int[] descriptors = new int[count + 2];
        descriptors[0] = wake.fd();
        for (int i = 0; i <= count; i++) {
            descriptors[i + 1] = receivers[i].fd();
        }
        poll.close();
        poll = PollSet.forReading(descriptors);
    }

    private BfdIdentity identity() {
        int discriminator = secure.nextInt();
        while (discriminator == 0 || table.byDiscriminator(discriminator, nobody) != nobody) {
            discriminator = secure.nextInt();
        }
        return new BfdIdentity(discriminator, secure.nextInt());
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    private static InetAddress wildcard(final boolean four) {
        try {
            return InetAddress.getByAddress(new byte[four ? 4 : 16]);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are an address", e);
        }
    }
}
