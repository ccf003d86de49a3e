package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.quickstart.QuickstartLab;
import dev.directrix.lab.run.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** A VIP is announced when, and only when, somebody serves it. */
@Tag("lab")
@RequiresRoot
@ExtendWith(SharedQuickstart.class)
@Isolated("measures, or counts losses")
class VipLifeIT {
    /** The interval of the quickstart's health checks, and how many bad ones take a server down. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int FALL = 3;

    @Test
    void shouldWithdrawTheVipWhenItsLastServerFailsAndBringItBack(QuickstartLab lab) {
        Duration limit = INTERVAL.multipliedBy(FALL).plusSeconds(1);
        try {
            for (String server : QuickstartLab.SERVERS) {
                lab.node(server).exec("nginx", "-s", "stop").orFail();
            }
            Duration gone = lab.awaitHops(0, Duration.ofSeconds(30));
            assertThat(gone).as("time until the route is gone").isLessThanOrEqualTo(limit);
            startNginx(lab, "s1");
            lab.awaitHops(3, Duration.ofSeconds(30));
            assertThat(lab.get(40)).allMatch(result -> result.succeeded() && result.server().equals("s1"));
        } finally {
            QuickstartLab.SERVERS.forEach(server -> startNginx(lab, server));
        }

        Deadline.in(Duration.ofSeconds(30)).await(
            () -> lab.get(40).stream().filter(result -> result.succeeded()).map(result -> result.server()).distinct()
                .count() == QuickstartLab.SERVERS.size(),
            () -> "not all servers answer again");
    }

    private static void startNginx(QuickstartLab lab, String server) {
        lab.node(server).shell(Duration.ofSeconds(10), "pgrep nginx > /dev/null || nginx < /dev/null > /dev/null 2>&1")
            .orFail();
    }
}
