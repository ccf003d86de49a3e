package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.probe.Capture;
import dev.directrix.lab.probe.Downloads;
import dev.directrix.lab.quickstart.QuickstartLab;
import dev.directrix.lab.run.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Established flows live on when the router hands them to another director, or a director stops. */
@Tag("lab")
@RequiresRoot
@ExtendWith(SharedQuickstart.class)
@Isolated("measures, or counts losses")
class MovedFlowsIT {
    private static final int DOWNLOADS = 50;
    private static final Duration EVENT_TIMEOUT = Duration.ofSeconds(20);

    @Test
    void shouldNotBreakDownloadsThatTheRouterMovesBetweenDirectors(QuickstartLab lab) {
        Map<String, Capture> captures = new LinkedHashMap<>();
        for (String director : QuickstartLab.directors()) {
            captures.put(director, Capture.start(lab.node("segment"), director, "dst host " + QuickstartLab.VIP));
        }
        Downloads downloads = lab.downloads(DOWNLOADS);
        downloads.awaitAllUnderWay();

        for (String director : List.of("d1", "d2")) {
            refuseRoutesFrom(lab, director, true);
            lab.awaitHops(2, EVENT_TIMEOUT);
            Deadline.pause(Duration.ofMillis(300));
            refuseRoutesFrom(lab, director, false);
            lab.awaitHops(3, EVENT_TIMEOUT);
        }
        assertThat(downloads.running()).as("the flows moved while the downloads ran").isTrue();

        assertThat(downloads.whole(QuickstartLab.SLOW_CONTENT)).as(downloads::said).isEqualTo(DOWNLOADS);
        captures.values().forEach(Capture::stop);
        assertThat(portsSeenByTwoDirectors(captures)).as("connections that moved").hasSizeGreaterThan(DOWNLOADS / 4);
    }

    @Test
    void shouldLoseNoneOf200ConnectionsWhenADirectorIsStopped(QuickstartLab lab) {
        Downloads downloads = lab.downloads(200);
        downloads.awaitAllUnderWay();

        lab.director("d2").signal("TERM");
        Deadline.in(Duration.ofSeconds(30)).await(() -> !lab.director("d2").isAlive(),
            () -> "d2 does not end on SIGTERM" + lab.node("d2").lastLogLines());

        assertThat(lab.node("d2").file("/run/directrix/control.sock")).doesNotExist();
        assertThat(lab.node("d2").exec("ip", "link", "show", "eth1").output()).doesNotContain("xdp");
        assertThat(lab.route().hops()).isEqualTo(2);
        assertThat(downloads.whole(QuickstartLab.SLOW_CONTENT)).as(downloads::said).isEqualTo(200);
        lab.restart("d2");
        lab.awaitHops(3, Duration.ofSeconds(60));
    }

    /** Turns a director's routes away at the router, or takes them again, without touching its session. */
    private static void refuseRoutesFrom(QuickstartLab lab, String director, boolean refuse) {
        String address = QuickstartLab.DIRECTORS.get(director);
        if (refuse) {
            lab.router().exec("vtysh", "-c", "configure terminal", "-c", "route-map none deny 10", "-c", "exit",
                "-c", "router bgp 65000", "-c", "address-family ipv4 unicast",
                "-c", "neighbor " + address + " route-map none in").orFail();
        } else {
            lab.router().exec("vtysh", "-c", "configure terminal", "-c", "router bgp 65000",
                "-c", "address-family ipv4 unicast",
                "-c", "neighbor " + address + " route-map from-directors in").orFail();
        }
        lab.router().exec("vtysh", "-c", "clear bgp ipv4 unicast " + address + " soft in").orFail();
    }

    private static Set<Integer> portsSeenByTwoDirectors(Map<String, Capture> captures) {
        Set<Integer> seen = new HashSet<>();
        Set<Integer> moved = new HashSet<>();
        for (Capture capture : captures.values()) {
            for (int port : capture.sourcePorts()) {
                if (!seen.add(port)) {
                    moved.add(port);
                }
            }
        }
        return moved;
    }
}
