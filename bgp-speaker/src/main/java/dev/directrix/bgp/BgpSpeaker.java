package dev.directrix.bgp;

import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.transport.EpollTransport;
import dev.directrix.bgp.transport.Link;
import dev.directrix.bgp.transport.ListenException;
import dev.directrix.bgp.wire.Family;
import dev.directrix.ecmp.Announcement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A BGP speaker that announces service addresses to its neighbours and imports nothing. All methods may be called from
 * any thread; sessions, timers and sockets live on one thread of the speaker's own.
 */
public final class BgpSpeaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BgpSpeaker.class);
    private static final long SHUTDOWN_BOUND_MS = 2_000;
    private static final int MAX_STRANGERS_LOGGED = 100;

    private final EpollTransport transport = new EpollTransport();
    private final SpeakerListener listener;
    private final AtomicReference<CompletableFuture<Void>> ending = new AtomicReference<>();
    /** From here on everything belongs to the transport's thread. */
    private final Map<String, Neighbor> neighbors = new LinkedHashMap<>();
    private final List<InetAddress> strangers = new ArrayList<>();
    private final BfdWatch bfd = new BfdWatch();
    private Optional<InetSocketAddress> listening = Optional.empty();
    private Optional<EpollTransport.Listener> socket = Optional.empty();
    private List<Announcement> announcements = List.of();

    private BgpSpeaker(final SpeakerListener listener) {
        this.listener = listener;
    }

    /**
     * Starts speaking to every neighbour of the configuration.
     *
     * @throws BgpException if the listen address cannot be bound or the kernel refuses a password
     */
    public static BgpSpeaker start(final SpeakerConfig config, final SpeakerListener listener) {
        return start(config, Map.of(), listener);
    }

    /**
     * Starts speaking to every neighbour of the configuration, each of which is told these explicit routes before its
     * End-of-RIB.
     *
     * @param changes explicit routes by id of the neighbour, as for {@link #change}
     * @throws BgpException if the listen address cannot be bound or the kernel refuses a password
     */
    public static BgpSpeaker start(
        final SpeakerConfig config, final Map<String, List<RouteChange>> changes, final SpeakerListener listener) {
        final BgpSpeaker speaker = new BgpSpeaker(listener);
        try {
            speaker.configure(config, changes);
            return speaker;
        } catch (final RuntimeException e) {
            speaker.close();
            throw e;
        }
    }

    /**
     * Takes another configuration. Neighbours that did not change keep their session; a changed password, link
     * bandwidth or prefix limit is taken on without a flap; removed ones get Cease, Peer De-configured.
     *
     * @throws BgpException if the new listen address cannot be bound; the old configuration stays in force then
     */
    public void configure(final SpeakerConfig config) {
        configure(config, Map.of());
    }

    /**
     * Takes another configuration, and changes explicit routes in the same step: neighbours that begin anew are told
     * them before their End-of-RIB.
     *
     * @param changes explicit routes by id of the neighbour, as for {@link #change}; neighbours that are not of the
     *                new configuration are passed over
     * @throws BgpException if the new listen address cannot be bound; the old configuration stays in force then
     */
    public void configure(final SpeakerConfig config, final Map<String, List<RouteChange>> changes) {
        // Bound on the caller's thread: the transport's own must not wait for itself.
        final Map<InetAddress, byte[]> keys = keys(config);
        final boolean rebind = !onLoop(() -> listening).equals(config.listen());
        final Optional<EpollTransport.Listener> bound = rebind ? bind(config, keys) : Optional.empty();
        onLoop(() -> {
            if (rebind) {
                socket.ifPresent(EpollTransport.Listener::close);
                socket = bound;
                listening = config.listen();
            } else {
                socket.ifPresent(open -> open.passwords(keys));
            }
            apply(config, changes);
            socket.ifPresent(EpollTransport.Listener::open);
            return null;
        });
    }

    /** Makes this the whole set of routes to announce: what is new or changed is sent at once, the rest withdrawn. */
    public void announce(final Collection<Announcement> all) {
        final List<Announcement> copy = List.copyOf(all);
        onLoop(() -> {
            announcements = copy;
            neighbors.values().forEach(neighbor -> neighbor.announce(copy));
            return null;
        });
    }

    /**
     * Changes explicit routes of one neighbour, beside what {@link #announce} says and winning over it for the same
     * prefix. They are kept over sessions and counted in the order given; of what changes again before it could be
     * sent, the latest is sent.
     *
     * @throws IllegalArgumentException if there is no such neighbour
     */
    public void change(final String id, final List<RouteChange> changes) {
        final List<RouteChange> copy = List.copyOf(changes);
        forNeighbor(id, neighbor -> neighbor.change(copy));
    }

    /** Sends all routes of these families to a neighbour again. */
    public void resend(final String id, final Set<Family> families) {
        forNeighbor(id, neighbor -> neighbor.resend(families));
    }

    /** Withdraws and forgets all explicit routes of these families. */
    public void clear(final String id, final Set<Family> families) {
        forNeighbor(id, neighbor -> neighbor.clear(families));
    }

    /** The explicit routes of a neighbour, in the order in which their prefixes came. */
    public List<Route> explicitRoutes(final String id) {
        return onLoop(() -> neighbor(id).explicitRoutes());
    }

    /** Sends End-of-RIB of a family once everything that waits now is sent; nothing if the family is not agreed on. */
    public void endOfRib(final String id, final Family family) {
        forNeighbor(id, neighbor -> neighbor.endOfRib(family));
    }

    /** Asks a neighbour for its routes again (RFC 2918); nothing if it cannot do that. */
    public void requestRefresh(final String id, final Family family) {
        forNeighbor(id, neighbor -> neighbor.requestRefresh(family));
    }

    /**
     * Ends the session of a neighbour with Cease; it may come back at once.
     *
     * @param ceaseSubcode subcode of Cease (RFC 4486), 0 to 255
     * @param text         words for the router's operator, sent where the subcode carries them (RFC 9003)
     */
    public void teardown(final String id, final int ceaseSubcode, final String text) {
        forNeighbor(id, neighbor -> neighbor.teardown(ceaseSubcode, text));
    }

    /** Every neighbour as it stands now, in the order of the configuration. */
    public List<NeighborStatus> neighbors() {
        return onLoop(() -> neighbors.values().stream().map(Neighbor::status).toList());
    }

    /** What is announced to whom, by neighbour and prefix; established sessions only. */
    public List<AdvertisedRoute> routes() {
        return onLoop(() -> neighbors.values().stream().flatMap(neighbor -> neighbor.routes().stream()).toList());
    }

    /**
     * Ends every session with Cease and closes the speaker. A second call changes nothing.
     *
     * @param reason the subcode, as a rule {@link CeaseSubcode#ADMINISTRATIVE_SHUTDOWN}
     * @param text   words for the routers' operators (RFC 9003): cut at 255 octets of UTF-8
     * @return completes when every NOTIFICATION is with the routers, or after two seconds
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The result is the future; those on the way only feed it.
    public CompletionStage<Void> shutdown(final CeaseSubcode reason, final String text) {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        if (!ending.compareAndSet(null, done)) {
            return ending.get().copy();
        }
        transport.submit(() -> {
            socket.ifPresent(EpollTransport.Listener::close);
            final List<CompletionStage<Void>> connections = neighbors.values().stream()
                .flatMap(neighbor -> neighbor.stop(reason, text).stream()).toList();
            // After the NOTIFICATIONs, so that routers give their text as the reason.
            final CompletableFuture<?>[] gone = Stream.concat(connections.stream(), Stream.of(bfd.shutdown()))
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new);
            final CompletableFuture<Void> all = CompletableFuture.allOf(gone);
            transport.schedule(() -> all.complete(null), SHUTDOWN_BOUND_MS);
            all.whenComplete((nothing, failure) -> {
                transport.close();
                done.complete(null);
            });
        });
        return done.copy();
    }

    /**
     * Shuts down with Administrative Shutdown unless that is done already, and waits for it. Idempotent. Not to be
     * called by a listener: it would wait for itself.
     */
    @Override
    public void close() {
        shutdown(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "").toCompletableFuture().join();
        transport.close();
    }

    private void forNeighbor(final String id, final Consumer<Neighbor> task) {
        onLoop(() -> {
            task.accept(neighbor(id));
            return null;
        });
    }

    private Neighbor neighbor(final String id) {
        return Optional.ofNullable(neighbors.get(id))
            .orElseThrow(() -> new IllegalArgumentException("there is no neighbor " + id));
    }

    private void apply(final SpeakerConfig config, final Map<String, List<RouteChange>> changes) {
        final Map<String, Neighbor> old = new HashMap<>(neighbors);
        neighbors.clear();
        for (final NeighborConfig wanted : config.neighbors()) {
            final Optional<Neighbor> known = Optional.ofNullable(old.remove(wanted.id()));
            final Optional<Neighbor> kept = known.filter(neighbor ->
                neighbor.speaker().asn() == config.asn() && neighbor.speaker().routerId().equals(config.routerId())
                    && neighbor.config().sameSession(wanted));
            if (kept.isPresent()) {
                kept.get().adopt(wanted);
                kept.get().change(changes.getOrDefault(wanted.id(), List.of()));
                neighbors.put(wanted.id(), kept.get());
                continue;
            }
            known.ifPresent(neighbor -> neighbor.stop(CeaseSubcode.OTHER_CONFIGURATION_CHANGE, ""));
            final Neighbor fresh = new Neighbor(config, wanted, transport, bfd, listener,
                () -> ThreadLocalRandom.current().nextDouble());
            neighbors.put(wanted.id(), fresh);
            fresh.announce(announcements);
            fresh.change(changes.getOrDefault(wanted.id(), List.of()));
            fresh.start();
        }
        old.values().forEach(neighbor -> neighbor.stop(CeaseSubcode.PEER_DECONFIGURED, ""));
    }

    private Optional<EpollTransport.Listener> bind(final SpeakerConfig config, final Map<InetAddress, byte[]> keys) {
        try {
            return config.listen().map(address -> transport.listen(address, keys, this::accepted));
        } catch (final ListenException e) {
            throw new BgpException(e.getMessage(), e);
        }
    }

    private void accepted(final Link link) {
        final InetAddress remote = link.remoteAddress();
        final Optional<Neighbor> neighbor =
            neighbors.values().stream().filter(candidate -> candidate.matches(link)).findFirst();
        if (neighbor.isPresent()) {
            neighbor.get().accept(link);
            return;
        }
        if (strangers.size() < MAX_STRANGERS_LOGGED && !strangers.contains(remote)) {
            strangers.add(remote);
            LOG.warn("BGP connection from {} refused: it is no configured neighbor; add it, or remove us there",
                remote.getHostAddress());
        }
        link.finish();
    }

    private <T> T onLoop(final Supplier<T> task) {
        if (transport.isOwnThread()) {
            return task.get();
        }
        if (ending.get() != null) {
            throw new BgpException("the speaker is closed", null);
        }
        final CompletableFuture<T> result = new CompletableFuture<>();
        try {
            transport.submit(() -> result.complete(task.get())).addListener(done -> {
                if (!done.isSuccess()) {
                    result.completeExceptionally(done.cause());
                }
            });
            return result.join();
        } catch (final RejectedExecutionException e) {
            throw new BgpException("the speaker is closed", e);
        } catch (final CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static Map<InetAddress, byte[]> keys(final SpeakerConfig config) {
        final Map<InetAddress, byte[]> keys = new HashMap<>();
        config.neighbors().forEach(neighbor ->
            neighbor.password().ifPresent(password -> keys.put(neighbor.address(), password.octets())));
        return keys;
    }
}
