package dev.directrix.bgp.exabgp.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every event, in every version, is what ExaBGP writes; the expected lines were seen from 4.2.21, 5.0.13 and main. */
class EventEncoderTest {

    private static final Inet4Address LOCAL = Addresses.ipv4(0x0a00_0002L);
    private static final NeighborIdentity NEIGHBOR = new NeighborIdentity(
        Optional.of(LOCAL), Addresses.ipv4(0x0a00_0001L), 65_001, 65_000, Optional.of(Addresses.ipv4(0x0102_0304L)));
    private static final EventStamp STAMP =
        new EventStamp(Instant.ofEpochSecond(1_700_000_000L, 250_000_000), "d1", 11, 10, 7);
    private static final Agreement AGREEMENT = new Agreement(65_535, 180, true, false, false,
        Agreement.Refresh.ENHANCED, List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST),
        List.of(new ExtendedNextHop.Entry(Family.IPV4_UNICAST, 2)), List.of(Family.IPV4_UNICAST), List.of());

    private static final String MARKER = "ff".repeat(16);
    private static final String OPEN = MARKER
        + "00510104fffd00b40a000002340206010400010001020641040000fffd02224b"
        + "201f4578614247502f6d61696e2d633261326561386562642d3230323430373135";
    private static final String UPDATE = MARKER + "001b02000418c000020000";

    @ParameterizedTest
    @EnumSource(FormatVersion.class)
    void shouldTellStates(final FormatVersion version) {
        assertThat(json(version, new Event.Up())).isEqualTo(head(version, "state") + neighbor(version)
            + ", \"state\": \"up\" } }");
        assertThat(json(version, new Event.Connected())).isEqualTo(head(version, "state") + neighbor(version)
            + ", \"state\": \"connected\" } }");
        assertThat(text(version, new Event.Up())).contains("neighbor 10.0.0.1 up");
        assertThat(text(version, new Event.Connected())).contains("neighbor 10.0.0.1 connected");
    }

    @ParameterizedTest
    @CsvSource({"V4_0_1, (x) says \\\"no\\\"\\u000a(y)", "V5_0_0, [x] says \\\"no\\\"\\u000a{y}",
        "V6_0_0, [x] says \\\"no\\\"\\u000a{y}"})
    void shouldTellWhySessionWentDownInOneLine(final FormatVersion version, final String reason) {
        final Event down = new Event.Down("[x] says \"no\"\n{y}");
        assertThat(json(version, down)).isEqualTo(head(version, "state") + neighbor(version)
            + ", \"state\": \"down\", \"reason\": \"" + reason + "\" } }");
        assertThat(text(version, down)).contains("neighbor 10.0.0.1 down - [x] says \"no\"\\x0a{y}");
    }

    @ParameterizedTest
    @EnumSource(FormatVersion.class)
    void shouldTellStateMachineAndSignalInJsonOnly(final FormatVersion version) {
        assertThat(json(version, new Event.StateMachine("OPENSENT"))).isEqualTo(head(version, "fsm")
            + neighbor(version) + ", \"state\": \"OPENSENT\" } }");
        assertThat(json(version, new Event.Signal(10, "SIGUSR1"))).isEqualTo(head(version, "signal")
            + neighbor(version) + ", \"code\": \"10\", \"name\": \"SIGUSR1\" } }");
        assertThat(text(version, new Event.StateMachine("OPENSENT"))).isEmpty();
        assertThat(text(version, new Event.Signal(10, "SIGUSR1"))).isEmpty();
        assertThat(text(version, new Event.Negotiated(AGREEMENT))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FormatVersion.class)
    void shouldTellWhatWasAgreed(final FormatVersion version) {
        assertThat(json(version, new Event.Negotiated(AGREEMENT))).isEqualTo(head(version, "negotiated")
            + neighbor(version) + agreement() + " } }");
    }

    @ParameterizedTest
    @EnumSource(FormatVersion.class)
    void shouldTellShutdownToEveryProcess(final FormatVersion version) {
        assertThat(json(version, new Event.Shutdown())).isEqualTo("{ \"exabgp\": \"" + version + "\","
            + " \"time\": 1700000000.25, \"host\": \"d1\", \"pid\": 11, \"ppid\": 10, \"type\": \"notification\","
            + " \"notification\": \"shutdown\" }");
        assertThat(text(version, new Event.Shutdown())).contains("shutdown 11 10");
    }

    @ParameterizedTest
    @EnumSource(FormatVersion.class)
    void shouldTellKeepalive(final FormatVersion version) {
        final String keepalive = MARKER + "001304";
        assertThat(json(version, parsed(keepalive, false))).isEqualTo(head(version, "keepalive") + neighbor(version)
            + ", \"direction\": \"receive\" } }");
        assertThat(json(version, parsed(keepalive, true))).isEqualTo(head(version, "keepalive")
            + "\"header\": \"0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304\", " + neighbor(version)
            + ", \"direction\": \"receive\" } }");
        assertThat(text(version, parsed(keepalive, true))).contains("neighbor 10.0.0.1 receive keepalive"
            + " header 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304");
    }

    @ParameterizedTest
    @CsvSource({"00, query", "01, begin", "02, end"})
    void shouldTellRouteRefresh(final String subtype, final String name) {
        final Event refresh = parsed(MARKER + "0017050002" + subtype + "01", false);
        for (final FormatVersion version : FormatVersion.values()) {
            assertThat(json(version, refresh)).isEqualTo(head(version, "refresh") + neighbor(version)
                + ", \"direction\": \"receive\", \"route-refresh\": { \"afi\": \"ipv6\", \"safi\": \"unicast\","
                + " \"subtype\": \"" + name + "\" } } }");
            assertThat(text(version, refresh))
                .contains("neighbor 10.0.0.1 receive route-refresh afi ipv6 safi unicast " + name);
        }
    }

    @Test
    void shouldTellNotificationWithItsTextSinceVersion5() {
        final Event shutdown = parsed(MARKER + "001e030602086869207468657265", false);
        final String data = "\"data\": \"0x53687574646F776E20436F6D6D756E69636174696F6E3A2022686920746865726522\"";
        assertThat(json(FormatVersion.V4_0_1, shutdown)).isEqualTo(head(FormatVersion.V4_0_1, "notification")
            + neighbor(FormatVersion.V4_0_1) + ", \"direction\": \"receive\","
            + " \"notification\": { \"code\": 6, \"subcode\": 2, " + data + " } } }");
        assertThat(json(FormatVersion.V5_0_0, shutdown)).isEqualTo(head(FormatVersion.V5_0_0, "notification")
            + neighbor(FormatVersion.V5_0_0) + ", \"direction\": \"receive\","
            + " \"notification\": { \"code\": 6, \"subcode\": 2, " + data
            + ", \"message\": \"Shutdown Communication: \\\"hi there\\\"\" } } }");
        assertThat(text(FormatVersion.V5_0_0, shutdown)).contains("neighbor 10.0.0.1 receive notification code 6"
            + " subcode 2 data 0x53687574646F776E20436F6D6D756E69636174696F6E3A2022686920746865726522");
    }

    @ParameterizedTest
    @CsvSource({
        "0602, 0x, ''",
        "060200, 0x656D7074792053687574646F776E20436F6D6D756E69636174696F6E2E, empty Shutdown Communication.",
        "0400, 0x, ''",
        "0302ff00, 0xFF00, \\ufffd\\u0000",
        "0609086869207468657265, 0x086869207468657265, \\u0008hi there"})
    void shouldTellDataOfNotification(final String body, final String data, final String message) {
        final String length = String.format("%04x", 19 + body.length() / 2);
        assertThat(json(FormatVersion.V6_0_0, parsed(MARKER + length + "03" + body, false)))
            .contains("\"data\": \"" + data + "\", \"message\": \"" + message + "\"");
    }

    @ParameterizedTest
    @EnumSource(FormatVersion.class)
    void shouldTellOpen(final FormatVersion version) {
        final String software = version == FormatVersion.V4_0_1
            ? "{ \"name\": \"unknown\", \"iana\": \"unassigned\", \"value\": 75,"
                + " \"raw\": \"1F4578614247502F6D61696E2D633261326561386562642D3230323430373135\" }"
            : "{ \"software\": \"ExaBGP/main-c2a2ea8ebd-20240715\" }";
        assertThat(json(version, parsed(OPEN, false))).isEqualTo(head(version, "open") + neighbor(version)
            + ", \"direction\": \"receive\", \"open\": { \"version\": 4, \"asn\": 65533, \"hold_time\": 180,"
            + " \"router_id\": \"10.0.0.2\", \"capabilities\": {"
            + " \"1\": { \"name\": \"multiprotocol\", \"families\": [ \"ipv4/unicast\" ] },"
            + " \"65\": { \"name\": \"asn4\", \"asn4\": 65533 }, \"75\": " + software + " } } } }");
        assertThat(text(version, parsed(OPEN, false))).contains("neighbor 10.0.0.1 receive open version 4 asn 65533"
            + " hold_time 180 router_id 10.0.0.2 capabilities [multiprotocol(ipv4 unicast), asn4(65533), "
            + (version == FormatVersion.V4_0_1 ? "unassigned 75" : "software(exabgp/main-c2a2ea8ebd-20240715)") + "]");
    }

    @ParameterizedTest
    @EnumSource(FormatVersion.class)
    void shouldTellPacketAsOctets(final FormatVersion version) {
        final Event packet = new Event.Packet(EventDirection.SEND, octets(UPDATE), Optional.of(AGREEMENT));
        final String header = "0x" + UPDATE.substring(0, 38).toUpperCase(Locale.ROOT);
        final String body = "0x" + UPDATE.substring(38).toUpperCase(Locale.ROOT);
        assertThat(json(version, packet)).isEqualTo(head(version, "update") + neighbor(version)
            + ", \"direction\": \"send\", \"message\": { \"category\": 2, \"header\": \"" + header + "\","
            + " \"body\": \"" + body + "\" }" + agreement() + " } }");
        assertThat(text(version, packet)).contains(
            "neighbor 10.0.0.1 send 2 header " + header + " body " + body);
    }

    @Test
    void shouldTellPacketBeforeAnythingIsAgreed() {
        assertThat(json(FormatVersion.V4_0_1,
            new Event.Packet(EventDirection.RECEIVE, octets(MARKER + "001304"), Optional.of(Agreement.NONE))))
            .endsWith(", \"direction\": \"receive\", \"message\": { \"category\": 4,"
                + " \"header\": \"0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304\", \"body\": \"0x\" },"
                + " \"negotiated\": { \"message_size\": 4096, \"hold_time\": 0, \"asn4\": false,"
                + " \"multisession\": false, \"operational\": false, \"refresh\": \"absent\", \"families\": [ ],"
                + " \"nexthop\": [ ], \"add_path\": { \"send\": [ ], \"receive\": [ ] } } } }");
    }

    @Test
    void shouldNameCapabilitiesOfSentOpen() {
        final Event sent = new Event.Parsed(EventDirection.SEND,
            MessageDecoder.standard().decode(octets(OPEN).toBytes(), CodecContext.INITIAL),
            Optional.empty(), Optional.empty());
        assertThat(json(FormatVersion.V5_0_0, sent)).contains("\"capabilities\": { \"multiprotocol\": { ")
            .contains("\"asn4\": { \"name\"").contains("\"software-version\": { \"software\"");
    }

    @ParameterizedTest
    @EnumSource(FormatVersion.class)
    void shouldTellEndOfRib(final FormatVersion version) {
        final String endOfRib = MARKER + "001e0200000007900f0003000201";
        assertThat(json(version, parsed(endOfRib, false))).isEqualTo(head(version, "update") + neighbor(version)
            + ", \"direction\": \"receive\","
            + " \"message\": { \"eor\": { \"afi\": \"ipv6\", \"safi\": \"unicast\" } } } }");
        assertThat(text(version, parsed(endOfRib, true))).contains("""
            neighbor 10.0.0.1 receive update start
            neighbor 10.0.0.1 receive update route eor 2/1 (ipv6 unicast)
             header 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001E02 body 0x00000007900F0003000201
            neighbor 10.0.0.1 receive update end""");
    }

    @Test
    void shouldTellUpdateWithAgreementAndOctetsWhereAskedFor() {
        final Event event = new Event.Parsed(EventDirection.RECEIVE,
            MessageDecoder.standard().decode(octets(UPDATE).toBytes(), CodecContext.INITIAL),
            Optional.of(octets(UPDATE)), Optional.of(AGREEMENT));
        assertThat(json(FormatVersion.V5_0_0, event)).isEqualTo(head(FormatVersion.V5_0_0, "update")
            + "\"header\": \"0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001B02\", \"body\": \"0x000418C000020000\", "
            + neighbor(FormatVersion.V5_0_0) + ", \"direction\": \"receive\","
            + " \"message\": { \"update\": { \"withdraw\": { \"ipv4 unicast\": [ { \"nlri\": \"192.0.2.0/24\" } ] } } }"
            + agreement() + " } }");
    }

    @Test
    void shouldSayThatOurAddressIsNotKnownYet() {
        final NeighborIdentity connecting = new NeighborIdentity(
            Optional.empty(), Addresses.ipv4(0x0a00_0001L), 65_001, 65_000, Optional.empty());
        assertThat(EventEncoder.json(FormatVersion.V5_0_0).encode(new Event.Up(), connecting, STAMP).orElseThrow())
            .contains("\"address\": { \"local\": \"None\", \"peer\": \"10.0.0.1\" },")
            .doesNotContain("router-id");
    }

    private static String head(final FormatVersion version, final String type) {
        return "{ \"exabgp\": \"" + version + "\", \"time\": 1700000000.25, \"host\": \"d1\","
            + " \"pid\": 11, \"ppid\": 10, \"counter\": 7, \"type\": \"" + type + "\", ";
    }

    private static String neighbor(final FormatVersion version) {
        return "\"neighbor\": { \"address\": { \"local\": \"10.0.0.2\", \"peer\": \"10.0.0.1\" },"
            + " \"asn\": { \"local\": 65001, \"peer\": 65000 }"
            + (version == FormatVersion.V4_0_1 ? "" : ", \"router-id\": \"1.2.3.4\"");
    }

    private static String agreement() {
        return ", \"negotiated\": { \"message_size\": 65535, \"hold_time\": 180, \"asn4\": true,"
            + " \"multisession\": false, \"operational\": false, \"refresh\": \"enhanced\","
            + " \"families\": [ \"ipv4 unicast\", \"ipv6 unicast\" ], \"nexthop\": [ \"ipv4 unicast ipv6\" ],"
            + " \"add_path\": { \"send\": [ \"ipv4 unicast\" ], \"receive\": [ ] } }";
    }

    private static String json(final FormatVersion version, final Event event) {
        return EventEncoder.json(version).encode(event, NEIGHBOR, STAMP).orElseThrow();
    }

    private static Optional<String> text(final FormatVersion version, final Event event) {
        return EventEncoder.text(version).encode(event, NEIGHBOR, STAMP);
    }

    private static Event parsed(final String hex, final boolean consolidated) {
        final CodecContext context = new CodecContext(true, false, Set.of(), CodecContext.STANDARD_MESSAGE_SIZE);
        return new Event.Parsed(EventDirection.RECEIVE,
            MessageDecoder.standard().decode(octets(hex).toBytes(), context),
            consolidated ? Optional.of(octets(hex)) : Optional.empty(), Optional.empty());
    }

    private static Octets octets(final String hex) {
        return Octets.of(HexFormat.of().parseHex(hex));
    }
}
