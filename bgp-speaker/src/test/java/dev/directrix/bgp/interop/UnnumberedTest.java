package dev.directrix.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session over link-local addresses, our side knowing nothing but its interface; needs root. */
@Tag("root")
class UnnumberedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private RouterLab lab;

    @BeforeEach
    void open() {
        lab = new RouterLab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void shouldConnectToTheRouterThatItFindsOnTheLink() {
        final FrrRouter frr = new FrrRouter(lab);
        start(frr);
        try (SpeakerProcess speaker = lab.speaker(65_001, RouterLab.ONE, "device=veth1", "nexthop")) {
            speaker.awaitStatus("state=ESTABLISHED");
            speaker.tell("announce 192.0.2.10,100 2001:db8::10,100");
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(frr.vtysh("show bgp ipv4 unicast 192.0.2.10/32")).contains(lab.speakerLinkLocal());
                assertThat(frr.vtysh("show bgp ipv6 unicast 2001:db8::10/128")).contains("best");
            });
        }
    }

    @Test
    void shouldTakeWhateverRouterConnectsOverTheLink() {
        try (SpeakerProcess waiting = lab.speaker(65_001, RouterLab.ONE, "device=veth1", "nexthop", "passive");
            SpeakerProcess connecting = lab.speakerAsRouter(65_000, "device=veth0", "nexthop", "asn=65001")) {
            waiting.tell("announce 192.0.2.10,100 2001:db8::10,100");
            waiting.awaitStatus("state=ESTABLISHED up=1 announced=2");
            connecting.awaitStatus("state=ESTABLISHED up=1");
        }
    }

    private void start(final FrrRouter frr) {
        await().atMost(PATIENCE).until(() -> lab.speakerLinkLocal().startsWith("fe80:"));
        final String neighbor = " neighbor " + lab.speakerLinkLocal();
        frr.start(neighbor + " remote-as 65001\n" + neighbor + " interface veth0\n"
            + neighbor + " capability extended-nexthop\n" + neighbor + " passive\n"
            + " address-family ipv4 unicast\n " + neighbor + " activate\n exit-address-family\n"
            + " address-family ipv6 unicast\n " + neighbor + " activate\n exit-address-family\n");
    }
}
