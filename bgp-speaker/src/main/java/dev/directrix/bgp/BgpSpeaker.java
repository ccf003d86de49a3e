package dev.directrix.bgp;

import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.transport.EpollTransport;
import dev.directrix.bgp.transport.Link;
import dev.directrix.bgp.transport.ListenException;
import dev.directrix.bgp.transport.PeerKey;
import dev.directrix.bgp.wire.Family;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Prefix;
import io.netty.channel.ChannelException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
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
    /** Calls of {@link #change} that wait for the speaker's thread; more wait for their turn. */
    private static final int MAX_CHANGES_WAITING = 1_024;

    private final EpollTransport transport = new EpollTransport();
    private final AtomicReference<CompletableFuture<Void>> ending = new AtomicReference<>();
    private final Semaphore changes = new Semaphore(MAX_CHANGES_WAITING);
    private final NeighborTable neighbors;
    /** From here on everything belongs to the transport's thread. */
    private final List<InetAddress> strangers = new ArrayList<>();
    private final BfdWatch bfd = new BfdWatch();
    private Map<InetSocketAddress, EpollTransport.Listener> sockets = Map.of();

    private BgpSpeaker(final SpeakerListener listener) {
        this.neighbors = new NeighborTable(transport, bfd, listener);
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
     * @param explicit explicit routes by id of the neighbour, as for {@link #change}
     * @throws BgpException as above
     */
    public static BgpSpeaker start(
        final SpeakerConfig config, final Map<String, List<RouteChange>> explicit, final SpeakerListener listener) {
        final BgpSpeaker speaker = new BgpSpeaker(listener);
        try {
            speaker.configure(config, explicit);
            return speaker;
        } catch (final RuntimeException e) {
            speaker.close();
            throw e;
        }
    }

    /**
     * Starts at rest: as after {@link #rest}, no session comes up before {@link #resume}.
     *
     * @throws BgpException as above
     */
    public static BgpSpeaker startAtRest(final SpeakerConfig config, final SpeakerListener listener) {
        final BgpSpeaker speaker = new BgpSpeaker(listener);
        try {
            speaker.onLoop(() -> {
                speaker.neighbors.rest();
                return null;
            });
            speaker.configure(config);
            return speaker;
        } catch (final RuntimeException e) {
            speaker.close();
            throw e;
        }
    }

    /**
     * Takes another configuration. Neighbours that did not change keep their session; changed keys, link bandwidth,
     * description and inbound rules are taken on without a flap; removed ones get Cease, Peer De-configured.
     *
     * @throws BgpException if a listen address cannot be bound, or the kernel refuses a key; the old configuration
     *                      stays in force then
     */
    public void configure(final SpeakerConfig config) {
        configure(config, Map.of());
    }

    /**
     * Takes another configuration, and changes explicit routes in the same step: neighbours that begin anew are told
     * them before their End-of-RIB. Routes given before stay, also where a session begins anew.
     *
     * @param explicit explicit routes by id of the neighbour, as for {@link #change}; neighbours that are not of the
     *                 new configuration are passed over
     * @throws BgpException as above
     */
    public void configure(final SpeakerConfig config, final Map<String, List<RouteChange>> explicit) {
        // Tried and bound on the caller's thread: the transport's own must not wait for itself.
        final List<PeerKey> keys = ListenPlan.keys(config);
        tryKeys(keys);
        final Set<InetSocketAddress> wanted = ListenPlan.addresses(config);
        final Set<InetSocketAddress> have = onLoop(() -> Set.copyOf(sockets.keySet()));
        final Map<InetSocketAddress, EpollTransport.Listener> fresh = bind(wanted, have, keys);
        onLoop(() -> {
            final Map<InetSocketAddress, EpollTransport.Listener> all = new HashMap<>(fresh);
            sockets.forEach((address, socket) -> {
                if (wanted.contains(address)) {
                    socket.keys(keys);
                    all.put(address, socket);
                } else {
                    socket.close();
                }
            });
            sockets = all;
            neighbors.apply(config, explicit);
            sockets.values().forEach(EpollTransport.Listener::open);
            return null;
        });
    }

    /** Makes this the whole set of routes to announce: what is new or changed is sent at once, the rest withdrawn. */
    public void announce(final Collection<Announcement> all) {
        final List<Announcement> copy = List.copyOf(all);
        onLoop(() -> {
            neighbors.announce(copy);
            return null;
        });
    }

    /**
     * Changes explicit routes of one neighbour, beside what {@link #announce} says and winning over it for the same
     * prefix. They are kept over sessions and count in the order given; of what changes again before it could be
     * sent, the latest is sent. Returns before they take effect, but every later call finds them done; waits when very
     * many such calls are under way.
     *
     * @throws IllegalArgumentException if there is no such neighbour
     */
    public void change(final String id, final List<RouteChange> wanted) {
        final List<RouteChange> copy = List.copyOf(wanted);
        if (!neighbors.knows(id)) {
            throw new IllegalArgumentException("there is no neighbor " + id);
        }
        if (transport.isOwnThread()) {
            neighbors.find(id).ifPresent(neighbor -> neighbor.change(copy));
            return;
        }
        requireOpen();
        changes.acquireUninterruptibly();
        try {
            transport.execute(() -> {
                changes.release();
                neighbors.find(id).ifPresent(neighbor -> neighbor.change(copy));
            });
        } catch (final RejectedExecutionException e) {
            changes.release();
            throw new BgpException("the speaker is closed", e);
        }
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

    /**
     * Ends every session with Cease, and lets none come up before {@link #resume}: we do not connect, and hang up on a
     * router that does. Announcements and configurations are taken meanwhile, for later. Routes go with the sessions,
     * also where graceful restart would keep them (RFC 8538 §3.1). Called again, it changes nothing.
     *
     * @param reason the subcode, as a rule {@link CeaseSubcode#ADMINISTRATIVE_SHUTDOWN}
     * @param text   words for the routers' operators (RFC 9003): cut at 255 octets of UTF-8
     */
    public void rest(final CeaseSubcode reason, final String text) {
        onLoop(() -> {
            neighbors.rest(reason, text);
            return null;
        });
    }

    /** Lets sessions come up again after {@link #rest}; otherwise changes nothing. */
    public void resume() {
        onLoop(() -> {
            neighbors.resume();
            return null;
        });
    }

    /** Every neighbour as it stands now, in the order of the configuration. */
    public List<NeighborStatus> neighbors() {
        return onLoop(() -> neighbors.all().stream().map(Neighbor::status).toList());
    }

    /**
     * Looks at what the routers say of these prefixes from now on; nothing of it is imported. Routers are asked for
     * their routes again if there are new prefixes.
     */
    public void watch(final Set<Prefix> prefixes) {
        final Set<Prefix> copy = Set.copyOf(prefixes);
        onLoop(() -> {
            neighbors.watch(copy);
            return null;
        });
    }

    /** What the routers say of the watched prefixes; established sessions only. */
    public List<HeardRoutes> heard() {
        return onLoop(() -> neighbors.all().stream().flatMap(neighbor -> neighbor.heard().stream()).toList());
    }

    /** What is announced to whom, by neighbour and prefix; established sessions only. */
    public List<AdvertisedRoute> routes() {
        return onLoop(() -> neighbors.all().stream().flatMap(neighbor -> neighbor.routes().stream()).toList());
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
            sockets.values().forEach(EpollTransport.Listener::close);
            final List<CompletionStage<Void>> connections = neighbors.all().stream()
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
        return neighbors.find(id)
            .orElseThrow(() -> new IllegalArgumentException("there is no neighbor " + id));
    }

    /** Before anything changes: a key that the kernel cannot hold would leave a neighbour unprotected, or silent. */
    private static void tryKeys(final List<PeerKey> keys) {
        try {
            keys.forEach(EpollTransport::tryKeys);
        } catch (final ChannelException e) {
            throw new BgpException(e.getMessage(), e);
        }
    }

    private Map<InetSocketAddress, EpollTransport.Listener> bind(
        final Set<InetSocketAddress> wanted, final Set<InetSocketAddress> have, final List<PeerKey> keys) {
        final Map<InetSocketAddress, EpollTransport.Listener> bound = new HashMap<>();
        try {
            for (final InetSocketAddress address : wanted) {
                if (!have.contains(address)) {
                    bound.put(address, transport.listen(address, keys, this::accepted));
                }
            }
            return bound;
        } catch (final ListenException e) {
            bound.values().forEach(EpollTransport.Listener::close);
            throw new BgpException(e.getMessage(), e);
        }
    }

    private void accepted(final Link link) {
        if (neighbors.rests(link)) {
            // Without a word: FRR 8.4 takes a NOTIFICATION before any OPEN for an error, connects again each second,
            // and shows that in the place of the words that ended the session.
            link.finish();
            return;
        }
        final Optional<Neighbor> owner = neighbors.owner(link);
        if (owner.isPresent()) {
            owner.get().accept(link);
            return;
        }
        final InetAddress remote = link.remoteAddress();
        if (strangers.size() < MAX_STRANGERS_LOGGED && !strangers.contains(remote)) {
            strangers.add(remote);
            LOG.warn("BGP connection from {} refused: it is no configured neighbor, or its listen range is full;"
                + " add it, or remove us there", remote.getHostAddress());
        }
        link.finish();
    }

    private void requireOpen() {
        if (ending.get() != null) {
            throw new BgpException("the speaker is closed", null);
        }
    }

    private <T> T onLoop(final Supplier<T> task) {
        if (transport.isOwnThread()) {
            return task.get();
        }
        requireOpen();
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
}
