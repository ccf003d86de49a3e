package dev.directrix.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AttributeFlags;
import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.ErrorPolicy;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.RawAttribute;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.capability.RawCapability;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.ecmp.Prefix;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a session agreed on, and how messages look then. */
class MessageCodecTest {

    private static final CodecContext PLAIN = new CodecContext(true, true, Set.of(), 4096);
    private static final MessageDecoder DECODER = MessageDecoder.standard();
    private static final MessageEncoder ENCODER = MessageEncoder.standard();
    private static final Nlri ROUTE = Nlri.of(Prefix.host(Addresses.ipv4(0xc000020a)));

    @Test
    void shouldTakeIpv6NextHopForIpv4OnlyWhereAgreed() {
        final CodecContext agreed =
            new CodecContext(true, true, Set.of(), Set.of(Family.IPV4_UNICAST), 4096);
        final Update update = new Update(List.of(), List.of(Origin.IGP, AsPath.EMPTY,
            new MpReach(Family.IPV4_UNICAST, List.of(Addresses.of(new byte[16]), Addresses.of(new byte[16])),
                List.of(ROUTE))), List.of());
        final byte[] octets = ENCODER.encode(update, agreed);
        assertThat(DECODER.decode(octets, agreed)).isEqualTo(update);
        assertThat(((Update) DECODER.decode(octets, PLAIN)).disabled()).containsExactly(Family.IPV4_UNICAST);
    }

    @Test
    void shouldWritePathIdentifiersWhereAgreedAndOnlyThere() {
        final CodecContext addPath = new CodecContext(true, true, Set.of(Family.IPV4_UNICAST), 4096);
        final Update update = new Update(List.of(ROUTE, new Nlri(ROUTE.prefix(), 7)), List.of(), List.of());
        assertThat(((Update) DECODER.decode(ENCODER.encode(update, addPath), addPath)).withdrawn())
            .containsExactly(new Nlri(ROUTE.prefix(), 0), new Nlri(ROUTE.prefix(), 7));
        assertThat(((Update) DECODER.decode(ENCODER.encode(update, PLAIN), PLAIN)).withdrawn())
            .containsExactly(ROUTE, ROUTE);
    }

    @ParameterizedTest
    @EnumSource(CapabilityLayout.class)
    void shouldExtendOptionalParametersWhereTheyAreMany(final CapabilityLayout layout) {
        final List<Capability> many = IntStream.range(0, 40)
            .<Capability>mapToObj(i -> new RawCapability(200, Octets.of(new byte[i]))).toList();
        final Open open = new Open(Open.VERSION, 65_101, 9, Addresses.ipv4(1), many);
        final byte[] octets = new MessageEncoder(AttributeRegistry.standard(), CapabilityRegistry.standard(), layout)
            .encode(open, PLAIN);
        assertThat(octets[28] & 0xff).isEqualTo(255);
        assertThat(octets[29] & 0xff).isEqualTo(255);
        assertThat(DECODER.decode(octets, PLAIN)).isEqualTo(open);
    }

    @Test
    void shouldNeverMakeLongOpen() {
        final List<Capability> many = IntStream.range(0, 20)
            .<Capability>mapToObj(i -> new RawCapability(200, Octets.of(new byte[250]))).toList();
        final Open open = new Open(Open.VERSION, 65_101, 9, Addresses.ipv4(1), many);
        final CodecContext extended = new CodecContext(true, true, Set.of(), CodecContext.EXTENDED_MESSAGE_SIZE);
        assertThatThrownBy(() -> ENCODER.encode(open, extended)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepUnknownAttributesWithFlagsAndFormOfLength() {
        final RawAttribute raw = new RawAttribute(AttributeFlags.OPTIONAL_TRANSITIVE | AttributeFlags.PARTIAL
            | AttributeFlags.EXTENDED_LENGTH, 0x99, Octets.of((byte) 1));
        final Update update = new Update(List.of(), List.of(raw), List.of());
        assertThat(DECODER.decode(ENCODER.encode(update, PLAIN), PLAIN)).isEqualTo(update);
    }

    @Test
    void shouldShowUnknownWellKnownAttributeToToolsOnly() {
        final Update update = new Update(List.of(), List.of(
            new RawAttribute(AttributeFlags.WELL_KNOWN, 0x99, Octets.of((byte) 100))), List.of());
        final byte[] octets = ENCODER.encode(update, PLAIN);
        assertThatThrownBy(() -> DECODER.decode(octets, PLAIN))
            .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.notification())
                .isEqualTo(new Notification(3, 2, Octets.of(HexFormat.of().parseHex("40990164")))));
        final MessageDecoder tool = new MessageDecoder(
            AttributeRegistry.standard(), CapabilityRegistry.standard(), ErrorPolicy.INSPECTION);
        assertThat(((Update) tool.decode(octets, PLAIN)).attributes()).isEqualTo(update.attributes());
    }

    @Test
    void shouldIgnoreNextHopBesideMpReach() {
        final Update update = new Update(List.of(), List.of(Origin.IGP, AsPath.EMPTY,
            new NextHop(Addresses.ipv4(0)), new MpReach(Family.IPV6_UNICAST, List.of(Addresses.of(new byte[16])),
                List.of(Nlri.of(Prefix.of(new byte[16], 64))))), List.of());
        final Update read = (Update) DECODER.decode(ENCODER.encode(update, PLAIN), PLAIN);
        assertThat(read.treatAsWithdraw()).isFalse();
        assertThat(read.attribute(NextHop.class)).isEmpty();
        assertThat(read.attribute(MpReach.class)).isPresent();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "0, 0, false", "1, 0, false", "2, 0, false", "3, 0, false", "0, 4, false", "3, 4, false", "1, 4, true",
        "2, 4, true"})
    void shouldRefuseRefreshMarksWithBody(final int subtype, final int more, final boolean refused) {
        final byte[] octets = HexFormat.of().parseHex("ff".repeat(16) + String.format("%04x", 23 + more) + "05"
            + "0001" + String.format("%02x", subtype) + "01" + "00".repeat(more));
        if (refused) {
            assertThatThrownBy(() -> DECODER.decode(octets, PLAIN))
                .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.notification())
                    .isEqualTo(new Notification(7, 1, Octets.of(octets))));
        } else {
            assertThat(DECODER.decode(octets, PLAIN))
                .isEqualTo(new RouteRefreshMessage(Family.IPV4_UNICAST, subtype));
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', value = {
        "060205676f6f6479 | 'Cease, Administrative Shutdown (6/2): \"goody\"'",
        "060905           | Cease, Hard Reset (6/9)",
        "0609060400       | 'Cease, Hard Reset (6/9): Cease, Administrative Reset (6/4)'",
        "060100010100000 3e8 | 'Cease, Maximum Number of Prefixes Reached (6/1): ipv4-unicast, limit 1000'",
        "02010004         | OPEN Message Error, Unsupported Version Number (2/1): version 4 at most",
        "0207010400020001 | OPEN Message Error, Unsupported Capability (2/7): ipv6-unicast",
        "01020013         | Message Header Error, Bad Message Length (1/2): length 19",
        "0103ff           | Message Header Error, Bad Message Type (1/3): type 255",
        "030240990164     | UPDATE Message Error, Unrecognized Well-known Attribute (3/2): 0x40990164",
        "0400             | Hold Timer Expired (4/0)"})
    void shouldSayWhatNotificationMeans(final String spaced, final String text) {
        final String body = spaced.replace(" ", "");
        final byte[] octets = HexFormat.of().parseHex(
            "ff".repeat(16) + String.format("%04x", 19 + body.length() / 2) + "03" + body);
        assertThat(((Notification) DECODER.decode(octets, PLAIN)).text()).isEqualTo(text);
    }

    @Test
    void shouldWrapReasonOfHardReset() {
        final Notification reason = Notification.cease(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "Wartung");
        assertThat(Notification.hardReset(reason).encapsulated()).contains(reason);
        assertThat(reason.encapsulated()).isEmpty();
    }
}
