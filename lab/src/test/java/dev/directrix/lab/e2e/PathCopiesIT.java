package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Weights reach the kernel of FRR that ignores link bandwidth, as numbers of next hops: by add-path, and by several
 * sessions where the router takes one path of each.
 */
@Tag("lab")
@RequiresRoot
class PathCopiesIT {
    private static CopiesLab lab;

    @BeforeAll
    static void start() {
        lab = CopiesLab.up();
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @BeforeEach
    void begin() {
        awaitHops(1, 2, 4);
        awaitHopsBySessions(1, 2, 4);
    }

    @AfterEach
    void reset() {
        lab.reset("d3");
        lab.text("d3", "weight", "reset");
    }

    @Test
    void shouldGiveEachDirectorAsManyNextHopsAsItsWeightAsksFor() {
        for (String hop : hops(1, 2, 4)) {
            assertThat(lab.node("r1").exec("ping", "-c", "1", "-W", "2", hop).succeeded()).as(hop).isTrue();
        }
        lab.await(() -> lab.nextHops("r1", CopiesLab.VIP6).size() == 7, "the IPv6 VIP has not 1, 2 and 4 next hops");
        assertThat(lab.nextHops("r1", CopiesLab.VIP6)).contains("2001:db8:1::11", "2001:db8:1::121",
            "2001:db8:1::133").doesNotContain("2001:db8:1::111", "2001:db8:1::122");

        JsonNode share =
            lab.json("d3", "weight", "show", "--receiver", "frr-8-copies").at("/shares/sets/0/directors/0");
        assertThat(share.at("/path/copies").asInt()).as("%s", share).isEqualTo(4);
        assertThat(share.path("routerWeight").asInt()).isEqualTo(4);
        assertThat(lab.json("d3", "routes", "--neighbor", "10.0.1.1", "--vip", CopiesLab.VIP).path("routes"))
            .hasSize(4);
        assertThat(lab.text("d3", "neighbors", "10.0.1.1")).contains("copies         add-path, a path for each 100",
            "add-path send ipv4-unicast").doesNotContain("warning");
    }

    @Test
    void shouldWithdrawSurplusCopiesAndAnnounceThemAgain() {
        lab.text("d3", "weight", "set", "299");
        awaitHops(1, 2, 2);
        lab.text("d3", "weight", "set", "1");
        awaitHops(1, 2, 1);
        lab.text("d3", "weight", "set", "500");
        awaitHops(1, 2, 4);
        assertThat(lab.json("d3", "neighbors").at("/neighbors/0/warnings/0").asText())
            .startsWith("the weight of 192.0.2.10/32 asks for 5 paths and it has 4: there are no more next hops");
    }

    @Test
    void shouldTakeAllCopiesOutOfTheSetOnDrain() {
        lab.text("d3", "drain", "--no-wait");
        awaitHops(1, 2, 0);
        awaitHopsBySessions(1, 2, 0);
        lab.text("d3", "undrain");
        awaitHops(1, 2, 4);
    }

    @Test
    void shouldTakeOtherNextHopsWithoutAFlapAndRefuseThoseThatNobodyAnswersFor() {
        long before = lab.json("d3", "neighbors").at("/neighbors/0/timesUp").asLong();

        assertThat(lab.reload("d3", "weight-per-path: 100", "weight-per-path: 200")).contains("the session stays");
        awaitHops(1, 2, 2);
        assertThat(lab.json("d3", "neighbors").at("/neighbors/0/timesUp").asLong()).isEqualTo(before);

        assertThat(lab.reload("d3", "10.0.1.133,", "10.0.1.77,"))
            .contains("bgp.neighbors[0].next-hops[3]: this machine does not have 10.0.1.77");
        assertThat(hopsOf(3, lab.nextHops("r1", CopiesLab.VIP))).isEqualTo(2);
    }

    @Test
    void shouldTellOnePathAndSaySoWhereTheRouterTakesNoMore() {
        lab.configure("r1", "neighbor 10.0.1.13 dont-capability-negotiate");
        lab.clear("r1", "10.0.1.13");
        try {
            awaitHops(1, 2, 1);
            lab.await(() -> lab.text("d3", "status").contains("warning"), "nothing is said of the lost copies");
            assertThat(lab.text("d3", "neighbors")).contains("warning  10.0.1.1: the weight of 192.0.2.10/32 asks for"
                + " 4 paths and it has 1: the router does not offer to receive several");
        } finally {
            lab.configure("r1", "no neighbor 10.0.1.13 dont-capability-negotiate");
            lab.clear("r1", "10.0.1.13");
        }
        awaitHops(1, 2, 4);
        assertThat(lab.text("d3", "neighbors")).doesNotContain("warning");
    }

    @Test
    void shouldTellTheWeightByAsManySessions() {
        lab.text("d3", "weight", "set", "299");
        awaitHopsBySessions(1, 2, 2);
        assertThat(lab.text("d3", "routes", "--neighbor", "10.0.1.2")).contains("10.0.1.2@10.0.1.131",
            "the sessions before it have all the paths that the weight asks for");
        assertThat(lab.json("d3", "weight", "show").at("/shares/sets/1/directors/0/path/copies").asInt()).isEqualTo(2);
        lab.text("d3", "weight", "set", "300");
        awaitHopsBySessions(1, 2, 3);
        assertThat(lab.text("d3", "neighbors", "10.0.1.2@10.0.1.133"))
            .contains("copies         session 4 of 4, a path for each 100 of weight", "0 announced");
    }

    @Test
    void shouldAddAndRemoveSingleSessions() {
        List<Long> before = timesUp();

        assertThat(lab.reload("d3", ", 10.0.1.133]", "]")).contains("neighbor 10.0.1.2@10.0.1.133: removed",
            "neighbor 10.0.1.2@10.0.1.13: copies session 1 of 4, a path for each 100 of weight -> session 1 of 3, a"
                + " path for each 100 of weight, the session stays");
        awaitHopsBySessions(1, 2, 3);
        assertThat(timesUp()).isEqualTo(before.subList(0, 3));
        assertThat(lab.text("d3", "neighbors")).contains("the weight of 192.0.2.10/32 asks for 4 paths and it has 3");
        lab.reset("d3");
        awaitHopsBySessions(1, 2, 4);
        assertThat(timesUp().subList(0, 3)).isEqualTo(before.subList(0, 3));
    }

    /** How often each session of d3 with r2 came up. */
    private static List<Long> timesUp() {
        List<Long> times = new ArrayList<>();
        lab.json("d3", "neighbors", "10.0.1.2").path("neighbors").forEach(it -> times.add(it.path("timesUp").asLong()));
        return times;
    }

    private static void awaitHopsBySessions(int... counts) {
        awaitHops("r2", counts);
    }

    private static void awaitHops(int... counts) {
        awaitHops("r1", counts);
    }

    /** Waits until the kernel has so many next hops of each director, the first ones of each. */
    private static void awaitHops(String router, int... counts) {
        List<String> expected = hops(counts);
        lab.await(() -> lab.nextHops(router, CopiesLab.VIP).equals(expected),
            router + " has next hops " + lab.nextHops(router, CopiesLab.VIP) + ", expected " + expected);
    }

    private static List<String> hops(int... counts) {
        List<String> hops = new ArrayList<>();
        for (int director = 1; director <= counts.length; director++) {
            for (int copy = 0; copy < counts[director - 1]; copy++) {
                hops.add("10.0.1.1" + director + (copy == 0 ? "" : "" + copy));
            }
        }
        return hops.stream().sorted().toList();
    }

    private static long hopsOf(int director, List<String> hops) {
        return hops.stream().filter(hop -> hop.startsWith("10.0.1.1" + director)).count();
    }
}
