package dev.directrix.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a neighbour hears, decoded from the octets that it gets. */
class AdjRibOutTest {

    private static final CodecContext FOUR_OCTETS = new CodecContext(true, true, Set.of(), 4096);
    private static final Set<Family> BOTH = Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST);
    private static final LocalAddresses LOCAL = new LocalAddresses(
        Optional.of((Inet4Address) Addresses.of(new byte[] {10, 0, 1, 11})),
        Optional.of((Inet6Address) Addresses.of(new byte[] {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 11})));

    private final Map<Nlri, RouteAttributes> desired = new LinkedHashMap<>();
    private AdjRibOut rib = new AdjRibOut(Set.of(), encoder(FOUR_OCTETS), AdjRibOut.Options.DEFAULT);

    @Test
    void shouldTellEverythingThenEndOfRib() {
        desire(external(65_101, LinkBandwidthMode.BOTH, vip4(1, 100), vip4(2, 100), vip6(1, 100)));
        start(BOTH, FOUR_OCTETS);
        final List<Update> updates = drain(FOUR_OCTETS);
        assertThat(updates).hasSize(4);
        assertThat(updates.get(0).nlri()).hasSize(2);
        assertThat(updates.get(0).attribute(NextHop.class).orElseThrow().address().getHostAddress())
            .isEqualTo("10.0.1.11");
        assertThat(updates.get(1).attribute(MpReach.class).orElseThrow().nextHops().get(0).getHostAddress())
            .isEqualTo("2001:db8:0:0:0:0:0:b");
        assertThat(updates.get(2).endOfRib()).contains(Family.IPV4_UNICAST);
        assertThat(updates.get(3).endOfRib()).contains(Family.IPV6_UNICAST);
        assertThat(rib.announced()).isEqualTo(3);
        assertThat(rib.hasPending()).isFalse();
    }

    @Test
    void shouldSendOnlyWhatChanged() {
        start(BOTH, FOUR_OCTETS);
        desire(external(65_101, LinkBandwidthMode.BOTH, vip4(1, 100), vip4(2, 100)));
        drain(FOUR_OCTETS);
        desire(external(65_101, LinkBandwidthMode.BOTH, vip4(1, 100), vip4(3, 100)));
        final List<Update> updates = drain(FOUR_OCTETS);
        assertThat(updates).hasSize(2);
        assertThat(updates.get(0).withdrawn()).extracting(Nlri::toString).containsExactly("192.0.2.2/32");
        assertThat(updates.get(1).nlri()).extracting(Nlri::toString).containsExactly("192.0.2.3/32");
        desire(external(65_101, LinkBandwidthMode.BOTH, vip4(1, 100), vip4(3, 100)));
        assertThat(drain(FOUR_OCTETS)).isEmpty();
        desire(external(65_101, LinkBandwidthMode.BOTH));
        assertThat(drain(FOUR_OCTETS)).singleElement()
            .satisfies(update -> assertThat(update.withdrawn()).hasSize(2));
    }

    @Test
    void shouldPackOnlyAnnouncementsOfIpv4AsExabgpDoes() {
        rib = new AdjRibOut(BOTH, encoder(FOUR_OCTETS),
            new AdjRibOut.Options(UpdatePacking.IPV4_ANNOUNCEMENTS, false, false));
        desire(external(65_101, LinkBandwidthMode.BOTH, vip4(1, 100), vip4(2, 100), vip6(1, 100), vip6(2, 100)));
        assertThat(drain(FOUR_OCTETS)).extracting(update -> update.nlri().size()).containsExactly(2, 0, 0);
        desire(external(65_101, LinkBandwidthMode.BOTH));
        assertThat(drain(FOUR_OCTETS)).extracting(update -> update.withdrawn().size()).containsExactly(1, 1, 0, 0);
    }

    @Test
    void shouldTellAWithdrawalThatWasAskedForEvenOfAnUnknownRouteOnceItHasSpoken() {
        final Nlri unknown = Nlri.of(prefix4(9));
        start(BOTH, FOUR_OCTETS);
        rib.withdraw(unknown);
        assertThat(drain(FOUR_OCTETS)).allMatch(update -> update.endOfRib().isPresent());
        desire(external(65_101, LinkBandwidthMode.BOTH, vip4(1, 100)));
        drain(FOUR_OCTETS);
        rib.withdraw(unknown);
        rib.withdraw(unknown);
        assertThat(drain(FOUR_OCTETS)).singleElement()
            .satisfies(update -> assertThat(update.withdrawn()).containsExactly(unknown));
        assertThat(rib.announced()).isEqualTo(1);
        assertThat(rib.hasPending()).isFalse();
    }

    @Test
    void shouldForgetChangesThatCancelEachOther() {
        start(BOTH, FOUR_OCTETS);
        final Map<Nlri, RouteAttributes> once = external(65_101, LinkBandwidthMode.BOTH, vip4(1, 100));
        desire(once);
        drain(FOUR_OCTETS);
        for (int i = 0; i < 1_000; i++) {
            desire(Map.of());
            desire(external(65_101, LinkBandwidthMode.BOTH, vip4(1, 1 + i)));
            assertThat(rib.pending()).isEqualTo(1 + i == 100 ? 0 : 1);
        }
        desire(once);
        assertThat(rib.pending()).isZero();
        assertThat(rib.poll()).isEmpty();
    }

    @Test
    void shouldTellEverythingAgainOnRefreshAndOnNewSession() {
        start(BOTH, FOUR_OCTETS);
        desire(external(65_101, LinkBandwidthMode.BOTH, vip4(1, 100), vip6(1, 100)));
        drain(FOUR_OCTETS);
        rib.refresh(Family.IPV6_UNICAST);
        assertThat(drain(FOUR_OCTETS)).singleElement()
            .satisfies(update -> assertThat(update.attribute(MpReach.class)).isPresent());
        start(Set.of(Family.IPV4_UNICAST), FOUR_OCTETS);
        final List<Update> again = drain(FOUR_OCTETS);
        assertThat(again).hasSize(2);
        assertThat(again.get(0).nlri()).hasSize(1);
        assertThat(again.get(1).endOfRib()).contains(Family.IPV4_UNICAST);
    }

    @Test
    void shouldSayWeightInEveryForm() {
        final Update both = only(external(65_101, LinkBandwidthMode.BOTH, vip4(1, 300)), FOUR_OCTETS);
        assertThat(both.attribute(ExtendedCommunities.class).orElseThrow().values()).extracting(Object::toString)
            .containsExactly("link-bandwidth:65101:375000000", "link-bandwidth:65101:375000000:non-transitive");
        assertThat(both.attribute(LargeCommunities.class).orElseThrow().values()).extracting(Object::toString)
            .containsExactly("65101:1:300");
        assertThat(both.attribute(AsPath.class).orElseThrow().asns()).containsExactly(65_101L);
        assertThat(both.attribute(LocalPref.class)).isEmpty();
        final Update large = only(external(4_200_000_001L, LinkBandwidthMode.TRANSITIVE, vip4(1, 1)), FOUR_OCTETS);
        assertThat(large.attribute(ExtendedCommunities.class).orElseThrow().values()).extracting(Object::toString)
            .containsExactly("link-bandwidth:23456:1250000");
        assertThat(large.attribute(LargeCommunities.class).orElseThrow().values()).extracting(Object::toString)
            .containsExactly("4200000001:1:1");
        final Update off = only(external(65_101, LinkBandwidthMode.OFF, vip4(1, 1)), FOUR_OCTETS);
        assertThat(off.attribute(ExtendedCommunities.class)).isEmpty();
    }

    @Test
    void shouldSendLocalPrefAndEmptyPathInsideAs() {
        final RouteBuilder builder =
            new RouteBuilder(new SessionShape(65_000, true, LOCAL), LinkBandwidthMode.BOTH);
        final CodecContext internal = new CodecContext(true, false, Set.of(), 4096);
        final Update update = only(builder.build(List.of(vip4(1, 100))).routes(), internal);
        assertThat(update.attribute(AsPath.class).orElseThrow().segments()).isEmpty();
        assertThat(update.attribute(LocalPref.class).orElseThrow().value()).isEqualTo(100);
    }

    @Test
    void shouldSendTrueNumbersBesideAsTransToOldPeers() {
        final CodecContext old = new CodecContext(false, true, Set.of(), 4096);
        final Update update = only(external(4_200_000_001L, LinkBandwidthMode.OFF, vip4(1, 1)), old);
        // AS_PATH alone has but two octets: the decoder put the true number back from AS4_PATH.
        assertThat(update.attribute(AsPath.class).orElseThrow().asns()).containsExactly(4_200_000_001L);
    }

    @Test
    void shouldAskForGracefulShutdownWhileDraining() {
        final Announcement draining = new Announcement(prefix4(1), Optional.empty(), 100, true,
            new TreeSet<>(Set.of(Community.parse("65000:100"))));
        assertThat(only(external(65_101, LinkBandwidthMode.BOTH, draining), FOUR_OCTETS)
            .attribute(Communities.class).orElseThrow().values())
            .containsExactly(Community.parse("65000:100"), Community.GRACEFUL_SHUTDOWN);
    }

    @Test
    void shouldReportPrefixesWithoutNextHopOrTooLarge() {
        final LocalAddresses onlyIpv4 = new LocalAddresses(LOCAL.ipv4(), Optional.empty());
        final RouteBuilder.Built built = new RouteBuilder(
            new SessionShape(65_101, false, onlyIpv4), LinkBandwidthMode.BOTH)
            .build(List.of(vip4(1, 100), vip6(1, 100)));
        assertThat(built.routes()).containsOnlyKeys(Nlri.of(prefix4(1)));
        assertThat(built.withoutNext()).hasSize(1);

        final TreeSet<Community> communities = new TreeSet<>();
        for (int i = 0; i < 1_020; i++) {
            communities.add(new Community(i));
        }
        start(BOTH, FOUR_OCTETS);
        desire(external(65_101, LinkBandwidthMode.BOTH,
            new Announcement(prefix4(1), Optional.empty(), 1, false, communities), vip4(2, 1)));
        assertThat(rib.tooLarge()).containsExactly(Nlri.of(prefix4(1)));
        assertThat(drain(FOUR_OCTETS).get(0).nlri()).containsExactly(Nlri.of(prefix4(2)));
    }

    @Test
    void shouldFillMessagesUpToTheAgreedSize() {
        final List<Announcement> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add(announcement(Prefix.of(new byte[] {10, 0, (byte) (i >> 8), (byte) i}, 32), 1));
            many.add(announcement(Prefix.of(new byte[] {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                (byte) (i >> 8), (byte) i}, 128), 1));
        }
        for (final int size : new int[] {4_096, 65_535}) {
            final CodecContext context = new CodecContext(true, true, Set.of(), size);
            start(BOTH, context);
            desire(external(65_101, LinkBandwidthMode.BOTH, many.toArray(Announcement[]::new)));
            int largest = 0;
            int messages = 0;
            for (Optional<byte[]> message = rib.poll(); message.isPresent(); message = rib.poll()) {
                largest = Math.max(largest, message.get().length);
                messages++;
                MessageDecoder.standard().decode(message.get(), context);
            }
            assertThat(largest).isLessThanOrEqualTo(size).isGreaterThan(size - 40);
            assertThat(messages).isEqualTo(size == 4_096 ? 31 : 5);
            assertThat(rib.announced()).isEqualTo(10_000);
        }
    }

    @Test
    void shouldLeaveTheNeighborWithWhatIsDesiredWhateverHappens() {
        final Random random = new Random(20261120);
        final Map<Prefix, List<Object>> known = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        start(BOTH, FOUR_OCTETS);
        List<Announcement> wanted = List.of();
        for (int step = 0; step < 2_000; step++) {
            wanted = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                if (random.nextBoolean()) {
                    wanted.add(random.nextBoolean() ? vip4(i, 1 + random.nextInt(3)) : vip6(i, 1 + random.nextInt(3)));
                }
            }
            desire(external(65_101, LinkBandwidthMode.BOTH, wanted.toArray(Announcement[]::new)));
            for (int sends = random.nextInt(4); sends > 0; sends--) {
                rib.poll().ifPresent(message -> hear(message, known));
            }
            assertThat(rib.pending()).isLessThanOrEqualTo(40);
        }
        for (Optional<byte[]> message = rib.poll(); message.isPresent(); message = rib.poll()) {
            hear(message.get(), known);
        }
        final Map<Prefix, List<Object>> expected = new TreeMap<>(((TreeMap<Prefix, ?>) known).comparator());
        wanted.forEach(announcement -> expected.put(announcement.prefix(), List.of((long) announcement.weight())));
        assertThat(known).isEqualTo(expected);
    }

    private static void hear(final byte[] message, final Map<Prefix, List<Object>> known) {
        final Update update = (Update) MessageDecoder.standard().decode(message, FOUR_OCTETS);
        update.withdrawn().forEach(nlri -> known.remove(nlri.prefix()));
        update.attribute(MpUnreach.class).ifPresent(un -> un.nlri().forEach(nlri -> known.remove(nlri.prefix())));
        update.attribute(LargeCommunities.class).ifPresent(large -> {
            final List<Object> weight = List.of(large.values().get(0).local2());
            update.nlri().forEach(nlri -> known.put(nlri.prefix(), weight));
            update.attribute(MpReach.class).ifPresent(
                reach -> reach.nlri().forEach(nlri -> known.put(nlri.prefix(), weight)));
        });
    }

    private Update only(final Map<Nlri, RouteAttributes> routes, final CodecContext context) {
        final AdjRibOut fresh = new AdjRibOut(BOTH, encoder(context), AdjRibOut.Options.DEFAULT);
        routes.forEach(fresh::put);
        final Update update = (Update) MessageDecoder.standard().decode(fresh.poll().orElseThrow(), context);
        assertThat(update.problems()).isEmpty();
        return update;
    }

    private void start(final Set<Family> families, final CodecContext context) {
        rib = new AdjRibOut(families, encoder(context), AdjRibOut.Options.DEFAULT);
        desired.forEach(rib::put);
    }

    private void desire(final Map<Nlri, RouteAttributes> routes) {
        List.copyOf(desired.keySet()).stream().filter(nlri -> !routes.containsKey(nlri)).forEach(nlri -> {
            desired.remove(nlri);
            rib.remove(nlri);
        });
        desired.putAll(routes);
        routes.forEach(rib::put);
    }

    private List<Update> drain(final CodecContext context) {
        final List<Update> updates = new ArrayList<>();
        for (Optional<byte[]> message = rib.poll(); message.isPresent(); message = rib.poll()) {
            updates.add((Update) MessageDecoder.standard().decode(message.get(), context));
        }
        return updates;
    }

    private static UpdateEncoder encoder(final CodecContext context) {
        return new UpdateEncoder(MessageEncoder.standard(), context);
    }

    private static Map<Nlri, RouteAttributes> external(
        final long asn, final LinkBandwidthMode mode, final Announcement... announcements) {
        return new RouteBuilder(new SessionShape(asn, false, LOCAL), mode).build(List.of(announcements)).routes();
    }

    private static Prefix prefix4(final int last) {
        return Prefix.of(new byte[] {(byte) 192, 0, 2, (byte) last}, 32);
    }

    private static Announcement vip4(final int last, final int weight) {
        return announcement(prefix4(last), weight);
    }

    private static Announcement vip6(final int last, final int weight) {
        return announcement(Prefix.of(
            new byte[] {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) last}, 128), weight);
    }

    private static Announcement announcement(final Prefix prefix, final int weight) {
        return new Announcement(prefix, Optional.empty(), weight, false, new TreeSet<>());
    }
}
