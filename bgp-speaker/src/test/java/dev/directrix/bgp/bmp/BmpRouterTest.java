package dev.directrix.bgp.bmp;

import static dev.directrix.bgp.bmp.BmpFrames.VIPS;
import static dev.directrix.bgp.bmp.BmpFrames.down;
import static dev.directrix.bgp.bmp.BmpFrames.initiation;
import static dev.directrix.bgp.bmp.BmpFrames.message;
import static dev.directrix.bgp.bmp.BmpFrames.peer;
import static dev.directrix.bgp.bmp.BmpFrames.route;
import static dev.directrix.bgp.bmp.BmpFrames.tlv;
import static dev.directrix.bgp.bmp.BmpFrames.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BmpRouterTest {

    private static final String DIRECTOR = "10.0.1.11";
    private static final int TWO_OCTETS = 0x20;
    private static final int POST_POLICY = 0x40;
    private static final int ADJ_RIB_OUT = 0x10;

    private final BmpRouter router = new BmpRouter(VIPS, new BmpDecoder()::decode);

    private void take(final byte[]... messages) {
        for (final byte[] message : messages) {
            assertThat(router.take(message)).isEmpty();
        }
    }

    private List<BmpReport.Peer> peers() {
        return router.report("10.0.1.1").peers();
    }

    @Test
    void shouldKeepThePathsOfEachSessionOfTheRouter() {
        take(initiation("r1"), up(DIRECTOR, false), up("10.0.1.12", false), route(DIRECTOR, true),
            route("10.0.1.12", false));

        assertThat(router.name()).isEqualTo("r1");
        assertThat(router.report("10.0.1.1").routerId()).contains(
            (Inet4Address) InetAddress.ofLiteral("10.0.1.1"));
        assertThat(peers()).extracting(BmpReport.Peer::address)
            .containsExactly(InetAddress.ofLiteral(DIRECTOR), InetAddress.ofLiteral("10.0.1.12"));
        assertThat(peers()).extracting(BmpReport.Peer::asn).containsExactly(65_101L, 65_101L);
        assertThat(peers()).extracting(BmpReport.Peer::routerAsn).containsExactly(65_000L, 65_000L);
        assertThat(peers().get(0).paths()).singleElement().satisfies(path -> {
            assertThat(path.transitive()).contains(1.25e8f);
            assertThat(path.nextHop()).contains(InetAddress.ofLiteral(DIRECTOR));
        });
        assertThat(peers().get(1).paths().getFirst().transitive()).isEmpty();

        take(down("10.0.1.12"));
        assertThat(peers()).hasSize(1);
    }

    @Test
    void shouldReadTwoOctetAsNumbersAndPathIdentifiersWhereTheyAreThere() {
        take(initiation("r1"), up(DIRECTOR, true), route(TWO_OCTETS, DIRECTOR, true, false, true));
        assertThat(peers().getFirst().paths()).singleElement().satisfies(path -> {
            assertThat(path.asns()).containsExactly(65_101L);
            assertThat(path.nlri().pathId()).isEqualTo(7);
        });
    }

    @Test
    void shouldReadARouterThatLeavesPathIdentifiersOutAlthoughTheSessionHasThem() {
        take(initiation("r1"), up(DIRECTOR, true), route(DIRECTOR, true));
        assertThat(peers().getFirst().paths()).singleElement()
            .satisfies(path -> assertThat(path.nlri().prefix()).isEqualTo(BmpFrames.VIP));
    }

    @Test
    void shouldTakeTheTableOfARouterThatDoesNotSayThatItIsThere() {
        take(initiation("GoBGP"), BmpFrames.locRib());
        final BmpReport.Router report = router.report("10.0.1.1");
        assertThat(report.routerId()).contains((Inet4Address) InetAddress.ofLiteral("10.0.1.11"));
        assertThat(report.peers()).singleElement().satisfies(table -> {
            assertThat(table.view()).isEqualTo(BmpPeer.View.LOC_RIB);
            assertThat(table.routerAsn()).isEqualTo(65_101);
            assertThat(table.paths()).hasSize(1);
        });
    }

    @Test
    void shouldLetTheEndOfTheRoutesOfASessionPassThatIsNotYetUp() {
        take(initiation("r1"), BmpFrames.endOfRib(DIRECTOR), up(DIRECTOR, false), BmpFrames.endOfRib(DIRECTOR),
            route(DIRECTOR, true));
        assertThat(peers()).singleElement().satisfies(peer -> assertThat(peer.paths()).hasSize(1));
    }

    @Test
    void shouldTellTheTablesApart() {
        take(initiation("r1"), up(DIRECTOR, false), route(0, DIRECTOR, false, true, false),
            route(POST_POLICY, DIRECTOR, false, true, true), route(ADJ_RIB_OUT, DIRECTOR, false, true, true));
        assertThat(peers()).extracting(BmpReport.Peer::view).containsExactly(
            BmpPeer.View.ADJ_RIB_IN_PRE_POLICY, BmpPeer.View.ADJ_RIB_IN_POST_POLICY);
        assertThat(peers()).extracting(it -> it.paths().getFirst().transitive().isPresent())
            .containsExactly(false, true);
    }

    @Test
    void shouldSayWhyTheRouterEndsTheConnectionAndPrintNothingThatCannotBePrinted() {
        take(initiation("r\u001b[31m1\n"));
        assertThat(router.name()).isEqualTo("r[31m1");
        assertThat(router.take(message(5, tlv(0, "over")))).contains("over");
        assertThat(router.take(message(5, new ByteWriter(6).u16(1).u16(2).u16(4).toBytes()))).contains("reason 4");
        take(message(1, peer(0, 0, DIRECTOR)), message(6, new byte[50]));
    }

    @Test
    void shouldTellWhenNewPrefixesAreToBeLookedAt() {
        take(initiation("r1"), up(DIRECTOR, false), route(DIRECTOR, true));
        assertThat(router.watch(VIPS)).isFalse();
        assertThat(router.watch(Set.of(BmpFrames.VIP, Prefix.host(
            InetAddress.ofLiteral("192.0.2.11"))))).isTrue();
        assertThat(peers().getFirst().paths()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"up, is not Initiation", "stranger, without a Peer Up", "version, version 4", "type, message type 9",
        "long, 99999999 octets", "short, cut off", "peer, peer type 9", "open, cannot be read",
        "update, an UPDATE of 10.0.1.11 cannot be read"})
    void shouldRefuseWhatCannotBe(final String what, final String message) {
        final byte[] route = route(DIRECTOR, true);
        if (!what.equals("up")) {
            take(initiation("r1"));
        }
        if (what.equals("update")) {
            take(up(DIRECTOR, false));
            route[route.length - 5] = 99;
        }
        final byte[] bad = switch (what) {
            case "up" -> up(DIRECTOR, false);
            case "version" -> new ByteWriter(6).u8(4).u32(6).u8(4).toBytes();
            case "type" -> new ByteWriter(6).u8(3).u32(6).u8(9).toBytes();
            case "long" -> new ByteWriter(6).u8(3).u32(99_999_999).u8(4).toBytes();
            case "short" -> Arrays.copyOf(route, 20);
            case "peer" -> message(2, peer(9, 0, DIRECTOR), new byte[] {1});
            case "open" -> message(3, peer(0, 0, DIRECTOR), new byte[60]);
            default -> route;
        };
        assertThatThrownBy(() -> router.take(bad)).isInstanceOf(BmpException.class).hasMessageContaining(message);
    }

    @Test
    void shouldSurviveWhateverComes() {
        final Random random = new Random(42);
        final List<byte[]> frames = List.of(initiation("r1"), up(DIRECTOR, true), route(DIRECTOR, true),
            route(POST_POLICY, DIRECTOR, true, true, true), down(DIRECTOR), message(5, tlv(0, "over")));
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            final byte[] frame = frames.get(random.nextInt(frames.size())).clone();
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                frame[6 + random.nextInt(frame.length - 6)] = (byte) random.nextInt(256);
            }
            try {
                router.take(frame);
            } catch (final BmpException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 19_000);
        assertThat(router.report("x").sessions()).isLessThanOrEqualTo(BmpRouter.MOST_PEERS);
    }
}
