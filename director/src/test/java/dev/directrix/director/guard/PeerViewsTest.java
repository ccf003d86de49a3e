package dev.directrix.director.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.director.control.AnnouncedPath;
import dev.directrix.director.control.FindingReport.Source;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.VipState;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.ecmp.receiver.MultipathRules;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PeerViewsTest {

    private static final Set<InetAddress> VIPS = Set.of(Configs.VIP);
    private static final Map<String, Long> THREE = Map.of("d1", 1L, "d2", 2L, "d3", 3L);

    private final List<String> talk = new CopyOnWriteArrayList<>();
    private final Map<String, WeightView> said = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private final PeerViews peers = new PeerViews("d1", new PeerViews.Line() {
        @Override
        public void tell(final String director) {
            answering(director);
            talk.add("tell " + director);
        }

        @Override
        public WeightView ask(final String director) {
            answering(director);
            talk.add("ask " + director);
            return said.get(director);
        }

        private void answering(final String director) {
            if (silent.contains(director)) {
                throw new OperationException("no answer");
            }
        }
    });

    private static WeightView says(final String director, final boolean weighs) {
        return says(director, weighs, "10.0.1.1", "igp");
    }

    private static WeightView says(
        final String director, final boolean weighs, final String router, final String origin) {
        return new WeightView(director, List.of(new WeightView.VipView(Configs.VIP, 100, VipState.ANNOUNCED, 7, 7,
            List.of(new AnnouncedPath(router, 65_101, origin, 1, OptionalLong.empty(), OptionalLong.empty(),
                weighs ? OptionalLong.of(125_000_000) : OptionalLong.empty(), OptionalLong.empty(),
                OptionalInt.of(100), 1, false)))), List.of(), Optional.empty());
    }

    private boolean refresh(final long version, final long nowMs) {
        return peers.refresh(THREE, VIPS, version, nowMs);
    }

    @Test
    void shouldSayNothingWhileNothingChanges() {
        said.put("d2", says("d2", true));
        said.put("d3", says("d3", true));
        assertThat(refresh(1, 0)).isTrue();
        assertThat(talk).containsExactlyInAnyOrder("tell d2", "ask d2", "tell d3", "ask d3");
        talk.clear();
        for (long now = 1_000; now < 100_000; now += 1_000) {
            assertThat(refresh(1, now)).isFalse();
        }
        assertThat(talk).isEmpty();

        assertThat(refresh(2, 100_000)).isFalse();
        assertThat(talk).containsExactlyInAnyOrder("tell d2", "tell d3");
        talk.clear();

        said.put("d3", says("d3", false));
        peers.changed("d3");
        assertThat(refresh(2, 101_000)).isTrue();
        assertThat(talk).containsExactly("ask d3");
    }

    @Test
    void shouldNameTheDirectorThatLacksTheCommunityAtTheFirstLookAfterItSaysSo() {
        said.put("d2", says("d2", true));
        said.put("d3", says("d3", false));
        refresh(1, 0);
        final List<WeightView> all = new ArrayList<>(peers.views());
        all.add(says("d1", true));
        assertThat(AnnouncedSets.inspect(all, MultipathRules.upTo(8))).singleElement().satisfies(seen -> {
            assertThat(seen.router()).isEqualTo("10.0.1.1");
            assertThat(seen.source()).isEqualTo(Source.ANNOUNCED);
            assertThat(seen.finding().kind()).isEqualTo("no-link-bandwidth");
            assertThat(seen.finding().directors()).containsExactly("d3");
        });
    }

    @Test
    void shouldAskAgainWhoDidNotAnswerEvenLessOften() {
        silent.add("d2");
        said.put("d2", says("d2", true));
        said.put("d3", says("d3", true));
        for (long now = 0; now < 60_000; now += 1_000) {
            refresh(1, now);
        }
        assertThat(talk).doesNotContain("ask d2");
        silent.clear();
        boolean heard = false;
        for (long now = 60_000; now < 66_000; now += 1_000) {
            heard |= refresh(1, now);
        }
        assertThat(heard).as("within five seconds").isTrue();
        assertThat(talk).filteredOn("ask d2"::equals).hasSize(1);
        assertThat(talk).filteredOn("ask d3"::equals).hasSize(1);
    }

    @Test
    void shouldForgetWhoIsNoMemberAndAskWhoIsBackAnew() {
        said.put("d2", says("d2", true));
        said.put("d3", says("d3", true));
        refresh(1, 0);
        assertThat(peers.refresh(Map.of("d1", 1L, "d2", 2L), VIPS, 1, 1_000)).isTrue();
        assertThat(peers.views()).extracting(WeightView::director).containsExactly("d2");
        talk.clear();
        assertThat(peers.refresh(Map.of("d1", 1L, "d2", 4L), VIPS, 1, 2_000)).isFalse();
        assertThat(talk).containsExactly("tell d2", "ask d2");
    }

    @Test
    void shouldNotBelieveWhatCannotBe() {
        assertThatThrownBy(() -> PeerViews.checked(says("d9", true), "d2", VIPS)).hasMessageContaining("another");
        assertThatThrownBy(() -> PeerViews.checked(says("d2", true, "\u001b[31m", "igp"), "d2", VIPS))
            .hasMessageContaining("cannot be");
        assertThatThrownBy(() -> PeerViews.checked(says("d2", true, "10.0.1.1", "forged"), "d2", VIPS))
            .hasMessageContaining("cannot be");
        assertThat(PeerViews.checked(says("d2", true), "d2", Set.of()).vips()).isEmpty();

        said.put("d2", says("d9", true));
        said.put("d3", says("d3", true));
        refresh(1, 0);
        assertThat(peers.views()).filteredOn(view -> view.vips().isEmpty()).hasSize(1);
    }
}
