package dev.directrix.bgp.exabgp.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.MessageType;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attributes and routes as the events tell them; expected values were seen from ExaBGP 4.2.21, 5.0.13 and main. */
class AttributeEventTest {

    private static final NeighborIdentity NEIGHBOR = new NeighborIdentity(
        Optional.empty(), Addresses.ipv4(0x7f00_0001L), 65_533, 65_533, Optional.empty());
    private static final EventStamp STAMP = new EventStamp(Instant.EPOCH, "h", 1, 1, 1);
    private static final String ORIGIN = "40010100";
    private static final String EMPTY_PATH = "400200";
    private static final String NEXT_HOP = "4003040a000001";
    private static final String LOCAL_PREF = "40050400000064";
    private static final String BASE = ORIGIN + EMPTY_PATH + NEXT_HOP + LOCAL_PREF;
    private static final String ROUTE = "18c00002";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "V4_0_1 | 'as-path': [65000, 65001], 'confederation-path': []",
        "V5_0_0 | 'as-path': {'0': {'element': 'as-sequence', 'value': [65000, 65001]}}",
        "V6_0_0 | 'as-path': {'0': {'element': 'as-sequence', 'value': [65000, 65001]}}"}, quoteCharacter = '`')
    void shouldTellAsPath(final FormatVersion version, final String path) {
        assertThat(attributes(version, ORIGIN + "40020a02020000fde80000fde9" + NEXT_HOP + LOCAL_PREF))
            .isEqualTo(object("{'origin': 'igp', " + path + ", 'local-preference': 100}"));
    }

    @Test
    void shouldTellSetsAndConfederations() {
        final String path = "40021c02010000fde8010200000001000000020301000000030401000000" + "04";
        assertThat(attributes(FormatVersion.V4_0_1, ORIGIN + path + NEXT_HOP)).isEqualTo(object(
            "{'origin': 'igp', 'as-path': [65000], 'as-set': [1, 2], 'confederation-path': [3],"
                + " 'confederation-set': [4]}"));
        assertThat(attributes(FormatVersion.V6_0_0, ORIGIN + path + NEXT_HOP)).isEqualTo(object(
            "{'origin': 'igp', 'as-path': {'0': {'element': 'as-sequence', 'value': [65000]},"
                + "'1': {'element': 'as-set', 'value': [1, 2]}, '2': {'element': 'as-confed-sequence', 'value': [3]},"
                + "'3': {'element': 'as-confed-set', 'value': [4]}}}"));
        assertThat(text(FormatVersion.V4_0_1, ORIGIN + path + NEXT_HOP))
            .contains("as-path [ 65000 ( 1 2 ) ][ 3 ( 4 ) ]");
        assertThat(text(FormatVersion.V5_0_0, ORIGIN + path + NEXT_HOP))
            .contains("as-path ( 65000 ) [ 1 2 ] {( 3 )} {[ 4 ]}");
    }

    @Test
    void shouldTellNothingOfEmptyPath() {
        for (final FormatVersion version : FormatVersion.values()) {
            assertThat(attributes(version, BASE)).isEqualTo(object("{'origin': 'igp', 'local-preference': 100}"));
            assertThat(text(version, BASE)).contains("neighbor 127.0.0.1 in update announced 192.0.2.0/24"
                + " next-hop 10.0.0.1 origin igp local-preference 100\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "8004040000000a           | 'med': 10 | med 10",
        "400600                   | 'atomic-aggregate': true | atomic-aggregate",
        "c007080000fde80a000001   | 'aggregator': '65000:10.0.0.1' | aggregator ( 65000:10.0.0.1 )",
        "80090401020304           | 'originator-id': '1.2.3.4' | originator-id 1.2.3.4",
        "800a080102030405060708   | 'cluster-list': ['1.2.3.4', '5.6.7.8'] | cluster-list [ 1.2.3.4 5.6.7.8 ]",
        "801a0b01000b000000000000000a | 'aigp': '0x000000000000000a' | aigp 0x000000000000000a",
        "c0990400000064           | 'attribute-0x99-0xE0': '0x00000064' | attribute [ 0x99 0xE0 0x00000064 ]",
        "d099000400000064         | 'attribute-0x99-0xF0': '0x00000064' | attribute [ 0x99 0xF0 0x00000064 ]",
        "c09900                   | 'attribute-0x99-0xE0': '0x' | attribute [ 0x99 0xE0 0x ]",
        "c023040000000a           | 'attribute-0x23-0xE0': '0x0000000a' | attribute [ 0x23 0xE0 0x0000000a ]",
        "c0080cfde80001fde80001ffff029a | 'community': [[65000, 1], [65000, 1], [65535, 666]]"
            + " | community [ 65000:1 65000:1 blackhole ]",
        "c00804ffffff01           | 'community': [[65535, 65281]] | community no-export",
        "c0200c000000010000000200000003 | 'large-community': [[1, 2, 3]] | large-community 1:2:3"})
    void shouldTellAttributeAlikeInEveryVersion(final String attribute, final String json, final String words) {
        for (final FormatVersion version : FormatVersion.values()) {
            assertThat(attributes(version, BASE + attribute))
                .isEqualTo(object("{'origin': 'igp', 'local-preference': 100, " + json + "}"));
            assertThat(text(version, BASE + attribute)).contains(words);
        }
    }

    @Test
    void shouldSortCommunitiesInVersion5Only() {
        final String lists = "c00808ffff0001fde80001" + "c0201800000002000000000000000000000001ffffffff00000000"
            + "c010108000000000000000" + "0002fde80000000a";
        final String sorted = "'community': [[65000, 1], [65535, 1]],"
            + " 'large-community': [[1, 4294967295, 0], [2, 0, 0]],";
        final String given = "'community': [[65535, 1], [65000, 1]],"
            + " 'large-community': [[2, 0, 0], [1, 4294967295, 0]],";
        final String target = "{'value': 842122827661322, 'string': 'target:65000:10'}";
        final String unknown = "{'value': 9223372036854775808, 'string': '%s'}";
        assertThat(attributes(FormatVersion.V4_0_1, BASE + lists)).isEqualTo(object("{'origin': 'igp',"
            + " 'local-preference': 100, " + given + " 'extended-community': [" + unknown.formatted("") + ", " + target
            + "]}"));
        assertThat(attributes(FormatVersion.V5_0_0, BASE + lists)).isEqualTo(object("{'origin': 'igp',"
            + " 'local-preference': 100, " + sorted + " 'extended-community': [" + target + ", " + unknown.formatted("")
            + "]}"));
        assertThat(attributes(FormatVersion.V6_0_0, BASE + lists)).isEqualTo(object("{'origin': 'igp',"
            + " 'local-preference': 100, " + given + " 'extended-community': ["
            + unknown.formatted("0x8000000000000000") + ", " + target + "]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0002fde80000000a | target:65000:10",
        "0102c0000201000a | target:192.0.2.1:10",
        "0202000100010010 | target:65537:16",
        "0003fde80a000001 | origin:65000:10.0.0.1",
        "0203000100010010 | origin:65537:16",
        "0213000100010010 | rtrecord:65537:16",
        "4004fde84a989680 | 0x4004FDE84A989680",
        "030c000000000008 | encap:VXLAN",
        "030c000000000063 | encap:encap:UNKNOWN-99",
        "80060000461c4000 | rate-limit:10000",
        "8007000000000003 | action sample-terminal",
        "8008fde800000064 | redirect:65000:100",
        "8208000100010064 | 0x8208000100010064",
        "800900000000002e | mark 46",
        "800a010203040506 | l2info:1:2:772:1286",
        "0600010000000007 | mac-mobility:7:sticky",
        "07020000fde8c005 | interface-set:input-output:65000:5",
        "0314000000070000 | consistentHashSortOrder:7",
        "010c0a0000010000 | redirect-to-nexthop-ietf 10.0.0.1",
        "010c0a0000010001 | copy-to-nexthop-ietf 10.0.0.1 (with copy)",
        "0800000000000000 | redirect-to-nexthop",
        "0c00000100000002 | mup:1:2",
        "0103c0000201000a | origin:192.0.2.1:10",
        "430b000000000000 | 0x430B000000000000"})
    void shouldNameExtendedCommunity(final String octets, final String name) {
        assertThat(attributes(FormatVersion.V6_0_0, BASE + "c01008" + octets).getAsJsonArray("extended-community")
            .get(0).getAsJsonObject().get("string").getAsString()).isEqualTo(name);
        assertThat(text(FormatVersion.V6_0_0, BASE + "c01008" + octets)).contains("extended-community " + name + "\n");
    }

    @Test
    void shouldNameFourOctetTargetsAsVersion4Did() {
        assertThat(text(FormatVersion.V4_0_1, BASE + "c010080202000100010010"))
            .contains("extended-community target:65537L:16");
    }

    @Test
    void shouldTellIpv6RoutesByNextHop() {
        final String reach = "800e2e00020120" + "20010db8000000000000000000000001" + "fe800000000000000000000000000001"
            + "00" + "4020010db800010000";
        final String route = "[{'nlri': '2001:db8:1::/64'}]";
        final JsonObject both = object("{'ipv6 unicast': {'2001:db8::1': " + route + ", 'fe80::1': " + route + "}}");
        assertThat(update(FormatVersion.V4_0_1, "", ORIGIN + EMPTY_PATH + reach, "").get("announce")).isEqualTo(both);
        assertThat(update(FormatVersion.V5_0_0, "", ORIGIN + EMPTY_PATH + reach, "").get("announce")).isEqualTo(both);
        assertThat(update(FormatVersion.V6_0_0, "", ORIGIN + EMPTY_PATH + reach, "").get("announce"))
            .isEqualTo(object("{'ipv6 unicast': {'2001:db8::1': " + route + "}}"));
    }

    @Test
    void shouldTellNextHopBesideWithdrawnRoutesSinceVersion6() {
        final JsonObject routes = object("{'announce': {'ipv4 unicast': {'10.0.0.1': [{'nlri': '192.0.2.0/24'}]}},"
            + " 'withdraw': {'ipv4 unicast': [{'nlri': '10.0.0.0/8'}]},"
            + " 'attribute': {'origin': 'igp', 'local-preference': 100}}");
        assertThat(update(FormatVersion.V5_0_0, "080a", BASE, ROUTE)).isEqualTo(routes);
        routes.getAsJsonObject("attribute").addProperty("next-hop", "10.0.0.1");
        assertThat(update(FormatVersion.V6_0_0, "080a", BASE, ROUTE)).isEqualTo(routes);
    }

    @Test
    void shouldTellPathIdentifiers() {
        assertThat(update(FormatVersion.V5_0_0, "00000000" + ROUTE, BASE, "c0000201" + ROUTE, true)).isEqualTo(object(
            "{'attribute': {'origin': 'igp', 'local-preference': 100}, 'announce': {'ipv4 unicast': {'10.0.0.1':"
                + " [{'nlri': '192.0.2.0/24', 'path-information': '192.0.2.1'}]}}, 'withdraw': {'ipv4 unicast':"
                + " [{'nlri': '192.0.2.0/24', 'path-information': '0.0.0.0'}]}}"));
    }

    @Test
    void shouldTellRoutesOfMalformedUpdateAsWithdrawn() {
        assertThat(update(FormatVersion.V5_0_0, "", ORIGIN + EMPTY_PATH + NEXT_HOP + "c00803fde800", ROUTE))
            .isEqualTo(object("{'attribute': {'error': 'treat-as-withdraw due to community'},"
                + " 'withdraw': {'ipv4 unicast': [{'nlri': '192.0.2.0/24'}]}}"));
    }

    @Test
    void shouldTellThatAttributeWasDiscarded() {
        assertThat(update(FormatVersion.V5_0_0, "", BASE + "c00703fde800", ROUTE).get("attribute"))
            .isEqualTo(object("{'origin': 'igp', 'local-preference': 100, 'error': 'discard'}"));
    }

    private static JsonObject attributes(final FormatVersion version, final String attributes) {
        return update(version, "", attributes, ROUTE).getAsJsonObject("attribute");
    }

    private static JsonObject update(
        final FormatVersion version, final String withdrawn, final String attributes, final String nlri) {
        return update(version, withdrawn, attributes, nlri, false);
    }

    private static JsonObject update(final FormatVersion version, final String withdrawn, final String attributes,
        final String nlri, final boolean addPath) {
        return Json.parse(EventEncoder.json(version)
            .encode(parsed(withdrawn, attributes, nlri, addPath), NEIGHBOR, STAMP).orElseThrow())
            .getAsJsonObject("neighbor").getAsJsonObject("message").getAsJsonObject("update");
    }

    private static String text(final FormatVersion version, final String attributes) {
        return EventEncoder.text(version).encode(parsed("", attributes, ROUTE, false), NEIGHBOR, STAMP).orElseThrow();
    }

    private static Event parsed(
        final String withdrawn, final String attributes, final String nlri, final boolean addPath) {
        final ByteWriter out = MessageHeader.start(MessageType.UPDATE, 256)
            .u16(withdrawn.length() / 2).bytes(HexFormat.of().parseHex(withdrawn))
            .u16(attributes.length() / 2).bytes(HexFormat.of().parseHex(attributes))
            .bytes(HexFormat.of().parseHex(nlri));
        final Message message = MessageDecoder.standard().decode(MessageHeader.finish(out),
            new CodecContext(true, false, addPath ? Set.of(Family.IPV4_UNICAST) : Set.of(), 4096));
        return new Event.Parsed(EventDirection.IN, message, Optional.empty(), Optional.empty());
    }

    private static JsonObject object(final String json) {
        return JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject();
    }
}
