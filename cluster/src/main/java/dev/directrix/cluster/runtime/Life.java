package dev.directrix.cluster.runtime;

import dev.directrix.cluster.etcd.ClusterStore;
import dev.directrix.cluster.link.Endpoint;
import dev.directrix.cluster.link.LinkHandler;
import dev.directrix.cluster.link.LinkLimits;
import dev.directrix.cluster.link.LinkStatus;
import dev.directrix.cluster.link.LinkVerdict;
import dev.directrix.cluster.link.Links;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.RecordException;
import dev.directrix.cluster.member.RecordJson;
import dev.directrix.cluster.member.StateJson;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.message.MessageCodec;
import dev.directrix.cluster.message.MessageException;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import dev.directrix.cluster.protocol.ClusterNode;
import dev.directrix.forwarder.datapath.ClusterDatapath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One incarnation of this director in the cluster: its protocol, its store, its links and its life of the datapath. For
 * the cluster's thread, but for {@link #tell}.
 */
final class Life implements LinkHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Life.class);
    private static final int MOST_FRAMES = 64;
    private static final int MOST_EVENTS = 256;
    private static final long LEASE_AGAIN_NS = 1_000_000_000L;

    private final ClusterParts parts;
    private final ClusterListener listener;
    private final Runnable wake;
    private final ClusterNode node;
    private final ClusterDatapath datapath;
    private final DatapathTasks tasks;
    private final ClusterStore store;
    private final Links links;
    private final Outgoing outgoing;
    private final Conversations conversations;
    private final ConcurrentLinkedQueue<Runnable> returns = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ClusterEvent> events = new ConcurrentLinkedQueue<>();
    private final Map<MemberId, Endpoint> peers = new HashMap<>();
    private volatile StoreReach reach = new StoreReach(false, "not asked yet");
    private volatile boolean leaseNeeded = true;
    private Optional<ClusterAction.Stop> stopped = Optional.empty();
    private long validUntilNs = Long.MIN_VALUE;
    private long nextTickNs;
    private long nextLeaseNs;
    private boolean serving;
    private long received;

    /** Whether the store answers, and from where or why not. */
    record StoreReach(boolean answers, String why) {
    }

    Life(
            final ClusterParts parts,
            final ClusterListener listener,
            final Executor slow,
            final Runnable wake) {
        this.parts = parts;
        this.listener = listener;
        this.wake = wake;
        final MemberId self = new MemberId(parts.name(), parts.incarnations().getAsLong());
        this.node = new ClusterNode(self, parts.settings());
        this.datapath = parts.datapaths().get();
        this.tasks = new DatapathTasks(datapath, slow, this::tell, parts.settings().tracksAlways(),
                parts.settings().idleNs(), parts.udpIdle());
        this.links = new Links(self, parts.key(), LinkLimits.DEFAULT, parts.transport());
        this.outgoing = new Outgoing(links);
        this.conversations = new Conversations((to, message) -> outgoing.send(Optional.of(to), node.enteredVersion(),
                message, parts.nanoClock().getAsLong()), parts.answering(), this::aside);
        this.store = parts.stores().get();
        this.nextTickNs = parts.nanoClock().getAsLong();
        this.nextLeaseNs = nextTickNs;
        store.start(new StoreEvents(this::tell, listener::report, (answers, why) -> {
            reach = new StoreReach(answers, why);
            wake.run();
        }));
        LOG.info("cluster: this director is {}", self);
    }

    /** Tells the protocol something. Any thread. */
    void tell(final ClusterEvent event) {
        events.add(event);
        wake.run();
    }

    /** Asks the member of a name; the future fails if there is none. */
    void ask(final String name, final String question, final CompletableFuture<String> answer) {
        final Optional<MemberId> to = node.named(name);
        if (to.isEmpty() || !peers.containsKey(to.get())) {
            answer.completeExceptionally(new IllegalStateException("there is no director " + name
                    + " in the cluster; there are " + node.states().keySet().stream().sorted().toList()));
        } else {
            conversations.ask(to.get(), question, answer);
        }
    }

    private void aside(final Runnable task, final Runnable then) {
        Thread.ofVirtual().name("cluster-answer").start(() -> {
            task.run();
            returns.add(then);
            wake.run();
        });
    }

    ClusterNode node() {
        return node;
    }

    ClusterDatapath datapath() {
        return datapath;
    }

    StoreReach reach() {
        return reach;
    }

    List<LinkStatus> links() {
        return links.status();
    }

    LinkCounters linkCounters() {
        return new LinkCounters(outgoing.sent(), received, links.refused());
    }

    long validUntilNs() {
        return validUntilNs;
    }

    boolean isServing() {
        return serving;
    }

    /** Why this life is over, if it is. */
    Optional<ClusterAction.Stop> stopped() {
        return stopped;
    }

    /** Does what is to be done now; returns 0 if there was nothing. */
    int work(final long nowNs) {
        int work = 0;
        ClusterEvent event = events.poll();
        while (event != null) {
            on(event, nowNs);
            work++;
            event = work < MOST_EVENTS ? events.poll() : null;
        }
        Runnable answer = returns.poll();
        while (answer != null) {
            answer.run();
            work++;
            answer = returns.poll();
        }
        work += parts.transport().poll((buffer, offset, length) ->
                links.onDatagram(buffer, offset, length, nowNs), MOST_FRAMES);
        work += links.poll(this, MOST_FRAMES, nowNs);
        if (nowNs - nextTickNs >= 0) {
            nextTickNs = nowNs + parts.settings().tickNs();
            on(new ClusterEvent.Tick(), nowNs);
            askForLease(nowNs);
        }
        return work + outgoing.flush(nowNs) + links.work(nowNs);
    }

    /** How long it may rest if nothing happens. */
    long restNs(final long nowNs) {
        return Math.max(0, Math.min(nextTickNs, links.dueNs(nowNs)) - nowNs);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails is asked again
    private void askForLease(final long nowNs) {
        if (leaseNeeded && nowNs - nextLeaseNs >= 0) {
            nextLeaseNs = nowNs + LEASE_AGAIN_NS;
            leaseNeeded = false;
            store.grantLease(parts.lease()).whenComplete((ttl, failure) -> leaseNeeded = failure != null);
        }
    }

    private void on(final ClusterEvent event, final long nowNs) {
        for (final ClusterAction action : node.on(event, nowNs)) {
            act(action, nowNs);
        }
    }

    private void act(final ClusterAction action, final long nowNs) {
        switch (action) {
            case ClusterAction.PutState put -> store.putMember(StateJson.encode(put.state()));
            case ClusterAction.Swap swap -> swap(swap);
            case ClusterAction.Reclaim reclaim -> reclaim(reclaim);
            case ClusterAction.Peers next -> connect(next.endpoints(), nowNs);
            case ClusterAction.Send send ->
                    outgoing.send(Optional.of(send.to()), send.view(), send.message(), nowNs);
            case ClusterAction.Broadcast all ->
                    outgoing.send(Optional.empty(), all.view(), all.message(), nowNs);
            case ClusterAction.Apply apply -> tasks.apply(apply);
            case ClusterAction.Collect collect -> tasks.collect(collect);
            case ClusterAction.Adopt adopt -> tasks.adopt(adopt.flows());
            case ClusterAction.ValidUntil until -> validUntil(until.deadlineNs());
            case ClusterAction.Serve serve -> {
                datapath.serve();
                serving = true;
                listener.serving();
            }
            case ClusterAction.Stop stop -> {
                datapath.stop();
                serving = false;
                stopped = Optional.of(stop);
            }
            case ClusterAction.Report report -> listener.report(report.text());
        }
    }

    private void validUntil(final long deadlineNs) {
        validUntilNs = deadlineNs;
        if (!datapath.validUntil(deadlineNs)) {
            tell(new ClusterEvent.Lost("out of date: the datapath has passed its deadline"));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what became of it will be seen
    private void swap(final ClusterAction.Swap swap) {
        try {
            store.swapRecord(swap.expected(), RecordJson.encode(swap.next()), swap.absent(),
                            swap.createState() ? Optional.of(StateJson.encode(swap.state())) : Optional.empty())
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            LOG.debug("version {} of the record was not written", swap.next().version(), failure);
                        }
                    });
        } catch (final RecordException e) {
            listener.report("a change of the cluster cannot be written: " + e.getMessage());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what became of it will be seen
    private void reclaim(final ClusterAction.Reclaim action) {
        store.reclaim(parts.lease(), action.expected(), StateJson.encode(action.state()))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debug("no other lease was taken", failure);
                    }
                });
    }

    private void connect(final Map<MemberId, String> endpoints, final long nowNs) {
        final Map<MemberId, Endpoint> next = new HashMap<>();
        endpoints.forEach((id, endpoint) -> {
            try {
                next.put(id, Endpoint.parse(endpoint));
            } catch (final IllegalArgumentException e) {
                listener.report("member " + id.name() + " has no good endpoint: " + e.getMessage());
            }
        });
        if (next.equals(peers)) {
            return;
        }
        peers.values().stream().filter(old -> !next.containsValue(old)).forEach(parts.transport()::removePeer);
        next.values().stream().filter(each -> !peers.containsValue(each)).forEach(parts.transport()::addPeer);
        peers.clear();
        peers.putAll(next);
        links.peers(next.keySet(), nowNs);
    }

    @Override
    public LinkVerdict onFrame(
            final MemberId from, final long view, final DirectBuffer buffer, final int offset, final int length) {
        if (!node.isReadyFor(view)) {
            return LinkVerdict.HOLD;
        }
        receive(from, view, buffer, offset, length);
        return LinkVerdict.CONSUME;
    }

    @Override
    public void onOnce(
            final MemberId from, final long view, final DirectBuffer buffer, final int offset, final int length) {
        receive(from, view, buffer, offset, length);
    }

    private void receive(
            final MemberId from, final long view, final DirectBuffer buffer, final int offset, final int length) {
        try {
            final Message message = MessageCodec.decode(buffer, offset, length);
            received++;
            if (message instanceof Message.Talk talk) {
                conversations.heard(from, talk);
            } else {
                on(new ClusterEvent.Received(from, view, message), parts.nanoClock().getAsLong());
            }
        } catch (final MessageException e) {
            listener.report("member " + from.name() + " sent a message that cannot be read: " + e.getMessage());
        }
    }

    /** Ends this life: nothing is forwarded any more, and the others are told. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the lease ends by itself if this fails
    public void close() {
        datapath.stop();
        conversations.close();
        peers.values().forEach(parts.transport()::removePeer);
        store.deleteMember().whenComplete((done, failure) -> store.close());
    }
}
