package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.linux.Capability;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinuxPlatformTest {

    @Test
    void shouldNameEveryCapabilityThatLacksAndHowToGetIt() {
        assertThat(LinuxPlatform.forbidden(Configs.web(), Set.of())).isEqualTo(
            "this process lacks CAP_NET_ADMIN CAP_NET_RAW CAP_BPF: run it as root, "
                + "or give the service AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW CAP_BPF");
        assertThat(LinuxPlatform.forbidden(Configs.web(),
            EnumSet.of(Capability.NET_ADMIN, Capability.NET_RAW, Capability.SYS_ADMIN)))
            .as("the old capability stands for BPF").isEmpty();
    }

    @Test
    void shouldAskForThePrivilegedPortOnlyWhenItListensThere() {
        final Set<Capability> some = EnumSet.of(Capability.NET_ADMIN, Capability.NET_RAW, Capability.BPF);
        assertThat(LinuxPlatform.forbidden(listening(179), some)).contains("CAP_NET_BIND_SERVICE");
        assertThat(LinuxPlatform.forbidden(listening(1179), some)).isEmpty();
    }

    @Test
    void shouldHaveAClockThatDoesNotGoBack() {
        final LinuxPlatform platform = new LinuxPlatform();
        long before = platform.nowMs();
        for (int i = 0; i < 1_000; i++) {
            final long now = platform.nowMs();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(Math.abs(before - System.currentTimeMillis())).isLessThan(60_000);
    }

    private static DirectorConfig listening(final int port) {
        final SpeakerConfig bgp = Configs.web().bgp().orElseThrow();
        return Configs.withBgp(Configs.web(), Optional.of(new SpeakerConfig(bgp.asn(), bgp.routerId(),
            Optional.of(new InetSocketAddress(Configs.address("0.0.0.0"), port)), bgp.neighbors())));
    }
}
