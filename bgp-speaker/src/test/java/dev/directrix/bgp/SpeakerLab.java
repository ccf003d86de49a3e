package dev.directrix.bgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.CodecContext;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speakers on loopback addresses with real sockets, and a recorder of what they say to one another. */
final class SpeakerLab implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<BgpSpeaker> open = new ArrayList<>();
    private final int port = LoopbackPort.free();

    int port() {
        return port;
    }

    static InetAddress address(final String text) {
        try {
            return InetAddress.getByName(text);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** A neighbour on the lab's port, spoken to from an address, quick to retry. */
    NeighborConfigBuilder neighbor(final String address, final long asn, final String source) {
        return NeighborConfig.builder(address(address), asn).port(port).connectRetry(Duration.ofMillis(300))
            .sourceAddress(Optional.of(address(source)));
    }

    SpeakerConfig config(final String address, final long asn, final NeighborConfigBuilder... neighbors) {
        return new SpeakerConfig(asn, routerId(asn), Optional.of(new InetSocketAddress(address, port)),
            Arrays.stream(neighbors).map(NeighborConfigBuilder::build).toList());
    }

    BgpSpeaker start(final SpeakerConfig config, final SpeakerListener listener) {
        final BgpSpeaker speaker = BgpSpeaker.start(config, listener);
        open.add(speaker);
        return speaker;
    }

    BgpSpeaker start(final SpeakerConfig config) {
        return start(config, SpeakerListener.NONE);
    }

    static Inet4Address routerId(final long asn) {
        return (Inet4Address) address("10.255." + (asn >> 8 & 0xff) + "." + (asn & 0xff));
    }

    static void awaitUp(final BgpSpeaker speaker) {
        await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(speaker.neighbors()).isNotEmpty().allMatch(NeighborStatus::isEstablished));
    }

    @Override
    public void close() {
        open.forEach(BgpSpeaker::close);
        open.clear();
    }

    /** Writes down every message that a speaker receives. */
    static final class Recorder implements SpeakerListener {

        private final List<Message> received = new CopyOnWriteArrayList<>();
        private final List<String> events = new CopyOnWriteArrayList<>();

        List<Message> received() {
            return received;
        }

        <M extends Message> List<M> received(final Class<M> kind) {
            return received.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        /** UPDATEs but End-of-RIB. */
        List<Update> routes() {
            return received(Update.class).stream().filter(update -> update.endOfRib().isEmpty()).toList();
        }

        List<String> events() {
            return events;
        }

        @Override
        public void connected(final String id, final InetSocketAddress local, final InetSocketAddress remote) {
            events.add("connected " + id);
        }

        @Override
        public void up(final NeighborStatus neighbor) {
            events.add("up " + neighbor.id());
        }

        @Override
        public void down(final NeighborStatus neighbor, final String cause) {
            events.add("down " + neighbor.id());
        }

        @Override
        public boolean wantsMessages(final String id) {
            return true;
        }

        @Override
        public void message(final String id, final Flow flow, final byte[] octets, final CodecContext context) {
            if (flow == Flow.RECEIVED) {
                received.add(MessageDecoder.standard().decode(octets, context));
            }
        }
    }
}
