package dev.directrix.bgp.exabgp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationErrorTest {

    /** Line 1 is the section, each statement of the test stands on a line of its own from line 2 on. */
    private static final String NEIGHBOR =
        "neighbor 10.0.0.1 {\n%s\nlocal-address 10.0.0.2; local-as 1; peer-as 1;\n}\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "hold-tme 9; | 2:1 | did you mean 'hold-time'?",
        "hold-time 2; | 2:11 | hold-time 2 is too short",
        "hold-time 65536; | 2:11 | 0 to 65535",
        "hold-time; | 2:10 | hold-time is missing",
        "router-id ::1; | 2:11 | no IPv4 address",
        "local-link-local 2001:db8::1; | 2:18 | fe80::/10",
        "peer-address 10.0.0.0/33; | 2:14 | no peer",
        "passive maybe; | 2:9 | neither on nor off",
        "listen 0; | 2:8 | 1 to 65535",
        "connect 65536; | 2:9 | 1 to 65535",
        "outgoing-ttl 256; | 2:14 | 0 to 255",
        "ttl-security 1; | 2:1 | outgoing-ttl 255",
        "rate-limit 0; | 2:12 | 1 to",
        "md5-password \"\"; | 2:14 | empty",
        "md5-ip here; | 2:8 | no IP address",
        "inherit; | 2:8 | a name is missing",
        "inherit nobody; | 2:9 | there is no template 'nobody'",
        "inherit [ a b; | 2:14 | ']' of the list",
        "family; | 2:7 | write { ... }",
        "description { a; } | 2:1 | has a value and no section",
        "familiy { ipv4 unicast; } | 2:1 | did you mean 'family'?",
        "family { ipv4 flow; } | 2:10 | 'ipv4 flow' is not supported",
        "family { ipv4 multicast; } | 2:10 | 'ipv4 multicast' is not supported",
        "family { l2vpn evpn; } | 2:10 | 'l2vpn evpn' is not supported",
        "family { ipv4 anycast; } | 2:15 | no kind of ipv4 routes",
        "family { ipx unicast; } | 2:10 | no address family",
        "family { ipv4; } | 2:14 | unicast is missing",
        "add-path { ipv4 unicast limit 0; } | 2:31 | 1 to 65535",
        "add-path { ipv4 unicast 10; } | 2:25 | too much",
        "nexthop { ipv4 unicast ipv4; } | 2:24 | ipv4 unicast ipv6",
        "capability { asn5; } | 2:14 | did you mean 'asn4'?",
        "capability { add-path both; } | 2:23 | send, receive, send/receive or disable",
        "capability { graceful-restart 4096; } | 2:31 | 0 to 4095",
        "tcp-ao { keyid 1; } | 2:10 | no algorithm and no password",
        "tcp-ao { keyid 256; } | 2:16 | 0 to 255",
        "tcp-ao { algorithm md5; } | 2:20 | hmac-sha-256",
        "api { processes [ nobody ]; } | 2:19 | there is no process 'nobody'",
        "api { processes-match [ \"^no\" ]; } | 2:25 | no process matches",
        "api { processes-match [ \"(\" ]; } | 2:25 | no regular expression",
        "api { process [ a ]; } | 2:7 | did you mean",
        "api { receive { updates; } } | 2:17 | did you mean 'update'?",
        "api { receive; } | 2:7 | is a section",
        "api a b { fsm; } | 2:7 | one name at most",
        "static { rout 10.0.0.1 next-hop self; } | 2:10 | did you mean 'route'?",
        "static { route 10.0.0.1/24 next-hop self; } | 2:16 | write 10.0.0.0/24",
        "static { route 10.0.0.1 { next-hop self; med x; } } | 2:46 | med is a number",
        "static { sr-policy distinguisher 1; } | 2:10 | 'sr-policy' is not supported",
        "announce { ipv4 { flow match; } } | 2:19 | 'flow' is not supported",
        "announce { ipv4 { unicst 10.0.0.1 next-hop self; } } | 2:19 | did you mean 'unicast'?",
        "announce { l2vpn { vpls x; } } | 2:12 | 'l2vpn' is not supported",
        "announce { ipv4; } | 2:16 | is missing",
        "flow { route a { match { source 10.0.0.1/32; } } } | 2:1 | 'flow' is not supported",
        "l2vpn { vpls site { endpoint 1; } } | 2:1 | 'l2vpn' is not supported",
        "operational { asm { } } | 2:1 | 'operational' is not supported",
        "local-address ::1; | 3:1 | of different IP versions"})
    void shouldComplainAboutStatementAtItsPlace(final String statement, final String position, final String message) {
        final String text = statement.startsWith("local-address")
            ? "neighbor 10.0.0.1 {\nlocal-as 1; peer-as 1; router-id 1.1.1.1;\n" + statement + "\n}"
            : NEIGHBOR.formatted(statement);
        assertThat(problems(text)).anySatisfy(problem -> {
            assertThat(problem.position()).hasToString(position);
            assertThat(problem.text()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "neighbour 10.0.0.1 { } | 1:1 | did you mean 'neighbor'?",
        "group a { } | 1:1 | a form of ExaBGP 3",
        "neighbor 10.0.0.1; | 1:18 | write { ... }",
        "neighbor { local-as 1; peer-as 1; } | 1:10 | the peer's address is missing",
        "neighbor www.example.org { local-as 1; peer-as 1; } | 1:10 | no peer",
        "neighbor 10.0.0.1 { local-address 10.0.0.2; } | 1:1 | no local-as and no peer-as",
        "neighbor 10.0.0.1 { local-as 1; peer-as 1; } | 1:1 | no router-id",
        "neighbor ::1 { local-address ::2; local-as 1; peer-as 1; } | 1:1 | no router-id",
        "neighbor 10.0.0.0/8 { local-address 10.0.0.2; local-as 1; peer-as 1; } | 1:1 | add passive true;",
        "neighbor 10.0.0.1 { router-id 1.1.1.1; listen 1790; local-as 1; peer-as 1; } | 1:40 | add local-address",
        "process a { } | 1:1 | runs nothing",
        "process a { run; } | 1:16 | the program behind run is missing",
        "process { run b; } | 1:9 | the name of the process is missing",
        "process a/b { run c; } | 1:9 | no name",
        "process a { run b; encoder xml; } | 1:28 | write text or json",
        "process a { run b; respawn 2; } | 1:28 | neither on nor off",
        "process a { run b; parse-routes; } | 1:20 | does not belong in a process",
        "template { group a { } } | 1:12 | no template",
        "template { neighbor { } } | 1:21 | the name of the neighbor is missing",
        "neighbor 10.0.0.1 { | 1:19 | never closed",
        "} | 1:1 | no section is open",
        "{ } | 1:1 | no keyword"})
    void shouldComplainAboutSectionAtItsPlace(final String text, final String position, final String message) {
        assertThat(problems(text)).anySatisfy(problem -> {
            assertThat(problem.position()).hasToString(position);
            assertThat(problem.text()).contains(message);
        });
    }

    @Test
    void shouldTellAllErrorsInOrderOfTheFile() {
        final ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () ->
            ExabgpConfiguration.parse(
                "process a {\n  encoder xml;\n}\n" + NEIGHBOR.formatted("hold-time 1;\nfoo 1;"), "f"));
        assertThat(refused.problems()).extracting(problem -> problem.position().toString())
            .containsExactly("1:1", "2:11", "5:11", "6:1");
        assertThat(refused.getMessage()).startsWith("f:1:1: ").contains("\nf:6:1: 'foo' does not belong in a neighbor");
    }

    @Test
    void shouldRefuseSecondSectionOfOneName() {
        assertThat(problems("process a {\nrun b;\n}\nprocess a {\nrun c;\n}")).singleElement()
            .satisfies(problem -> assertThat(problem).hasToString("f:4:9: process 'a' stands at 1:1 already: give this"
                + " one another name"));
        assertThat(problems(NEIGHBOR.formatted("") + NEIGHBOR.formatted(""))).singleElement()
            .satisfies(problem -> assertThat(problem.position()).hasToString("5:1"));
    }

    @Test
    void shouldRefuseProcessesAndPatternsTogether() {
        assertThat(problems("process a {\nrun b;\n}\n"
            + NEIGHBOR.formatted("api {\nprocesses [ a ];\nprocesses-match [ a ];\n}"))).singleElement()
            .satisfies(problem -> assertThat(problem.text()).contains("either processes or processes-match"));
    }

    @Test
    void shouldRefuseMd5AndTcpAoTogether() {
        assertThat(problems(NEIGHBOR.formatted("md5-password a;\ntcp-ao {\nkeyid 1;\nalgorithm hmac-sha-256;\n"
            + "password b;\n}"))).singleElement()
            .satisfies(problem -> assertThat(problem.text()).contains("exclude each other"));
    }

    @Test
    void shouldNotShowKeyThatCannotBeUsed() {
        assertThat(problems(NEIGHBOR.formatted("md5-base64 true;\nmd5-password se!cret;"))).singleElement()
            .satisfies(problem -> assertThat(problem.text()).contains("base64").doesNotContain("cret"));
        assertThat(problems(NEIGHBOR.formatted("md5-password " + "x".repeat(81) + ";"))).singleElement()
            .satisfies(problem -> assertThat(problem.text()).contains("1 to 80 octets"));
    }

    @Test
    void shouldRefuseIpv6RouteForNeighborWithoutThatFamily() {
        assertThat(problems(NEIGHBOR.formatted(
            "family {\nipv4 unicast;\n}\nstatic {\nroute 2001:db8::1 next-hop ::1;\n}"))).singleElement()
            .satisfies(problem -> assertThat(problem.text()).contains("add ipv6 unicast to family"));
    }

    @Test
    void shouldTellThatThereIsNoSuchFile(@TempDir final Path folder) {
        assertThatThrownBy(() -> ExabgpConfiguration.read(folder.resolve("none.conf")))
            .isInstanceOf(ConfigurationException.class).hasMessageEndingWith("none.conf:1:1: there is no such file");
        assertThatThrownBy(() -> ExabgpConfiguration.read(folder)).isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "}", "a {", "neighbor 10.0.0.1 {", "[", "\"", "'", "\\", "\\u", ";", "#", "neighbor",
        "\0",
        "neighbor 10.0.0.1 { static { route 10.0.0.0/8 split /32 next-hop self; } }"})
    void shouldBearHostileText(final String piece) {
        final String text = piece.repeat(50_000) + "\n" + (piece + "\n").repeat(2_000);
        assertThat(problems(text + "\nnot-a-keyword a;")).isNotEmpty().hasSizeLessThanOrEqualTo(Problems.MAX)
            .allSatisfy(problem -> assertThat(problem.text()).hasSizeLessThan(600));
    }

    private static List<ConfigurationProblem> problems(final String text) {
        return catchThrowableOfType(ConfigurationException.class, () -> ExabgpConfiguration.parse(text, "f"))
            .problems();
    }
}
