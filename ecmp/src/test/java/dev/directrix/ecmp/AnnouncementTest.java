package dev.directrix.ecmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AnnouncementTest {

    @Test
    void shouldAddGracefulShutdownOnlyWhileDraining() throws Exception {
        assertThat(announcement(100, false).effectiveCommunities()).isEmpty();
        assertThat(announcement(100, true).effectiveCommunities()).containsExactly(Community.GRACEFUL_SHUTDOWN);
    }

    @Test
    void shouldRefuseWeightsThatCannotBeAnnounced() {
        assertThatThrownBy(() -> announcement(0, false)).hasMessageContaining("weight 0");
        assertThatThrownBy(() -> announcement(65_536, false)).hasMessageContaining("65536");
    }

    @Test
    void shouldSayWeightsAsBandwidthInTheSameRatio() {
        assertThat(LinkBandwidth.ofWeight(100)).isEqualTo(1.25e8f);
        assertThat(LinkBandwidth.ofWeight(300) / LinkBandwidth.ofWeight(100)).isEqualTo(3f);
        assertThatThrownBy(() -> LinkBandwidth.ofWeight(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadCommunitiesAsNetworkEngineersWriteThem() {
        assertThat(Community.parse("65000:100").value()).isEqualTo(65000 << 16 | 100);
        assertThat(Community.parse("65535:0")).isEqualTo(Community.GRACEFUL_SHUTDOWN).hasToString("65535:0");
        for (final String bad : new String[] {"", "65000", ":1", "1:", "65536:1", "1:65536", "-1:1", "a:b"}) {
            assertThatThrownBy(() -> Community.parse(bad)).as(bad).hasMessageContaining("not a community");
        }
    }

    private static Announcement announcement(final int weight, final boolean draining) throws Exception {
        return new Announcement(
            Prefix.host(InetAddress.getByName("192.0.2.10")), Optional.empty(), weight, draining, new TreeSet<>());
    }
}
