package dev.directrix.bgp.exabgp.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.directrix.bgp.session.SessionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands do and what is answered, on sessions that only write down what is asked. */
class CommandExecutorTest {

    private static final String CONFIGURATION = """
        process p { run /bin/true; encoder text; }
        process q { run /bin/true; encoder text; }
        neighbor 10.0.0.1 {
            router-id 1.2.3.4; local-address 10.0.0.9; local-as 65001; peer-as 65002;
            family { ipv4 unicast; }
            api { processes [ p ]; }
            static {
                route 192.0.2.7/32 next-hop 10.0.0.9 watchdog dog;
                route 192.0.2.8/32 next-hop 10.0.0.9 watchdog dog withdraw;
            }
        }
        neighbor 10.0.0.2 {
            router-id 1.2.3.4; local-address 10.0.0.9; local-as 65001; peer-as 65003;
            family { ipv4 unicast; ipv6 unicast; }
            api { processes [ p q ]; }
        }
        """;

    private final FakeSessions sessions = new FakeSessions(CONFIGURATION);
    private final FakeDaemon daemon = new FakeDaemon();
    private final List<String> answers = new ArrayList<>();
    private long nowMs;
    private final CommandExecutor executor = new CommandExecutor(sessions, daemon,
        (program, line) -> answers.add(program + " " + line), ApiSettings.DEFAULT, () -> nowMs);

    @BeforeEach
    void start() {
        executor.started("p");
        executor.started("q");
    }

    @Test
    void shouldAnnounceToEveryNeighborOfTheProgram() {
        run("p", "announce route 192.0.2.1/32 next-hop 10.0.0.9");
        assertThat(sessions.asked).isEmpty();
        executor.commit();
        assertThat(sessions.asked).containsExactly("n1 announce 192.0.2.1/32", "n2 announce 192.0.2.1/32");
        assertThat(answers).containsExactly("p done");
    }

    @Test
    void shouldLeaveNeighborsOfOtherProgramsAlone() {
        run("q", "announce route 192.0.2.1/32 next-hop self");
        run("q", "neighbor 10.0.0.1 withdraw route 192.0.2.1/32");
        run("stranger", "announce route 192.0.2.1/32 next-hop self");
        executor.commit();
        assertThat(sessions.asked).containsExactly("n2 announce 192.0.2.1/32");
        assertThat(answers).containsExactly("q done", "q error", "stranger error");
    }

    @Test
    void shouldKeepTheOrderOfABurst() {
        run("p", "neighbor 10.0.0.1 announce attributes next-hop self nlri 192.0.2.1/32 192.0.2.2/32");
        run("p", "neighbor 10.0.0.1 peer-as 65002 withdraw route 192.0.2.1/32 next-hop self");
        executor.commit();
        assertThat(sessions.asked).containsExactly(
            "n1 announce 192.0.2.1/32", "n1 announce 192.0.2.2/32", "n1 withdraw 192.0.2.1/32");
    }

    @Test
    void shouldTellAFamilyOnlyToThoseWhoHaveIt() {
        run("p", "announce ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1");
        executor.commit();
        assertThat(sessions.asked).containsExactly("n2 announce 2001:db8:0:0:0:0:0:0/32");
        assertThat(answers).containsExactly("p done");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "announce route 192.0.2.1/32", "announce route 192.0.2.0/33 next-hop self", "anounce", "announce flow route x",
        "announce route 192.0.2.1/32 next-hop self color blue", "neighbor 10.0.0.77 teardown 4", "group end"})
    void shouldAnswerErrorAndDoNothing(final String line) {
        run("p", line);
        executor.commit();
        assertThat(answers).containsExactly("p error");
        assertThat(sessions.asked).isEmpty();
    }

    @Test
    void shouldAcknowledgeAsTheProgramWants() {
        run("p", "disable-ack");
        run("p", "version");
        run("p", "nonsense");
        run("p", "enable-ack");
        run("p", "silence-ack");
        run("p", "# nothing");
        run("p", "enable-ack");
        assertThat(answers).containsExactly("p done", "p exabgp 5.0.0 (directrix 1.2.3)", "p done", "p done");
    }

    @Test
    void shouldForgetWhatWasAgreedWhenAProgramStartsAgain() {
        run("p", "silence-ack");
        executor.started("p");
        run("p", "# nothing");
        assertThat(answers).containsExactly("p done");
    }

    @Test
    void shouldWithdrawAndAnnounceByWatchdog() {
        run("p", "withdraw watchdog dog");
        run("p", "announce watchdog dog");
        run("p", "announce watchdog cat");
        executor.commit();
        assertThat(sessions.asked).containsExactly("watchdog dog false", "watchdog dog true", "watchdog cat true",
            "n1 withdraw 192.0.2.7/32", "n1 withdraw 192.0.2.8/32", "n1 announce 192.0.2.7/32",
            "n1 announce 192.0.2.8/32");
        assertThat(answers).hasSize(3).containsOnly("p done");
    }

    @Test
    void shouldSendWhatWaitsBeforeAnythingElse() {
        run("p", "announce route 192.0.2.1/32 next-hop self");
        run("p", "announce eor ipv4 unicast");
        run("p", "announce route-refresh ipv4 unicast");
        run("p", "neighbor 10.0.0.2 flush adj-rib out");
        run("p", "neighbor 10.0.0.1 teardown 4");
        assertThat(sessions.asked).containsExactly("n1 announce 192.0.2.1/32", "n2 announce 192.0.2.1/32",
            "n1 eor ipv4-unicast", "n2 eor ipv4-unicast", "n1 refresh ipv4-unicast", "n2 refresh ipv4-unicast",
            "n2 resend", "n1 teardown 4");
    }

    @Test
    void shouldForgetAnnouncementsOfTheSameBurstOnClear() {
        run("p", "announce route 192.0.2.1/32 next-hop self");
        run("p", "clear adj-rib out");
        run("p", "clear adj-rib in");
        executor.commit();
        assertThat(sessions.asked).containsExactly("n1 clear", "n2 clear");
        assertThat(answers).hasSize(3).containsOnly("p done");
    }

    @Test
    void shouldRefuseMarkersAndTearNothingDownWhileNoSessionIsUp() {
        sessions.states.replaceAll((id, state) -> SessionState.ACTIVE);
        run("p", "announce eor");
        run("p", "announce route-refresh ipv4 unicast");
        run("p", "teardown 4");
        assertThat(answers).containsExactly("p error", "p error", "p done");
        assertThat(sessions.asked).isEmpty();
    }

    @Test
    void shouldWaitForTheNeighborsWhereAProgramWantsThat() {
        sessions.pending.put("n1", 1);
        run("p", "enable-sync");
        run("p", "announce route 192.0.2.1/32 next-hop self");
        run("p", "# behind it");
        assertThat(executor.flushAnswers()).isTrue();
        assertThat(answers).containsExactly("p done");
        sessions.pending.clear();
        assertThat(executor.flushAnswers()).isFalse();
        assertThat(answers).containsExactly("p done", "p done", "p done");
    }

    @Test
    void shouldNotWaitForEverForANeighborThatTakesNothing() {
        sessions.pending.put("n1", 1);
        run("p", "announce route 192.0.2.1/32 next-hop self sync");
        assertThat(executor.flushAnswers()).isTrue();
        nowMs = 30_000;
        assertThat(executor.flushAnswers()).isFalse();
        assertThat(answers).containsExactly("p done");
    }

    @Test
    void shouldCarryOutAGroupAtItsEnd() {
        run("p", "group start");
        run("p", "neighbor 10.0.0.1 announce route 192.0.2.1/32 next-hop self");
        run("p", "neighbor 10.0.0.1 withdraw route 192.0.2.2/32");
        executor.commit();
        assertThat(sessions.asked).isEmpty();
        run("p", "group end");
        executor.commit();
        assertThat(sessions.asked).containsExactly("n1 announce 192.0.2.1/32", "n1 withdraw 192.0.2.2/32");
        assertThat(answers).containsExactly("p group started", "p done", "p done", "p done",
            "p group processed: 1 announced, 1 withdrawn", "p done");
    }

    @Test
    void shouldCarryOutAGroupOnOneLineWhollyOrNotAtAll() {
        run("p", "peer 10.0.0.1 group announce route 192.0.2.1/32 next-hop self; withdraw route nonsense");
        run("p", "peer 10.0.0.1 group announce route 192.0.2.1/32 next-hop self; withdraw route 192.0.2.2/32 json");
        executor.commit();
        assertThat(sessions.asked).containsExactly("n1 announce 192.0.2.1/32", "n1 withdraw 192.0.2.2/32");
        assertThat(answers).containsExactly("p error",
            "p {\"status\":\"group processed\",\"announced\":1,\"withdrawn\":1}", "p done");
    }

    @Test
    void shouldListRoutes() {
        run("p", "neighbor 10.0.0.1 announce route 192.0.2.1/32 next-hop 10.0.0.9 med 5");
        run("p", "show adj-rib out");
        run("p", "show adj-rib out extensive");
        run("p", "show adj-rib in");
        assertThat(answers).containsExactly("p done",
            "p 10.0.0.1 ipv4 unicast 192.0.2.1/32 next-hop 10.0.0.9", "p done",
            "p neighbor 10.0.0.1 local-ip 10.0.0.9 local-as 65001 peer-as 65002 router-id 1.2.3.4"
                + " family-allowed in-open ipv4 unicast 192.0.2.1/32 next-hop 10.0.0.9 med 5", "p done", "p done");
    }

    @Test
    void shouldListRoutesAsJson() {
        run("p", "neighbor 10.0.0.1 announce route 192.0.2.1/32 next-hop 10.0.0.9");
        answers.clear();
        run("p", "show adj-rib out json");
        assertThat(answers).containsExactly(
            "p {\"10.0.0.1\":{\"routes\":[{\"family\":\"ipv4 unicast\",\"prefix\":\"192.0.2.1/32\"}]}}", "p done");
    }

    @Test
    void shouldSummarizeNeighbors() {
        sessions.states.put("n2", SessionState.ACTIVE);
        run("p", "show neighbor summary");
        assertThat(answers).containsExactly(
            "p Peer            AS        up/down state       |     #sent     #recvd    #pfx_in",
            "p 10.0.0.1        65002     1:01:01 established           5          7          4",
            "p 10.0.0.2        65003        down active                5          7          4",
            "p done");
    }

    @Test
    void shouldDescribeANeighbor() {
        run("p", "show neighbor 10.0.0.2 extensive");
        assertThat(answers).first().isEqualTo("p Neighbor 10.0.0.2");
        assertThat(answers).anyMatch(line -> line.matches("p +AS +65001 +65003"))
            .anyMatch(line -> line.matches("p +state +ESTABLISHED"))
            .anyMatch(line -> line.matches("p +ipv6 unicast: +enabled +n/a +disabled"))
            .anyMatch(line -> line.matches("p +update: +5 +7"))
            .noneMatch(line -> line.contains("65002"));
        answers.clear();
        run("p", "show neighbor 10.0.0.1 configuration");
        assertThat(answers).contains("p neighbor 10.0.0.1 {", "p   local-as 65001;",
            "p     route 192.0.2.8/32 next-hop 10.0.0.9 watchdog dog withdraw;", "p }");
    }

    @Test
    void shouldDescribeNeighborsAsJson() {
        run("p", "show neighbor json");
        final JsonArray all = JsonParser.parseString(answers.getFirst().substring(2)).getAsJsonArray();
        assertThat(all).hasSize(2);
        final JsonObject first = all.get(0).getAsJsonObject();
        assertThat(first.get("state").getAsString()).isEqualTo("up");
        assertThat(first.get("fsm").getAsString()).isEqualTo("ESTABLISHED");
        assertThat(first.getAsJsonObject("peer").get("as").getAsLong()).isEqualTo(65_002);
        assertThat(first.getAsJsonObject("messages").getAsJsonObject("sent").get("update").getAsLong()).isEqualTo(5);
        answers.clear();
        run("p", "peer list");
        assertThat(answers.getFirst()).contains("\"peer-address\":\"10.0.0.2\",\"peer-as\":65003");
    }

    @Test
    void shouldAskTheDaemonAfterAnswering() {
        run("p", "reload");
        run("p", "restart json");
        run("p", "shutdown");
        run("p", "reset");
        assertThat(answers).containsExactly("p reload in progress", "p done", "p {\"status\":\"restart in progress\"}",
            "p done", "p shutdown in progress", "p done", "p asynchronous queue cleared", "p done");
        assertThat(daemon.asked).containsExactly("reload", "restart", "shutdown");
    }

    @Test
    void shouldTellOfItself() {
        run("p", "ping");
        run("p", "ping text");
        run("p", "status");
        run("p", "queue-status");
        run("p", "help");
        run("p", "bye");
        run("p", "debug I am here");
        assertThat(answers).startsWith("p {\"pong\":\"3c1d\",\"active\":true}", "p done", "p pong 3c1d active=true")
            .contains("p UUID: 3c1d", "p PID: " + ProcessHandle.current().pid(), "p Peers: 2",
                "p q: 3 items (12 bytes)")
            .anyMatch(line -> line.contains("announce route PREFIX"));
        assertThat(answers.stream().filter("p done"::equals)).hasSize(6);
    }

    @Test
    void shouldAnswerInJsonWhenVersionSixIsChosen() {
        run("p", "api version 6");
        run("p", "version");
        run("p", "status");
        assertThat(answers.get(2)).isEqualTo("p {\"version\":\"5.0.0\",\"application\":\"exabgp\","
            + "\"implementation\":\"directrix 1.2.3\"}");
        assertThat(JsonParser.parseString(answers.get(4).substring(2)).getAsJsonObject().get("uuid").getAsString())
            .isEqualTo("3c1d");
    }

    @Test
    void shouldCreateAndDeleteNeighbors() {
        run("p", "create neighbor 10.0.0.5 local-as 1 peer-as 2");
        run("p", "delete neighbor 10.0.0.1");
        assertThat(sessions.asked).containsExactly("create 10.0.0.5 [local-as 1, peer-as 2] [p]", "n1 delete");
    }

    private void run(final String program, final String line) {
        executor.execute(program, line);
    }

    private static final class FakeDaemon implements Daemon {

        private final List<String> asked = new ArrayList<>();
        private int version = 4;

        @Override
        public void shutdown() {
            asked.add("shutdown");
        }

        @Override
        public void reload() {
            asked.add("reload");
        }

        @Override
        public void restart() {
            asked.add("restart");
        }

        @Override
        public String uuid() {
            return "3c1d";
        }

        @Override
        public Instant started() {
            return Instant.now();
        }

        @Override
        public String version() {
            return "1.2.3";
        }

        @Override
        public Map<String, Backlog> backlogs() {
            return Map.of("q", new Backlog(3, 12));
        }

        @Override
        public int apiVersion(final Optional<Integer> chosen) {
            version = chosen.orElse(version);
            return version;
        }
    }
}
