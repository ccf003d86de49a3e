package dev.directrix.bgp.exabgp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.bgp.exabgp.api.ApiCommand.AckMode;
import dev.directrix.bgp.exabgp.api.ApiCommand.RouteKind;
import dev.directrix.bgp.exabgp.api.ApiCommand.ShowForm;
import dev.directrix.bgp.wire.Family;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandParserTest {

    private static final NeighborSelector ALL = NeighborSelector.ALL;
    private static final NeighborSelector ONE = NeighborSelector.of("10.0.0.1");

    private final CommandParser parser = new CommandParser();

    static Stream<Arguments> commands() {
        return Stream.of(
            Arguments.of("", new ApiCommand.Comment()),
            Arguments.of("# announce route 10.0.0.0/8", new ApiCommand.Comment()),
            Arguments.of("version", new ApiCommand.Version()),
            Arguments.of("system version", new ApiCommand.Version()),
            Arguments.of("version json", new ApiCommand.Version()),
            Arguments.of("help", new ApiCommand.Help()),
            Arguments.of("ping", new ApiCommand.Ping(false)),
            Arguments.of("ping text", new ApiCommand.Ping(true)),
            Arguments.of("ping 3c1d 1700000000.5", new ApiCommand.Ping(false)),
            Arguments.of("session ping", new ApiCommand.Ping(false)),
            Arguments.of("bye 3c1d", new ApiCommand.Bye()),
            Arguments.of("status", new ApiCommand.Status()),
            Arguments.of("daemon status", new ApiCommand.Status()),
            Arguments.of("shutdown", new ApiCommand.Shutdown()),
            Arguments.of("daemon shutdown", new ApiCommand.Shutdown()),
            Arguments.of("reload", new ApiCommand.Reload()),
            Arguments.of("daemon reload", new ApiCommand.Reload()),
            Arguments.of("restart", new ApiCommand.Restart()),
            Arguments.of("reset", new ApiCommand.Reset()),
            Arguments.of("session reset", new ApiCommand.Reset()),
            Arguments.of("queue-status", new ApiCommand.QueueStatus()),
            Arguments.of("api version", new ApiCommand.ApiVersion(Optional.empty())),
            Arguments.of("system api version 6", new ApiCommand.ApiVersion(Optional.of(6))),
            Arguments.of("enable-ack", new ApiCommand.Acknowledge(AckMode.ENABLE)),
            Arguments.of("disable-ack", new ApiCommand.Acknowledge(AckMode.DISABLE)),
            Arguments.of("silence-ack", new ApiCommand.Acknowledge(AckMode.SILENCE)),
            Arguments.of("session ack silence", new ApiCommand.Acknowledge(AckMode.SILENCE)),
            Arguments.of("enable-sync", new ApiCommand.Sync(true)),
            Arguments.of("session sync disable", new ApiCommand.Sync(false)));
    }

    static Stream<Arguments> commandsForNeighbors() {
        return Stream.of(
            Arguments.of("announce eor", new ApiCommand.EndOfRib(ALL, Family.IPV4_UNICAST)),
            Arguments.of("announce eor ipv6 unicast", new ApiCommand.EndOfRib(ALL, Family.IPV6_UNICAST)),
            Arguments.of("neighbor 10.0.0.1 announce eor ipv4 unicast",
                new ApiCommand.EndOfRib(ONE, Family.IPV4_UNICAST)),
            Arguments.of("announce route-refresh ipv4 unicast", new ApiCommand.Refresh(ALL, Family.IPV4_UNICAST)),
            Arguments.of("peer 10.0.0.1 announce route-refresh ipv6 unicast",
                new ApiCommand.Refresh(ONE, Family.IPV6_UNICAST)),
            Arguments.of("announce watchdog dnsr", new ApiCommand.Watchdog(true, Optional.of("dnsr"))),
            Arguments.of("withdraw watchdog", new ApiCommand.Watchdog(false, Optional.empty())),
            Arguments.of("teardown 4", new ApiCommand.Teardown(ALL, 4)),
            Arguments.of("neighbor 10.0.0.1 teardown 2", new ApiCommand.Teardown(ONE, 2)),
            Arguments.of("show neighbor summary", new ApiCommand.ShowNeighbor(ALL, ShowForm.SUMMARY)),
            Arguments.of("show neighbor 10.0.0.1 extensive json", new ApiCommand.ShowNeighbor(ONE, ShowForm.EXTENSIVE)),
            Arguments.of("peer 10.0.0.1 show configuration", new ApiCommand.ShowNeighbor(ONE, ShowForm.CONFIGURATION)),
            Arguments.of("show neighbor", new ApiCommand.ShowNeighbor(ALL, ShowForm.UNSPECIFIED)),
            Arguments.of("peer list", new ApiCommand.ListPeers()),
            Arguments.of("show adj-rib out", new ApiCommand.ShowRib(ALL, false, false)),
            Arguments.of("show adj-rib in extensive", new ApiCommand.ShowRib(ALL, true, true)),
            Arguments.of("show adj-rib out 10.0.0.1", new ApiCommand.ShowRib(ONE, false, false)),
            Arguments.of("rib show out extensive json", new ApiCommand.ShowRib(ALL, false, true)),
            Arguments.of("flush adj-rib out", new ApiCommand.FlushRib(ALL)),
            Arguments.of("neighbor 10.0.0.1 flush adj-rib out", new ApiCommand.FlushRib(ONE)),
            Arguments.of("rib flush out", new ApiCommand.FlushRib(ALL)),
            Arguments.of("clear adj-rib out", new ApiCommand.ClearRib(ALL, false)),
            Arguments.of("rib clear in", new ApiCommand.ClearRib(ALL, true)),
            Arguments.of("create neighbor 10.0.0.1 local-as 1 peer-as 2 api a api b", new ApiCommand.CreateNeighbor(
                "10.0.0.1", List.of("local-as 1", "peer-as 2"), List.of("a", "b"))),
            Arguments.of("delete neighbor 10.0.0.1", new ApiCommand.DeleteNeighbor(ONE)),
            Arguments.of("peer delete 10.0.0.1", new ApiCommand.DeleteNeighbor(ONE)),
            Arguments.of("group start", new ApiCommand.GroupStart()),
            Arguments.of("group end", new ApiCommand.GroupEnd()));
    }

    @ParameterizedTest
    @MethodSource({"commands", "commandsForNeighbors"})
    void shouldKnowEveryCommandInBothForms(final String line, final ApiCommand command) {
        assertThat(parser.parse(line)).isEqualTo(command);
    }

    static Stream<Arguments> routes() {
        return Stream.of(
            Arguments.of("announce route 10.0.0.0/24 next-hop 192.0.2.1", ALL, true, RouteKind.ROUTE,
                "route 10.0.0.0/24 next-hop 192.0.2.1"),
            Arguments.of("withdraw  route\t10.0.0.0/24", ALL, false, RouteKind.ROUTE, "route 10.0.0.0/24"),
            Arguments.of("neighbor * announce route 10.0.0.0/24 next-hop self", NeighborSelector.of("*"), true,
                RouteKind.ROUTE, "route 10.0.0.0/24 next-hop self"),
            Arguments.of("peer 10.0.0.1 withdraw ipv6 unicast 2001:db8::/32", ONE, false, RouteKind.FAMILY,
                "ipv6 unicast 2001:db8::/32"),
            Arguments.of("announce attributes med 1 community [1:2 3:4] next-hop self nlri 10.0.0.0/8 11.0.0.0/8", ALL,
                true, RouteKind.ATTRIBUTES,
                "attributes med 1 community [ 1:2 3:4 ] next-hop self nlri 10.0.0.0/8 11.0.0.0/8"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void shouldLeaveTheTextOfRoutesToItsGrammar(
        final String line, final NeighborSelector who, final boolean announce, final RouteKind kind,
        final String text) {
        assertThat(parser.parse(line))
            .isEqualTo(new ApiCommand.Routes(who, announce, kind, text, Optional.empty()));
    }

    @Test
    void shouldTakeTheWishToWaitFromTheEnd() {
        assertThat(parser.parse("announce route 10.0.0.0/8 next-hop self sync json")).isEqualTo(new ApiCommand.Routes(
            ALL, true, RouteKind.ROUTE, "route 10.0.0.0/8 next-hop self", Optional.of(true)));
        assertThat(parser.parse("withdraw route 10.0.0.0/8 async")).isEqualTo(new ApiCommand.Routes(
            ALL, false, RouteKind.ROUTE, "route 10.0.0.0/8", Optional.of(false)));
    }

    @Test
    void shouldReadSelectorsWithFiltersAndCommas() {
        final NeighborSelector who = new NeighborSelector(List.of(
            Map.of(NeighborSelector.Key.NEIGHBOR, "10.0.0.1", NeighborSelector.Key.LOCAL_AS, "1",
                NeighborSelector.Key.ROUTER_ID, "1.2.3.4"),
            Map.of(NeighborSelector.Key.NEIGHBOR, "2001:db8::1")));
        final ApiCommand command = new ApiCommand.Teardown(who, 3);
        assertThat(parser.parse("neighbor 10.0.0.1 local-as 1 router-id 1.2.3.4, neighbor 2001:DB8::1 teardown 3"))
            .isEqualTo(command);
        assertThat(parser.parse("peer [10.0.0.1 local-as 1 router-id 1.2.3.4, 2001:db8:0::1] teardown 3"))
            .isEqualTo(command);
    }

    @Test
    void shouldReadAGroupOnOneLine() {
        assertThat(parser.parse("peer * group announce route 10.0.0.0/8 next-hop self; withdraw route 11.0.0.0/8"))
            .isEqualTo(new ApiCommand.Group(List.of(
                new ApiCommand.Routes(NeighborSelector.of("*"), true, RouteKind.ROUTE,
                    "route 10.0.0.0/8 next-hop self", Optional.empty()),
                new ApiCommand.Routes(NeighborSelector.of("*"), false, RouteKind.ROUTE,
                    "route 11.0.0.0/8", Optional.empty()))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "anounce route 10.0.0.0/8             | 'anounce' is no command",
        "announce                             | announce what?",
        "announce route                       | announce route what?",
        "announce flow route x                | announce flow is not supported",
        "announce vpls x                      | announce vpls is not supported",
        "withdraw operational x               | withdraw operational is not supported",
        "announce ipv4 mpls-vpn 10.0.0.0/8    | ipv4 mpls-vpn is not supported",
        "announce eor l2vpn evpn              | l2vpn evpn is not supported",
        "withdraw eor                         | can be announced, but not withdrawn",
        "announce route-refresh ipv4          | unicast is missing at the end",
        "teardown                             | is missing at the end",
        "teardown now                         | teardown takes a number, not 'now'",
        "teardown 300                         | within 0..255, not 300",
        "neighbor                             | the address of a neighbor is missing",
        "neighbor 10.0.0.1 local-as           | a value for local-as is missing",
        "neighbor 10.0.0.1 dance              | 'dance' is no command",
        "peer [10.0.0.1 teardown 3            | ]",
        "flush adj-rib in                     | only adj-rib out can be flushed",
        "clear adj-rib                        | in or out is missing",
        "show adj-rib sideways                | 'in' or 'out', not 'sideways'",
        "show routes                          | 'adj-rib' is expected, not 'routes'",
        "version please                       | 'please' is not expected",
        "api version 5                        | no API version 5",
        "crash                                | 'crash' is no command",
        "peer * routes list                   | 'routes' is not supported",
        "peer * group                         | the group is empty",
        "peer * group announce eor            | a group holds"})
    void shouldSayWhatIsWrong(final String line, final String complaint) {
        assertThatThrownBy(() -> parser.parse(line)).isInstanceOf(ApiException.class).hasMessageContaining(complaint);
    }
}
