package dev.directrix.bgp.exabgp;

import dev.directrix.bgp.Flow;
import dev.directrix.bgp.NegotiatedSession;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.bgp.exabgp.config.ApiSection;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import dev.directrix.bgp.exabgp.event.Agreement;
import dev.directrix.bgp.exabgp.event.Event;
import dev.directrix.bgp.exabgp.event.EventDirection;
import dev.directrix.bgp.exabgp.event.EventEncoder;
import dev.directrix.bgp.exabgp.event.NeighborIdentity;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.ProtocolException;
import dev.directrix.bgp.session.Negotiation;
import dev.directrix.bgp.session.SessionState;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Octets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells programs what they asked to hear of their neighbours. As a listener it lives on the speaker's thread; the
 * neighbours and programs may be changed from any thread.
 */
final class EventReporter implements SpeakerListener {

    private static final Logger LOG = LoggerFactory.getLogger(EventReporter.class);

    private final EventStamps stamps;
    private final BiConsumer<String, String> programs;
    private final ConnectionAttempts attempts;
    private final MessageDecoder decoder = MessageDecoder.standard();
    private final Map<String, Live> live = new HashMap<>();
    private volatile Map<String, Subscriptions> subscriptions = Map.of();

    /** What a neighbour's programs asked for, with how to write it for each. */
    private record Subscriptions(ExabgpNeighbor neighbor, List<Subscription> all, boolean messages) {
    }

    /** One program, one api section. */
    private record Subscription(String program, EventEncoder encoder, ApiSection section) {

        private ApiSection.MessageFilter filter(final Flow flow) {
            return flow == Flow.SENT ? section.send() : section.receive();
        }
    }

    /** What the session has told so far. */
    private static final class Live {
        private Optional<InetAddress> localAddress = Optional.empty();
        private Optional<Agreement> agreement = Optional.empty();
        private long peerAs;
    }

    /**
     * A reporter without neighbours.
     *
     * @param programs takes a program's name and a line for it, and never waits
     * @param attempts counts connections
     */
    EventReporter(
        final EventStamps stamps, final BiConsumer<String, String> programs, final ConnectionAttempts attempts) {
        this.stamps = stamps;
        this.programs = programs;
        this.attempts = attempts;
    }

    /** Makes these the neighbours; {@code encoders} are by program. */
    void configure(final Map<String, ExabgpNeighbor> neighbors, final Map<String, EventEncoder> encoders) {
        final Map<String, Subscriptions> next = new HashMap<>();
        neighbors.forEach((id, neighbor) -> {
            final List<Subscription> all = new ArrayList<>();
            for (final ApiSection section : neighbor.api()) {
                section.processes().stream().filter(encoders::containsKey)
                    .forEach(program -> all.add(new Subscription(program, encoders.get(program), section)));
            }
            next.put(id, new Subscriptions(neighbor, all, all.stream().anyMatch(subscription ->
                !subscription.section().send().messages().isEmpty()
                    || !subscription.section().receive().messages().isEmpty())));
        });
        subscriptions = next;
    }

    /** Our process got a signal: tells those who asked, once for each neighbour. */
    void signal(final int number, final String name) {
        subscriptions.forEach((id, all) -> tell(id, new Event.Signal(number, name), ApiSection::signal));
    }

    @Override
    public void stateChanged(final String id, final SessionState from, final SessionState to) {
        tell(id, new Event.StateMachine(to.name().replace("_", "")), ApiSection::fsm);
        final boolean broken = (from == SessionState.OPEN_SENT || from == SessionState.OPEN_CONFIRM)
            && to.compareTo(SessionState.OPEN_SENT) < 0;
        if (broken) {
            tell(id, new Event.Down("the connection ended before the session was up"), ApiSection::neighborChanges);
        }
        attempts.stateChanged(id, from, to);
    }

    @Override
    public void connected(final String id, final InetSocketAddress local, final InetSocketAddress remote) {
        final Live state = live.computeIfAbsent(id, key -> new Live());
        state.localAddress = Optional.of(local.getAddress());
        state.agreement = Optional.empty();
        tell(id, new Event.Connected(), ApiSection::neighborChanges);
    }

    @Override
    public void negotiated(final String id, final Negotiation agreed) {
        final Live state = live.computeIfAbsent(id, key -> new Live());
        final Agreement agreement = Agreements.of(agreed);
        state.agreement = Optional.of(agreement);
        state.peerAs = agreed.peerOpen().asn();
        tell(id, new Event.Negotiated(agreement), ApiSection::negotiated);
    }

    @Override
    public void up(final NeighborStatus neighbor) {
        final Live state = live.computeIfAbsent(neighbor.id(), key -> new Live());
        state.localAddress = neighbor.negotiated().map(NegotiatedSession::localAddress).or(() -> state.localAddress);
        tell(neighbor.id(), new Event.Up(), ApiSection::neighborChanges);
    }

    @Override
    public void down(final NeighborStatus neighbor, final String cause) {
        tell(neighbor.id(), new Event.Down(cause), ApiSection::neighborChanges);
        live.remove(neighbor.id());
    }

    @Override
    public boolean wantsMessages(final String id) {
        final Subscriptions wanted = subscriptions.get(id);
        return wanted != null && wanted.messages();
    }

    @Override
    public void message(final String id, final Flow flow, final byte[] octets, final CodecContext context) {
        final Optional<ApiSection.ApiMessage> type = type(octets[MessageHeader.LENGTH - 1]);
        final Subscriptions wanted = subscriptions.get(id);
        if (type.isEmpty() || wanted == null) {
            return;
        }
        Optional<Message> decoded = Optional.empty();
        final Octets whole = Octets.of(octets);
        for (final Subscription subscription : wanted.all()) {
            final ApiSection.MessageFilter filter = subscription.filter(flow);
            if (!filter.messages().contains(type.get())) {
                continue;
            }
            final EventDirection direction = flow == Flow.SENT ? EventDirection.SEND : EventDirection.RECEIVE;
            // Told beside messages only where the process asked for it, and then from the first packet on.
            final Optional<Agreement> agreement = subscription.section().negotiated()
                ? Optional.ofNullable(live.get(id)).flatMap(state -> state.agreement)
                    .or(() -> Optional.of(Agreement.NONE))
                : Optional.empty();
            if (filter.packets() && !filter.consolidate()) {
                tell(id, wanted.neighbor(), subscription, new Event.Packet(direction, whole, agreement));
            }
            if (filter.parsed() || filter.consolidate()) {
                decoded = decoded.or(() -> decode(octets, context));
                final Optional<Octets> both =
                    filter.consolidate() && filter.packets() ? Optional.of(whole) : Optional.empty();
                decoded.ifPresent(message -> tell(id, wanted.neighbor(), subscription, new Event.Parsed(
                    direction, message, both, agreement)));
            }
        }
    }

    private Optional<Message> decode(final byte[] octets, final CodecContext context) {
        try {
            return Optional.of(decoder.decode(octets, context));
        } catch (final ProtocolException e) {
            LOG.debug("A message that cannot be told: {}", e.getMessage()); // The session ends for it anyway.
            return Optional.empty();
        }
    }

    private void tell(final String id, final Event event, final Predicate<ApiSection> wanted) {
        final Subscriptions all = subscriptions.get(id);
        if (all != null) {
            all.all().stream().filter(subscription -> wanted.test(subscription.section()))
                .forEach(subscription -> tell(id, all.neighbor(), subscription, event));
        }
    }

    private void tell(
        final String id, final ExabgpNeighbor neighbor, final Subscription subscription, final Event event) {
        subscription.encoder().encode(event, identity(id, neighbor), stamps.next(subscription.program(), id))
            .ifPresent(line -> programs.accept(subscription.program(), line));
    }

    private NeighborIdentity identity(final String id, final ExabgpNeighbor neighbor) {
        final Live state = live.computeIfAbsent(id, key -> new Live());
        final long peerAs = neighbor.peerAs().orElse(neighbor.localAs().orElse(state.peerAs));
        return new NeighborIdentity(neighbor.localAddress().or(() -> state.localAddress), neighbor.peerAddress(),
            neighbor.localAs().orElse(peerAs), peerAs, Optional.of(neighbor.routerId()));
    }

    private static Optional<ApiSection.ApiMessage> type(final byte code) {
        return switch (code) {
            case 1 -> Optional.of(ApiSection.ApiMessage.OPEN);
            case 2 -> Optional.of(ApiSection.ApiMessage.UPDATE);
            case 3 -> Optional.of(ApiSection.ApiMessage.NOTIFICATION);
            case 4 -> Optional.of(ApiSection.ApiMessage.KEEPALIVE);
            case 5 -> Optional.of(ApiSection.ApiMessage.REFRESH);
            default -> Optional.empty();
        };
    }
}
