package dev.directrix.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.capability.ExtendedMessage;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.capability.RouteRefresh;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Good messages with octets changed: whatever comes, it is a message or a protocol error. */
class MessageMutationTest {

    private static final int MUTATIONS = 300_000;
    private static final CodecContext CONTEXT = new CodecContext(true, true, Set.of(), 4096);
    private static final Inet4Address ROUTER = (Inet4Address) Addresses.of(new byte[] {10, 0, 1, 1});
    private static final Nlri V4 = Nlri.of(Prefix.of(new byte[] {(byte) 192, 0, 2, 0}, 25));
    private static final Nlri V6 = Nlri.of(Prefix.of(new byte[16], 77));

    private static final List<Message> GOOD = List.of(
        new Open(4, 23_456, 9, ROUTER, List.of(new Multiprotocol(Family.IPV4_UNICAST),
            new Multiprotocol(Family.IPV6_UNICAST), new RouteRefresh(), new ExtendedMessage(),
            new FourOctetAsn(4_200_000_000L))),
        new Update(List.of(V4, V4), List.of(Origin.IGP, AsPath.sequence(List.of(65_101L, 4_200_000_000L)),
            new NextHop(ROUTER), new Communities(List.of(Community.GRACEFUL_SHUTDOWN)),
            new ExtendedCommunities(List.of(ExtendedCommunity.linkBandwidth(65_101, 1.25e8f, false))),
            new LargeCommunities(List.of(new LargeCommunity(65_101, 1, 100)))), List.of(V4)),
        new Update(List.of(), List.of(Origin.IGP, AsPath.EMPTY,
            new MpReach(Family.IPV6_UNICAST, List.of(Addresses.of(new byte[16])), List.of(V6, V6))), List.of()),
        new Update(List.of(), List.of(new MpUnreach(Family.IPV6_UNICAST, List.of(V6))), List.of()),
        Notification.cease(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "Wartung, ängstlich \u00e4\u00f6"),
        new Keepalive(),
        new RouteRefreshMessage(Family.IPV6_UNICAST, 0));

    @Test
    void shouldDecodeWhatItEncodes() {
        for (final Message message : GOOD) {
            assertThat(MessageDecoder.standard().decode(MessageEncoder.standard().encode(message, CONTEXT), CONTEXT))
                .isEqualTo(message);
        }
    }

    @Test
    void shouldSurviveEveryMutation() {
        final Random random = new Random(7606);
        final MessageDecoder decoder = MessageDecoder.standard();
        int refused = 0;
        int survived = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            final byte[] octets = mutated(
                MessageEncoder.standard().encode(GOOD.get(i % GOOD.size()), CONTEXT), random);
            try {
                final Message message = decoder.decode(octets, CONTEXT);
                assertThat(message.toString()).isNotNull();
                survived++;
            } catch (final ProtocolException e) {
                assertThat(e.notification().code()).isBetween(1, 7);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(MUTATIONS / 20);
        assertThat(survived).isGreaterThan(MUTATIONS / 20);
    }

    /** Changes octets behind the marker, cuts or repeats the end; the length mostly stays true. */
    private static byte[] mutated(final byte[] good, final Random random) {
        byte[] octets = good;
        if (random.nextInt(4) == 0) {
            octets = Arrays.copyOf(good, 19 + random.nextInt(good.length * 2 - 18));
        }
        for (int changes = random.nextInt(4); changes > 0 && octets.length > 19; changes--) {
            octets[18 + random.nextInt(octets.length - 18)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(10) != 0) {
            octets[16] = (byte) (octets.length >> 8);
            octets[17] = (byte) octets.length;
        }
        return octets;
    }
}
