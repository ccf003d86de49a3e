package dev.directrix.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both sides connect at once, on a hundred sessions: a filter drops the SYNs of a session until both sides have one on
 * its way, and what connections carry until both of each session stand; then the OPENs cross (RFC 4271 §6.8).
 */
@Tag("root")
@Execution(ExecutionMode.CONCURRENT)
class CollisionTest {

    private static final int SESSIONS = 100;
    private static final int FIRST = 11;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @ParameterizedTest
    @EnumSource
    void shouldComeUpOnOneConnectionWhenBothConnectAtOnce(final RouterKind kind) {
        try (RouterLab lab = new RouterLab()) {
            final List<String> addresses =
                IntStream.range(FIRST, FIRST + SESSIONS).mapToObj(last -> "10.99.1." + last).toList();
            prepare(lab, addresses);
            final Router router = kind.in(lab);
            // GoBGP hangs up on a second connection the moment that it comes: both never stand.
            final boolean bothStand = kind != RouterKind.GOBGP;
            lab.hold(bothStand, addresses);
            // Half of our identifiers are lower, half are higher. All are lower than ExaBGP's: it loses its way for
            // good when it must give up a connection of its own ("stopping, other connection is established").
            router.start(Peering.overIpv4()
                .withNeighbors(kind == RouterKind.EXABGP ? "250.0.0.1" : "100.64.0.1", addresses));
            final SpeakerProcess speaker = lab.speaker(65_101, RouterLab.ONE, "count=" + SESSIONS, "retry=10000");
            try {
                releaseWhenBothConnect(lab, bothStand, addresses);
                if (bothStand) {
                    await().atMost(PATIENCE).until(() -> pairs(lab) == SESSIONS);
                    lab.hold(false, List.of());
                }
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() ->
                    assertThat(speaker.tell("summary")).startsWith("established=" + SESSIONS + " least=1 "));
                await().atMost(PATIENCE).untilAsserted(() ->
                    assertThat(router.established()).containsExactlyInAnyOrderElementsOf(addresses));
                await().atMost(PATIENCE).untilAsserted(() ->
                    assertThat(connections(lab)).hasSize(SESSIONS).allSatisfy((address, count) ->
                        assertThat(count).as(address).isEqualTo(1)));
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError(e.getMessage() + "\n" + kind + " says:\n" + router.diagnosis(), e);
            }
        }
    }

    private static void prepare(final RouterLab lab, final List<String> addresses) {
        addresses.stream().filter(address -> !Set.of(RouterLab.ONE, RouterLab.TWO).contains(address))
            .forEach(address -> lab.inSpeakers("ip", "addr", "add", address + "/24", "dev", "veth1"));
        // A SYN each second instead of ever fewer.
        for (final String setting : List.of("net.ipv4.tcp_syn_linear_timeouts=60", "net.ipv4.tcp_syn_retries=60")) {
            lab.inRouter("sysctl", "-qw", setting);
            lab.inSpeakers("sysctl", "-qw", setting);
        }
    }

    /** Lets the SYNs of a session pass when both sides have sent one; returns when that was so for all. */
    private static void releaseWhenBothConnect(
        final RouterLab lab, final boolean data, final List<String> addresses) {
        final Set<String> held = new TreeSet<>(addresses);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            final Set<String> both = ours(lab.inSpeakers("ss", "-Htn", "state", "syn-sent"), 2)
                .collect(Collectors.toSet());
            both.retainAll(ours(lab.inRouter("ss", "-Htn", "state", "syn-sent"), 3).toList());
            if (held.removeAll(both)) {
                lab.hold(data, List.copyOf(held));
            }
            return held.isEmpty();
        });
    }

    /** Sessions of which both connections stand. */
    private static long pairs(final RouterLab lab) {
        return connections(lab).values().stream().filter(count -> count == 2).count();
    }

    /** Connections that stand, by our address. */
    private static Map<String, Long> connections(final RouterLab lab) {
        return ours(lab.inSpeakers("ss", "-Htn", "state", "established"), 2)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** The addresses in a column of what ss prints, without port. */
    private static Stream<String> ours(final String sockets, final int column) {
        return sockets.lines().map(line -> line.trim().split("\\s+", -1)[column]
            .replaceFirst("^.*?([0-9.]+)]?:\\d+$", "$1"));
    }
}
