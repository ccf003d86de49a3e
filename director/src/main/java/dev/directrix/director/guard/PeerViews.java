package dev.directrix.director.guard;

import dev.directrix.director.control.AnnouncedPath;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.control.WeightView.VipView;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the other directors of the cluster announce. Each tells the others when that changes, and is asked then: while
 * nothing changes nobody says anything. For one thread, but for {@link #changed}.
 */
public final class PeerViews {

    private static final Logger LOG = LoggerFactory.getLogger(PeerViews.class);
    private static final int PATIENCE_MS = 2_000;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final int MOST_CHANGED = 1_024;
    private static final int MOST_PATHS = 1_024;
    private static final int MOST_ADDRESSES = 256;
    private static final Pattern ROUTER = Pattern.compile("[0-9a-fA-F.:]{2,45}");
    private static final Pattern SITE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final Set<String> ORIGINS = Set.of("igp", "egp", "incomplete");

    private final String self;
    private final Line line;
    private final Map<String, Peer> peers = new TreeMap<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    /** The way to the other directors; of any thread, waits for the answer. */
    public interface Line {

        /**
         * Tells a director that this one announces something else now.
         *
         * @throws OperationException if it does not answer
         */
        void tell(String director);

        /**
         * Asks a director what it announces.
         *
         * @throws OperationException if it does not answer
         */
        WeightView ask(String director);
    }

    /** One other director, as far as it is known. */
    private static final class Peer {

        private final long incarnation;
        private WeightView view;
        private boolean isStale = true;
        private long toldVersion = -1;
        private long pauseMs;
        private long nextMs;

        Peer(final String name, final long incarnation) {
            this.incarnation = incarnation;
            this.view = new WeightView(name, List.of(), List.of(), Optional.empty());
        }

        boolean isDue(final long version, final long nowMs) {
            return nowMs >= nextMs && (isStale || toldVersion != version);
        }

        void failed(final long nowMs) {
            pauseMs = Math.clamp(2 * pauseMs, 500, LONGEST_PAUSE_MS);
            nextMs = nowMs + pauseMs;
        }

        void answered() {
            pauseMs = 0;
            nextMs = 0;
        }
    }

    /**
     * None yet.
     *
     * @param self name of this director
     */
    public PeerViews(final String self, final Line line) {
        this.self = self;
        this.line = line;
    }

    /** A director says that it announces something else now. Any thread. */
    public void changed(final String director) {
        if (changed.size() < MOST_CHANGED) {
            changed.add(director);
        }
    }

    /** What the others announced when they were asked last. */
    public Collection<WeightView> views() {
        return peers.values().stream().map(peer -> peer.view).toList();
    }

    /**
     * Tells and asks those for whom there is a reason; waits for their answers, two seconds at most.
     *
     * @param members names of the members of the cluster, with what tells one life from the next
     * @param vips    those that are of interest here
     * @param version of what this director announces
     * @return whether what the others announce is not what it was
     */
    public boolean refresh(
        final Map<String, Long> members, final Set<InetAddress> vips, final long version, final long nowMs) {
        final List<WeightView> before = List.copyOf(views());
        peers.keySet().retainAll(members.keySet());
        members.forEach((name, incarnation) -> {
            if (!name.equals(self)) {
                peers.compute(name, (_, known) ->
                    known != null && known.incarnation == incarnation ? known : new Peer(name, incarnation));
            }
        });
        final List<String> news = List.copyOf(changed);
        news.forEach(changed::remove);
        peers.forEach((name, peer) -> {
            if (news.contains(name)) {
                peer.isStale = true;
                peer.nextMs = 0;
            }
        });
        final List<String> due = peers.entrySet().stream().filter(each -> each.getValue().isDue(version, nowMs))
            .map(Map.Entry::getKey).toList();
        for (final Talk talk : talk(due, version)) {
            take(talk, vips, version, nowMs);
        }
        return !before.equals(List.copyOf(views()));
    }

    /** Asks everybody anew, because other VIPs are of interest. */
    public void forget() {
        peers.values().forEach(peer -> peer.isStale = true);
    }

    private record Talk(String director, Future<WeightView> answer) {
    }

    private List<Talk> talk(final List<String> due, final long version) {
        if (due.isEmpty()) {
            return List.of();
        }
        final List<Callable<WeightView>> questions = new ArrayList<>();
        for (final String name : due) {
            final Peer peer = peers.get(name);
            final boolean tells = peer.toldVersion != version;
            final boolean asks = peer.isStale;
            final WeightView known = peer.view;
            questions.add(() -> {
                if (tells) {
                    line.tell(name);
                }
                return asks ? line.ask(name) : known;
            });
        }
        final List<Talk> talks = new ArrayList<>();
        try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            final List<Future<WeightView>> answers = asking.invokeAll(questions, PATIENCE_MS, TimeUnit.MILLISECONDS);
            for (int i = 0; i < due.size(); i++) {
                talks.add(new Talk(due.get(i), answers.get(i)));
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return talks;
    }

    private void take(final Talk talk, final Set<InetAddress> vips, final long version, final long nowMs) {
        final Peer peer = peers.get(talk.director());
        try {
            if (talk.answer().isCancelled()) {
                peer.failed(nowMs);
                return;
            }
            peer.view = checked(talk.answer().get(), talk.director(), vips);
            peer.isStale = false;
            peer.toldVersion = version;
            peer.answered();
        } catch (final ExecutionException | IllegalArgumentException e) {
            LOG.debug("what director {} announces is not known: {}", talk.director(), e.getMessage());
            peer.failed(nowMs);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Only what is of interest, and nothing that could not be printed. */
    static WeightView checked(final WeightView view, final String director, final Set<InetAddress> vips) {
        if (!view.director().equals(director)) {
            throw new IllegalArgumentException("it gives the name of another director");
        }
        if (view.addresses().size() > MOST_ADDRESSES) {
            throw new IllegalArgumentException("it has more than " + MOST_ADDRESSES + " next hops");
        }
        if (view.site().filter(site -> !SITE.matcher(site).matches()).isPresent()) {
            throw new IllegalArgumentException("it is at a site that cannot be");
        }
        final List<VipView> known = view.vips().stream().filter(vip -> vips.contains(vip.address()))
            .toList();
        for (final VipView vip : known) {
            if (vip.paths().size() > MOST_PATHS) {
                throw new IllegalArgumentException("it has more than " + MOST_PATHS + " paths to a VIP");
            }
            for (final AnnouncedPath path : vip.paths()) {
                if (!ROUTER.matcher(path.router()).matches() || !ORIGINS.contains(path.origin())) {
                    throw new IllegalArgumentException("it has a path that cannot be");
                }
            }
        }
        return uncounted(new WeightView(director, known, view.addresses(), view.site()));
    }

    /** The same without what changes all the time and says nothing of the routes. */
    public static WeightView uncounted(final WeightView view) {
        return new WeightView(view.director(), view.vips().stream().map(vip ->
            new VipView(vip.address(), vip.weight(), vip.state(), 0, 0, vip.paths())).toList(),
            view.addresses(), view.site());
    }
}
