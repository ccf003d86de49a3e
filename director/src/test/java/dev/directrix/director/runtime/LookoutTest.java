package dev.directrix.director.runtime;

import static dev.directrix.director.reconcile.Configs.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.control.AnnouncedPath;
import dev.directrix.director.control.SharesReport;
import dev.directrix.director.control.VipState;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.runtime.Lookout.Sighting;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookoutTest {

    private static final Map<InetAddress, Long> FLOWS = Map.of(VIP, 3L);

    private final List<Runnable> asked = new ArrayList<>();
    private final Lookout lookout = new Lookout(asked::add, Runnable::run);

    private static WeightView says(final String director, final long packets, final String... routers) {
        final List<AnnouncedPath> paths = new ArrayList<>();
        for (final String router : routers) {
            paths.add(new AnnouncedPath(router.replace("!", ""), 65_101, "igp", 1, OptionalLong.empty(),
                OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty(), 1,
                router.endsWith("!")));
        }
        return new WeightView(director, List.of(
            new WeightView.VipView(VIP, 100, VipState.ANNOUNCED, packets, packets, paths)),
            List.of(), Optional.empty());
    }

    private static Sighting seen(final WeightView... views) {
        final SharesReport shares = Shares.of(List.of(views), List.of(), Optional.empty());
        return Lookout.of("d1", FLOWS, Optional.of(shares));
    }

    @Test
    void shouldKnowTheOwnShareAndWhoElseAnnouncesTheVip() {
        final Sighting seen = seen(says("d1", 10, "10.0.1.1!"), says("d2", 30, "10.0.1.1"));
        assertThat(seen.share()).containsEntry(VIP, 0.25);
        assertThat(seen.taken()).containsExactly(VIP);
        assertThat(seen.flows()).isEqualTo(FLOWS);
    }

    @Test
    void shouldNotCountOnDirectorsThatLeaveThemselvesOrAreKnownToAnotherRouterOnly() {
        assertThat(seen(says("d1", 10, "10.0.1.1!"), says("d2", 30, "10.0.1.1!")).taken()).isEmpty();
        assertThat(seen(says("d1", 10, "10.0.1.1!"), says("d2", 30)).taken()).isEmpty();
        assertThat(seen(says("d1", 10, "10.0.1.1!", "10.0.1.2!"), says("d2", 30, "10.0.1.1")).taken()).isEmpty();
        assertThat(seen(says("d1", 10, "10.0.1.1!", "10.0.1.2!"), says("d2", 30, "10.0.1.1"),
            says("d3", 30, "10.0.1.2")).taken()).containsExactly(VIP);
        assertThat(Lookout.of("d1", FLOWS, Optional.empty()).taken()).as("standing alone").isEmpty();
    }

    @Test
    void shouldLookOnceASecondWhileNeededAndForgetAfterwards() {
        final Sighting seen = new Sighting(0, FLOWS, Map.of(), Set.of(VIP));
        lookout.on(true, 10_000, () -> seen);
        lookout.on(true, 20_000, () -> seen);
        assertThat(asked).as("one look at a time").hasSize(1);
        asked.removeFirst().run();
        assertThat(lookout.latest()).isEqualTo(new Sighting(10_000, FLOWS, Map.of(), Set.of(VIP)));
        lookout.on(true, 10_900, () -> seen);
        assertThat(asked).isEmpty();
        lookout.on(true, 11_000, () -> seen);
        assertThat(asked).hasSize(1);
        lookout.on(false, 11_200, () -> seen);
        asked.removeFirst().run();
        assertThat(lookout.latest()).isEqualTo(Sighting.NONE);
    }

    @Test
    void shouldNotTrustWhatItSawLongAgo() {
        final Sighting seen = new Sighting(10_000, FLOWS, Map.of(), Set.of(VIP));
        assertThat(seen.takenAt(15_000)).containsExactly(VIP);
        assertThat(seen.takenAt(15_001)).isEmpty();
    }

    @Test
    void shouldLookAgainAfterALookThatFailed() {
        lookout.on(true, 10_000, () -> {
            throw new IllegalStateException("no answer");
        });
        asked.removeFirst().run();
        assertThat(lookout.latest()).isEqualTo(Sighting.NONE);
        lookout.on(true, 11_000, () -> new Sighting(0, FLOWS, Map.of(), Set.of()));
        asked.removeFirst().run();
        assertThat(lookout.latest().flows()).isEqualTo(FLOWS);
    }
}
