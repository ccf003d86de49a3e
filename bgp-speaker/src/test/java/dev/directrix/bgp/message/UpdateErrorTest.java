package dev.directrix.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7606, line by line: attributes and routes of an UPDATE, and what they lead to. */
class UpdateErrorTest {

    private static final String ORIGIN = "40010100";
    private static final String AS_PATH = "40020602010000fde8";
    private static final String NEXT_HOP = "4003040a000101";
    private static final String GOOD = ORIGIN + AS_PATH + NEXT_HOP;
    private static final String ROUTE = "18c00002";
    private static final CodecContext EXTERNAL = new CodecContext(true, true, Set.of(), 4096);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "unknown ORIGIN (7.1),            40010105",
        "long ORIGIN (7.1),               4001020000",
        "unknown segment (7.2),           40020605010000fde8",
        "segment overrun (7.2),           40020602020000fde8",
        "segment underrun (7.2),          40020702010000fde800",
        "empty segment (7.2),             4002020200",
        "AS 0 (RFC 7607),                 400206020100000000",
        "short NEXT_HOP (7.3),            4003030a0001",
        "multicast NEXT_HOP,              400304e0000001",
        "short MED (7.4),                 80040300000a",
        "empty MED (4),                   800400",
        "COMMUNITIES of 3 octets (7.8),   c00803000000",
        "empty COMMUNITIES (7.8),         c00800",
        "EXT COMMUNITIES of 4 (7.14),     c0100400000000",
        "LARGE_COMMUNITY of 8 (RFC 8092), c020080000000000000000",
        "ORIGIN as optional (3 c),        80010100",
        "COMMUNITIES as well-known (3 c), 40080400000001",
        "one octet left (4),              40",
        "length beyond the end (4),       c0090f00"})
    void shouldTreatAsWithdraw(final String name, final String attribute) {
        final Update update = decode(withoutType(GOOD, attribute) + attribute, ROUTE);
        assertThat(update.treatAsWithdraw()).as(name).isTrue();
        assertThat(update.disabled()).isEmpty();
        assertThat(update.nlri()).hasSize(1);
        // RFC 7606 §5.2: the same without routes cannot be survived.
        assertThatThrownBy(() -> decode(attribute, "")).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "without ORIGIN,   40020602010000fde84003040a000101",
        "without AS_PATH,  400101004003040a000101",
        "without NEXT_HOP, 4001010040020602010000fde8",
        "without anything, ''"})
    void shouldTreatAsWithdrawWhatLacksMandatoryAttributes(final String name, final String attributes) {
        final Update update = decode(attributes, ROUTE);
        assertThat(update.treatAsWithdraw()).as(name).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "LOCAL_PREF from outside (7.5),     40050400000064, 5",
        "ATOMIC_AGGREGATE with value (7.6), 40060100,       6",
        "short AGGREGATOR (7.7),            c007060001c0000201, 7",
        "ORIGINATOR_ID from outside (7.9),  80090401010101, 9",
        "CLUSTER_LIST from outside (7.10),  800a0401010101, 10",
        "AS4_PATH where it is not needed,   c011060201000000ff, 17",
        "short AS4_AGGREGATOR,              c0120400000001, 18"})
    void shouldDiscardAttribute(final String name, final String attribute, final int type) {
        final Update update = decode(GOOD + attribute, ROUTE);
        assertThat(update.treatAsWithdraw()).as(name).isFalse();
        assertThat(update.problems()).hasSize(1);
        assertThat(update.attributes()).extracting(PathAttribute::type).doesNotContain(type).hasSize(3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "next hop of 5 octets (7.11),  800e0b0002010520010db8000000, 2",
        "cut off prefix (5.3),         800e1700020110" + "20010db8000000000000000000000001008020, 2",
        "too long prefix (5.3),        800f050002018100, 2",
        "family nobody knows,          800f0400190546, 25"})
    void shouldDisableFamily(final String name, final String attribute, final int afi) {
        final Update update = decode(ORIGIN + AS_PATH + attribute, "");
        assertThat(update.disabled()).as(name).extracting(Family::afi).containsExactly(afi);
        assertThat(update.treatAsWithdraw()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "unknown well-known (RFC 4271 6.3), '', 40630100, '', 2",
        "two MP_UNREACH_NLRI (3 g),  '', 800f03000201800f03000201, '', 1",
        "prefix of 33 bits (5.3),    '', '', 21c000020100, 10",
        "cut off prefix (5.3),       '', '', 18c000, 10",
        "cut off withdrawal (5.3),   18c000, '', '', 10",
        "MP_UNREACH_NLRI without AFI (7.12), '', 800f0100, '', 9"})
    void shouldResetSession(
        final String name, final String withdrawn, final String attributes, final String routes, final int subcode) {
        assertThatThrownBy(() -> decode(withdrawn, attributes, routes)).as(name)
            .isInstanceOfSatisfying(ProtocolException.class, e -> {
                assertThat(e.notification().code()).isEqualTo(3);
                assertThat(e.notification().subcode()).isEqualTo(subcode);
            });
    }

    private static Update decode(final String attributes, final String routes) {
        return decode("", attributes, routes);
    }

    private static Update decode(final String withdrawn, final String attributes, final String routes) {
        final String body = String.format("%04x", withdrawn.length() / 2) + withdrawn
            + String.format("%04x", attributes.length() / 2) + attributes + routes;
        return (Update) MessageDecoder.standard().decode(HexFormat.of().parseHex("ff".repeat(16)
            + String.format("%04x", MessageHeader.LENGTH + body.length() / 2) + "02" + body), EXTERNAL);
    }

    /** The good attributes but the one of the type that is to be tested. */
    private static String withoutType(final String good, final String attribute) {
        final String type = attribute.length() < 4 ? "" : attribute.substring(2, 4);
        return switch (type) {
            case "01" -> good.replace(ORIGIN, "");
            case "02" -> good.replace(AS_PATH, "");
            case "03" -> good.replace(NEXT_HOP, "");
            default -> good;
        };
    }
}
