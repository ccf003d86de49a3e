package dev.directrix.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** BIRD as it comes with Debian, in a namespace. */
@Tag("root")
class BirdInteropTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONFIG = """
        router id 10.99.1.1;
        protocol device {}
        protocol kernel { ipv4 { export all; }; merge paths on; }
        protocol bgp d1 {
          local 10.99.1.1 as 65000;
          neighbor 10.99.1.11 as 65101;
          connect retry time 2;
          error wait time 1, 2;
          ipv4 { import all; export none; };
          ipv6 { import all; export none; };
        }
        """;

    @Test
    void shouldTeachRoutesAndTextToBird() {
        try (RouterLab lab = new RouterLab()) {
            final BirdRouter bird = new BirdRouter(lab);
            bird.start(CONFIG);
            final SpeakerProcess one = lab.speaker(65_101, RouterLab.ONE);
            one.tell("announce 192.0.2.10,100 2001:db8::10,100");
            one.awaitStatus("state=ESTABLISHED");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(bird.birdc("show", "route", "all"))
                .contains("192.0.2.10/32", "2001:db8::10/128", "(65101, 1, 100)", "BGP.next_hop: 2001:db8:99::11"));
            bird.birdc("reload", "in", "d1");
            one.awaitStatus("refreshes=2");
            assertThat(one.tell("status")).contains("up=1 ");
            one.tell("announce 2001:db8::10,100");
            await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(bird.birdc("show", "route")).doesNotContain("192.0.2.10/32").contains("2001:db8::10/128"));
            bird.birdc("disable", "d1", "\"line card swap\"");
            one.awaitStatus("received=Cease, Administrative Shutdown (6/2): \"line card swap\"");
            bird.birdc("enable", "d1");
            one.awaitStatus("state=ESTABLISHED up=2");
            one.tell("shutdown node d1 leaves");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(bird.birdc("show", "protocols", "all", "d1"))
                .contains("Administrative shutdown", "node d1 leaves"));
        }
    }
}
