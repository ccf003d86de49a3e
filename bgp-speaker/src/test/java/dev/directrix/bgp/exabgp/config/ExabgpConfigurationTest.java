package dev.directrix.bgp.exabgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.Password;
import dev.directrix.bgp.exabgp.config.ApiSection.ApiMessage;
import dev.directrix.bgp.exabgp.config.ApiSection.MessageFilter;
import dev.directrix.bgp.exabgp.config.CapabilityOptions.AddPathMode;
import dev.directrix.bgp.exabgp.config.CapabilityOptions.NextHopFamily;
import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.exabgp.text.RouteText;
import dev.directrix.bgp.wire.Family;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExabgpConfigurationTest {

    private static final String PROCESSES = """
        process one {
          run a b "c d" --e=f,g [h];
        }
        process two-1 {
          run ./x; encoder json; respawn false;
        }
        """;

    @Test
    void shouldFillInDefaultsOfExabgp() {
        final ExabgpNeighbor neighbor = neighbor("");
        assertThat(neighbor.routerId()).isEqualTo(address("10.0.0.2"));
        assertThat(neighbor.holdTime()).isEqualTo(Duration.ofMinutes(3));
        assertThat(neighbor.families()).containsExactly(Family.IPV4_UNICAST, Family.IPV6_UNICAST);
        assertThat(neighbor.updates()).isEqualTo(UpdateOptions.DEFAULT);
        final CapabilityOptions capabilities = neighbor.capabilities();
        assertThat(capabilities.asn4()).isTrue();
        assertThat(capabilities.extendedMessage()).isTrue();
        assertThat(capabilities.routeRefresh()).isFalse();
        assertThat(capabilities.gracefulRestart()).isEmpty();
        assertThat(capabilities.addPathMode()).isEqualTo(AddPathMode.DISABLED);
        assertThat(capabilities.multiSession()).isFalse();
        assertThat(neighbor.connection().passive()).isFalse();
        assertThat(neighbor.connection().listenPort()).isEmpty();
        assertThat(neighbor.connection().md5()).isEmpty();
        assertThat(neighbor.api()).isEmpty();
    }

    @Test
    void shouldReadEveryKeywordOfNeighbor() {
        final ExabgpNeighbor neighbor = neighbor("""
            description "a \\"router\\"";
            router-id 1.2.3.4; hold-time 30; rate-limit 10; passive; listen 1790; connect 1791;
            host-name router1; domain-name example.org; source-interface eth0;
            outgoing-ttl 255; incoming-ttl disable; md5-password "a b"; md5-ip 10.0.0.9;
            group-updates false; auto-flush disable; adj-rib-out false; adj-rib-in no; manual-eor;
            local-link-local fe80::1;
            """);
        assertThat(neighbor.description()).isEqualTo("a \"router\"");
        assertThat(AddressText.of(neighbor.routerId())).isEqualTo("1.2.3.4");
        assertThat(neighbor.holdTime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(neighbor.updates()).isEqualTo(new UpdateOptions(false, false, false, false, true, 10));
        final ConnectionOptions connection = neighbor.connection();
        assertThat(connection.passive()).isTrue();
        assertThat(connection.listenPort()).hasValue(1790);
        assertThat(connection.connectPort()).hasValue(1791);
        assertThat(connection.sourceInterface()).contains("eth0");
        assertThat(connection.outgoingTtl()).hasValue(255);
        assertThat(connection.incomingTtl()).isEmpty();
        assertThat(connection.md5()).contains(Password.of("a b"));
        assertThat(connection.md5Address()).contains(address("10.0.0.9"));
        assertThat(connection.localLinkLocal().map(AddressText::of)).contains("fe80::1");
        assertThat(neighbor.capabilities().hostName()).isEqualTo("router1");
        assertThat(neighbor.capabilities().domainName()).isEqualTo("example.org");
    }

    @Test
    void shouldReadKeysInBase64() {
        assertThat(neighbor("md5-base64 true; md5-password YWJj;").connection().md5()).contains(Password.of("abc"));
        assertThat(neighbor("tcp-ao {\nkeyid 7; algorithm aes-128-cmac-96; password YWJj; base64;\n}")
            .connection().tcpAo())
            .contains(new ConnectionOptions.TcpAo(7, ConnectionOptions.Algorithm.AES_128_CMAC_96, Password.of("abc")));
    }

    @Test
    void shouldTakeAutomaticValuesAsUnknown() {
        final ExabgpNeighbor neighbor = parse("neighbor 10.0.0.1 {\nlocal-address auto; router-id 1.1.1.1;"
            + " local-as auto; peer-as 1.10;\n}").neighbors().get(0);
        assertThat(neighbor.localAddress()).isEmpty();
        assertThat(neighbor.localAs()).isEmpty();
        assertThat(neighbor.peerAs()).hasValue(65_546);
        assertThat(neighbor.name()).isEqualTo("neighbor 10.0.0.1 local-ip auto local-as auto peer-as 65546"
            + " router-id 1.1.1.1 family-allowed in-open");
    }

    @Test
    void shouldTakeRangeOfPassiveNeighbor() {
        final ExabgpNeighbor neighbor =
            parse("neighbor 10.0.0.5/24 {\nlocal-address 10.0.0.2; local-as 1; peer-as 1; passive;\n}")
                .neighbors().get(0);
        assertThat(neighbor.isRange()).isTrue();
        assertThat(neighbor.peer()).hasToString("10.0.0.0/24");
    }

    @Test
    void shouldReadCapabilities() {
        final CapabilityOptions capabilities = neighbor("""
            hold-time 90;
            capability {
              asn4 disable; route-refresh; extended-message disable; graceful-restart; multi-session enable;
              operational enable; aigp enable; software-version enable; link-local-nexthop enable;
              link-local-prefer true;
              add-path send;
            }
            add-path {
              ipv6 unicast limit 10;
            }
            nexthop {
              ipv4 unicast ipv6;
            }
            """).capabilities();
        assertThat(capabilities.asn4()).isFalse();
        assertThat(capabilities.routeRefresh()).isTrue();
        assertThat(capabilities.extendedMessage()).isFalse();
        assertThat(capabilities.gracefulRestart()).hasValue(90);
        assertThat(capabilities.multiSession()).isTrue();
        assertThat(capabilities.operational()).isTrue();
        assertThat(capabilities.aigp()).isTrue();
        assertThat(capabilities.softwareVersion()).isTrue();
        assertThat(capabilities.linkLocalNextHop()).isTrue();
        assertThat(capabilities.linkLocalPreferred()).isTrue();
        assertThat(capabilities.addPathMode()).isEqualTo(AddPathMode.SEND);
        assertThat(capabilities.addPath()).containsExactly(Family.IPV6_UNICAST);
        assertThat(capabilities.pathsLimit()).isEqualTo(Map.of(Family.IPV6_UNICAST, 10));
        assertThat(capabilities.nextHops()).containsExactly(new NextHopFamily(Family.IPV4_UNICAST, 2));
    }

    @Test
    void shouldOfferNothingOfFamiliesThatAreNotThere() {
        final CapabilityOptions capabilities = neighbor("family {\nipv4 unicast;\n}\nnexthop {\nipv4 unicast ipv6;\n}\n"
            + "capability {\nadd-path send/receive;\n}\nadd-path {\nipv6 unicast;\n}").capabilities();
        assertThat(capabilities.nextHops()).isEmpty();
        assertThat(capabilities.addPath()).isEmpty();
        assertThat(neighbor("capability {\nadd-path receive;\n}").capabilities().addPath())
            .containsExactlyInAnyOrder(Family.IPV4_UNICAST, Family.IPV6_UNICAST);
        assertThat(neighbor("capability {\nnexthop disable;\n}\nnexthop {\nipv4 unicast ipv6;\n}")
            .capabilities().nextHops()).isEmpty();
    }

    @Test
    void shouldKeepRibForRouteRefresh() {
        assertThat(neighbor("adj-rib-out false; capability {\nroute-refresh;\n}").updates().adjRibOut()).isTrue();
    }

    @Test
    void shouldReadFamilies() {
        assertThat(neighbor("family {\nipv6 unicast;\n}").families()).containsExactly(Family.IPV6_UNICAST);
        assertThat(neighbor("family {\nall;\n}").families()).hasSize(2);
        assertThat(neighbor("family {\nminimal;\n}\nstatic {\nroute ::1 next-hop ::2;\n}").families())
            .containsExactly(Family.IPV6_UNICAST);
    }

    @Test
    void shouldReadProcesses() {
        final ExabgpConfiguration configuration = parse(PROCESSES);
        assertThat(configuration.processes()).extracting(ExabgpProcess::name).containsExactly("one", "two-1");
        assertThat(configuration.process("one").orElseThrow().run())
            .containsExactly("a", "b", "c d", "--e=f,g", "[h]");
        assertThat(configuration.process("two-1").orElseThrow().encoder()).isEqualTo(ExabgpProcess.Encoder.JSON);
        assertThat(configuration.process("two-1").orElseThrow().respawn()).isFalse();
        assertThat(configuration.process("one").orElseThrow().respawn()).isTrue();
        assertThat(configuration.process("three")).isEmpty();
    }

    @Test
    void shouldReadApiSections() {
        final List<ApiSection> sections = parse(PROCESSES + neighborText("""
            api first {
              processes [ one, two-1 ];
              neighbor-changes; fsm; signal false;
              receive {
                parsed; consolidate; update; keepalive disable;
              }
              send {
                packets; open; notification;
              }
            }
            api {
              processes [ one ];
              negotiated; signal;
            }
            """)).neighbors().get(0).api();
        assertThat(sections).containsExactly(
            new ApiSection("first", List.of("one", "two-1"), true, false, true, false,
                new MessageFilter(false, true, false, Set.of(ApiMessage.OPEN, ApiMessage.NOTIFICATION)),
                new MessageFilter(true, false, true, Set.of(ApiMessage.UPDATE))),
            new ApiSection("", List.of("one"), false, true, false, true, MessageFilter.NONE, MessageFilter.NONE));
    }

    @Test
    void shouldFindProcessesByTheStartOfTheirNames() {
        final List<ApiSection> sections = parse(PROCESSES + neighborText(
            "api {\nprocesses-match [ \"tw?o-[0-9]\" nobody ];\nfsm;\n}")).neighbors().get(0).api();
        assertThat(sections).singleElement()
            .satisfies(section -> assertThat(section.processes()).containsExactly("two-1"));
    }

    @Test
    void shouldReadRoutesOfAllSectionsInTheirOrder() {
        assertThat(routes("""
            static {
              route 10.0.0.1 next-hop 10.0.0.9;
              route 10.0.0.2/32 {
                next-hop self;
                med 5;
              }
              attributes next-hop 10.0.0.9 med 7 nlri 10.0.0.3/32 10.0.0.4/32;
            }
            announce {
              ipv4 {
                unicast 10.0.0.5 next-hop 10.0.0.9 split /32;
              }
              ipv6 {
                unicast ::1 next-hop ::2;
              }
            }
            announce {
            }
            """)).containsExactly("10.0.0.1/32 next-hop 10.0.0.9", "10.0.0.2/32 next-hop self med 5",
                "10.0.0.3/32 next-hop 10.0.0.9 med 7", "10.0.0.4/32 next-hop 10.0.0.9 med 7",
                "10.0.0.5/32 next-hop 10.0.0.9", "::1/128 next-hop ::2");
    }

    @Test
    void shouldInheritFromTemplatesAsExabgpDoes() {
        final ExabgpConfiguration configuration = parse("""
            template {
              neighbor timers {
                hold-time 10;
                family {
                  ipv6 unicast;
                }
              }
              neighbor routes {
                static {
                  route 10.0.0.1 next-hop 10.0.0.9;
                }
              }
            }
            """ + neighborText("inherit [ timers routes ]; hold-time 30;\nfamily {\nipv4 unicast;\n}\n"
            + "static {\nroute 10.0.0.2 next-hop 10.0.0.9;\n}"));
        final ExabgpNeighbor neighbor = configuration.neighbors().get(0);
        assertThat(neighbor.holdTime()).as("a template counts").isEqualTo(Duration.ofSeconds(10));
        assertThat(neighbor.families()).hasSize(2);
        assertThat(neighbor.routes()).extracting(route -> RouteText.of(route.route().nlri()))
            .containsExactly("10.0.0.2/32", "10.0.0.1/32");
        assertThat(configuration.warnings()).singleElement().satisfies(warning ->
            assertThat(warning.text()).contains("hold-time has no effect: template 'timers' says otherwise at 3:5"));
    }

    @Test
    void shouldFindTemplateBehindNeighborToo() {
        assertThat(parse(neighborText("inherit late;") + "template {\nneighbor late {\nhold-time 9;\n}\n}")
            .neighbors().get(0).holdTime()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void shouldWarnOfRoutesThatAreNeverAnnounced() {
        final ExabgpConfiguration configuration = parse(neighborText(
            "family {\nipv6 unicast;\n}\nstatic {\nroute 10.0.0.1 next-hop self;\nroute ::1;\n}"));
        assertThat(configuration.neighbors().get(0).routes()).isEmpty();
        assertThat(configuration.warnings()).extracting(ConfigurationProblem::toString)
            .anySatisfy(text -> assertThat(text).contains(":6:7: ").contains("add ipv4 unicast to family"))
            .anySatisfy(text -> assertThat(text).contains(":7:7: ").contains("it has no next hop"));
    }

    @Test
    void shouldWarnOfWordsThatExabgpIgnores() {
        assertThat(parse(neighborText("hold-time 9 seconds;")).warnings()).extracting(ConfigurationProblem::text)
            .containsExactly("'seconds' behind hold-time is ignored, as ExaBGP does: remove it");
    }

    @Test
    void shouldTakeEmptySectionsOfWhatIsNotSupported() {
        assertThat(parse(neighborText("flow {\n}\nl2vpn {\n}")).neighbors()).hasSize(1);
    }

    @Test
    void shouldSetLinkLocalAddressBesideGlobalNextHop() {
        final ExabgpNeighbor neighbor = parse("neighbor 2001:db8::1 {\nlocal-address 2001:db8::2; router-id 1.1.1.1;"
            + "local-as 1; peer-as 1; local-link-local fe80::2;\ncapability {\nlink-local-nexthop;\n}\nstatic {\n"
            + "route ::1 next-hop self;\nroute ::2 next-hop 2001:db8::9;\nroute 10.0.0.1 next-hop self;\n"
            + "route ::3 next-hop fe80::9;\n}\n}").neighbors().get(0);
        assertThat(neighbor.routes()).extracting(route -> RouteText.of(route.route())).containsExactly(
            "::1/128 next-hop 2001:db8::2 next-hop fe80::2", "::2/128 next-hop 2001:db8::9 next-hop fe80::2",
            "10.0.0.1/32 next-hop 1.1.1.1", "::3/128 next-hop fe80::9");
    }

    private static List<String> routes(final String statements) {
        return neighbor(statements).routes().stream().map(route -> RouteText.of(route.route())).toList();
    }

    private static ExabgpNeighbor neighbor(final String statements) {
        final ExabgpConfiguration configuration = parse(neighborText(statements));
        assertThat(configuration.warnings()).isEmpty();
        return configuration.neighbors().get(0);
    }

    private static String neighborText(final String statements) {
        return "neighbor 10.0.0.1 {\n" + statements + "\nlocal-address 10.0.0.2; local-as 1; peer-as 1;\n}\n";
    }

    private static ExabgpConfiguration parse(final String text) {
        return ExabgpConfiguration.parse(text, "test.conf");
    }

    private static InetAddress address(final String text) {
        return AddressText.parse(text).orElseThrow();
    }
}
