package dev.directrix.director.runtime;

import dev.directrix.bgp.AdvertisedRoute;
import dev.directrix.bgp.BgpException;
import dev.directrix.bgp.InboundReport;
import dev.directrix.bgp.MessageCounters;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.session.SessionState;
import dev.directrix.ecmp.Announcement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A speaker whose routers agree to everything. */
final class FakeRouting implements Routing {

    private final List<String> journal;
    volatile SpeakerConfig config;
    volatile SessionState state = SessionState.ESTABLISHED;
    volatile boolean refuses;

    FakeRouting(final List<String> journal, final SpeakerConfig config) {
        this.journal = journal;
        this.config = config;
    }

    @Override
    public void configure(final SpeakerConfig next) {
        if (refuses) {
            throw new BgpException("listen address is taken", new IllegalStateException());
        }
        config = next;
        journal.add("configure " + next.neighbors().size() + " neighbors");
    }

    @Override
    public void announce(final Collection<Announcement> announcements) {
        journal.add("announce " + announcements.stream()
            .map(a -> a.prefix().address().getHostAddress() + "=" + a.weight() + (a.draining() ? " draining" : ""))
            .collect(Collectors.joining(", ", "[", "]")));
    }

    @Override
    public List<NeighborStatus> neighbors() {
        return config.neighbors().stream().map(n -> new NeighborStatus(n.id(), n, n.address(), n.asn(), "external",
            state, Instant.EPOCH, 1, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty(),
            MessageCounters.NONE, MessageCounters.NONE, 1, 0, List.of(), List.of(), InboundReport.NONE,
            Optional.empty())).toList();
    }

    @Override
    public List<AdvertisedRoute> routes() {
        return List.of();
    }

    @Override
    public void rest(final String text) {
        journal.add("rest " + text);
    }

    @Override
    public void resume() {
        journal.add("resume");
    }

    @Override
    public void shutdown(final String text) {
        journal.add("cease " + text);
    }

    @Override
    public void close() {
        journal.add("close routing");
    }
}
