package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator adds to routes arrives at FRR, the director says the same as FRR, and a reload ends no session. */
@Tag("lab")
@RequiresRoot
class RoutingPolicyIT {
    private static PolicyLab lab;

    @BeforeAll
    static void start() {
        lab = PolicyLab.up();
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @BeforeEach
    void begin() {
        lab.reset();
    }

    @Test
    void shouldShowThePolicyAtEachRouter() {
        JsonNode external = lab.path("r1");
        assertThat(external.at("/aspath/string").asText()).isEqualTo("65101 65101 65101");
        assertThat(external.path("metric").asInt()).isEqualTo(20);
        assertThat(external.path("origin").asText()).isEqualTo("IGP");
        assertThat(words(external.at("/community/string"))).containsExactly("65000:7", "65000:100", "no-export");
        assertThat(words(external.at("/largeCommunity/string")))
            .containsExactlyInAnyOrder("65000:2:7", "65000:2:100", "65101:1:100");

        JsonNode internal = lab.path("r2");
        assertThat(internal.at("/aspath/string").asText()).isEqualTo("Local");
        assertThat(internal.path("locPrf").asInt()).isEqualTo(300);
        assertThat(internal.path("metric").asInt()).isEqualTo(50);
        assertThat(words(internal.at("/community/string"))).containsExactly("65000:100", "no-export");
    }

    @Test
    void shouldSayTheSameAsTheRouters() {
        JsonNode neighbor = lab.director("neighbors", "10.0.1.1").at("/neighbors/0");
        JsonNode session = lab.session("r1");
        assertThat(neighbor.path("state").asText()).isEqualTo(session.path("bgpState").asText());
        assertThat(neighbor.path("asn").asLong()).isEqualTo(session.path("localAs").asLong());
        assertThat(neighbor.path("routerId").asText()).isEqualTo(session.path("localRouterId").asText());
        assertThat(neighbor.path("holdTimeMs").asLong()).isEqualTo(session.path("bgpTimerHoldTimeMsecs").asLong());
        assertThat(neighbor.at("/session/local").asText())
            .isEqualTo(session.path("hostForeign").asText() + ":" + session.path("portForeign").asInt());
        assertThat(neighbor.at("/session/remote").asText())
            .isEqualTo(session.path("hostLocal").asText() + ":" + session.path("portLocal").asInt());
        assertThat(session.path("hostname").asText()).isEqualTo("d1");
        assertThat(neighbor.at("/session/peerCapabilities").toString()).contains("hostname r1");
        assertThat(neighbor.at("/settings/authentication").asText()).isEqualTo("TCP-MD5");
        assertThat(neighbor.at("/sent/update").asLong()).isEqualTo(session.at("/messageStats/updatesRecv").asLong());
        assertThat(neighbor.at("/received/open").asLong()).isEqualTo(session.at("/messageStats/opensSent").asLong());

        for (String router : List.of("r1", "r2")) {
            String address = router.equals("r1") ? "10.0.1.1" : "10.0.1.2";
            JsonNode route = lab.director("routes", "--neighbor", address, "--vip", PolicyLab.VIP).at("/routes/0");
            JsonNode path = lab.path(router);
            assertThat(texts(route.path("asPath"))).isEqualTo(texts(path.at("/aspath/segments/0/list")));
            assertThat(route.path("med").asLong()).isEqualTo(path.path("metric").asLong());
            assertThat(route.path("localPref")).isEqualTo(path.path("locPrf"));
            assertThat(texts(route.path("largeCommunities")))
                .containsExactlyInAnyOrderElementsOf(texts(path.at("/largeCommunity/list")));
            assertThat(route.path("communities").size()).isEqualTo(path.at("/community/list").size());
            assertThat(route.path("nextHop")).isEqualTo(path.at("/nexthops/0/ip"));
            assertThat(route.path("pending").asBoolean()).isFalse();
        }
    }

    @Test
    void shouldChangePolicyWithoutAFlap() {
        long r1 = established("r1");
        long r2 = established("r2");

        String answer = lab.reload("med: 20, prepend: 2", "med: 21, prepend: 0, as-override: 65500");

        assertThat(answer).contains("neighbor 10.0.1.1: med 20 -> 21, the session stays",
            "neighbor 10.0.1.1: as-override unset -> 65500, the session stays");
        lab.await(() -> lab.path("r1").path("metric").asInt() == 21, "r1 does not hear of the change");
        assertThat(lab.path("r1").at("/aspath/string").asText()).isEqualTo("65500");
        assertThat(established("r1")).isEqualTo(r1);
        assertThat(established("r2")).isEqualTo(r2);
    }

    @Test
    void shouldSendNothingToARouterWhosePolicyDidNotChange() {
        long before = lab.session("r2").at("/messageStats/updatesRecv").asLong();

        lab.reload("med: 20", "med: 22");

        lab.await(() -> lab.path("r1").path("metric").asInt() == 22, "r1 does not hear of the change");
        assertThat(lab.session("r2").at("/messageStats/updatesRecv").asLong()).isEqualTo(before);
    }

    @Test
    void shouldTakeNeighborsInAndOutWithoutTouchingTheOthers() {
        long r1 = established("r1");

        assertThat(lab.reload("    - {address: 10.0.1.2, ", "    - {address: 10.0.1.9, "))
            .contains("neighbor 10.0.1.2: removed", "neighbor 10.0.1.9: added, AS 65101");

        lab.await(() -> !lab.path("r2").isObject(), "r2 keeps the route of a director that left it");
        assertThat(lab.session("r2").toString()).contains("Cease/Peer De-configured");
        assertThat(lab.text("routes", "--neighbor", "10.0.1.9")).contains("nothing is announced",
            "192.0.2.10", "the session is ");
        lab.reset();
        assertThat(established("r1")).isEqualTo(r1);
    }

    @Test
    void shouldKeepTheSessionWhenTheKeyChangesOnBothSides() throws Throwable {
        JsonNode before = lab.director("neighbors", "10.0.1.1").at("/neighbors/0");
        try {
            lab.write("/etc/directrix/bgp.key", "second\n");

            assertThat(lab.text("reload")).contains("neighbor 10.0.1.1: password changed, the session stays");
            assertThat(RouterKeys.change(bgpd("r1"), InetAddress.ofLiteral(PolicyLab.DIRECTOR), "second"))
                .as("sockets of r1 that took the key").isPositive();

            // More than a hold time of keepalives under the new key.
            long enough = before.at("/received/keepalive").asLong() + 5;
            lab.await(() -> lab.director("neighbors", "10.0.1.1").at("/neighbors/0/received/keepalive").asLong()
                >= enough, "no keepalives arrive under the new key");
            JsonNode after = lab.director("neighbors", "10.0.1.1").at("/neighbors/0");
            assertThat(after.path("state").asText()).isEqualTo("Established");
            assertThat(after.path("timesUp")).isEqualTo(before.path("timesUp"));
            assertThat(after.path("sinceChangeMs").asLong()).isGreaterThan(before.path("sinceChangeMs").asLong());
            assertThat(after.at("/session/local")).isEqualTo(before.at("/session/local"));
        } finally {
            lab.write("/etc/directrix/bgp.key", "first\n");
            RouterKeys.change(bgpd("r1"), InetAddress.ofLiteral(PolicyLab.DIRECTOR), "first");
            lab.text("reload");
        }
    }

    @Test
    void shouldTellAnErrorThatIsOverAsPast() {
        long before = lab.director("neighbors", "10.0.1.2").at("/neighbors/0/timesUp").asLong();
        lab.router("r2").exec("vtysh", "-c", "clear bgp 10.0.1.11").orFail();
        lab.await(() -> lab.director("neighbors", "10.0.1.2").at("/neighbors/0/timesUp").asLong() > before,
            "the session does not come back");

        JsonNode neighbor = lab.director("neighbors", "10.0.1.2").at("/neighbors/0");
        assertThat(neighbor.has("lastError")).isFalse();
        assertThat(neighbor.at("/lastDown/text").asText()).contains("Cease, Administrative Reset (6/4)");
        assertThat(neighbor.at("/notificationReceived/code").asInt()).isEqualTo(6);
        assertThat(neighbor.at("/notificationReceived/subcode").asInt()).isEqualTo(4);
        assertThat(neighbor.path("flaps").asLong()).isEqualTo(neighbor.path("timesUp").asLong() - 1);
        assertThat(lab.text("status")).doesNotContain("Administrative Reset");
        assertThat(lab.text("neighbors")).containsPattern("\\(\\d+s ago: 10\\.0\\.1\\.2 ended the session: Cease");
        assertThat(lab.text("neighbors", "10.0.1.2")).contains("last down", "last received");
    }

    /** Since when a router has its session, as a time that only another session changes. */
    private static long established(String router) {
        return lab.session(router).path("connectionsEstablished").asLong();
    }

    /** The number of a router's bgpd, as this process counts. */
    private static long bgpd(String router) throws IOException {
        String namespace = "net:[" + Files.getAttribute(
            Path.of("/run/netns", lab.router(router).namespace()), "unix:ino") + "]";
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            if (process.info().command().filter(command -> command.endsWith("/bgpd")).isPresent()
                && isIn(process, namespace)) {
                return process.pid();
            }
        }
        throw new IllegalStateException("router " + router + " runs no bgpd");
    }

    private static boolean isIn(ProcessHandle process, String namespace) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "ns/net")).toString()
                .equals(namespace);
        } catch (IOException e) {
            return false; // It was another lab's, and has ended meanwhile.
        }
    }

    private static List<String> words(JsonNode text) {
        return List.of(text.asText().split(" "));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
