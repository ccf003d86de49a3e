package dev.directrix.ecmp.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.ecmp.receiver.LeftOut.Cause;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which paths share the traffic, seen through FRR. */
class MultipathTest {

    private static final Path D1 = Path.of("d1", 65_101, 10);
    private static final Path D2 = Path.of("d2", 65_102, 10);
    private static final Path D3 = Path.of("d3", 65_103, 10);

    @Test
    void shouldLeaveOutWhatIsWorseInAnyStepAndSayWhy() {
        assertThat(out(D2, preference -> preference.withLocalPref(90)))
            .isEqualTo(new LeftOut("d2", Cause.LOCAL_PREF, "local-pref 90 against 100 of d1"));
        assertThat(out(D2, preference -> preference.withAsPathLength(3)))
            .isEqualTo(new LeftOut("d2", Cause.AS_PATH_LENGTH, "AS path of length 3 against 1 of d1"));
        assertThat(out(D2, preference -> preference.withOrigin(Origin.INCOMPLETE)))
            .isEqualTo(new LeftOut("d2", Cause.ORIGIN, "ORIGIN INCOMPLETE against IGP of d1"));
    }

    @Test
    void shouldKeepADrainingDirectorAsBackupOnly() {
        final EcmpSet set = receive(MultipathRules.upTo(8), D1, D2.withGracefulShutdown(true), D3);
        assertThat(set.shares().keySet()).containsExactly("d1", "d3");
        assertThat(set.leftOut()).containsExactly(new LeftOut(
            "d2", Cause.GRACEFUL_SHUTDOWN, "GRACEFUL_SHUTDOWN: local-pref 0 against 100 of d1"));
        assertThat(receive(MultipathRules.upTo(8), D1.withGracefulShutdown(true), D2.withGracefulShutdown(true))
            .shares().keySet()).as("all of them drain: they stay").containsExactly("d1", "d2");
    }

    @Test
    void shouldLookAtMedWithinOneNeighborAsOnly() {
        final Path far = D2.withPreference(D2.preference().withMed(50));
        assertThat(receive(MultipathRules.upTo(8), D1, far).leftOut()).isEmpty();
        assertThat(receive(new MultipathRules(8, true, true), D1, far).leftOut())
            .containsExactly(new LeftOut("d2", Cause.MED, "MED 50 against 0 of d1"));
        final Path near = D2.withPreference(D1.preference().withMed(50));
        assertThat(receive(MultipathRules.upTo(8), D1, near).leftOut()).extracting(LeftOut::cause)
            .containsExactly(Cause.MED);
        final Path inside = D3.withPreference(D3.preference().withAsPathLength(0).withMed(7));
        assertThat(receive(MultipathRules.upTo(8), inside, D2.withPreference(D2.preference().withAsPathLength(0)))
            .leftOut()).as("paths from inside the AS").extracting(LeftOut::director).containsExactly("d3");
    }

    @Test
    void shouldKeepToOneNeighborAsUnlessRelaxed() {
        final MultipathRules strict = new MultipathRules(8, false, false);
        final Path same = D3.withPreference(D1.preference());
        final EcmpSet set = receive(strict, D1, D2, same);
        assertThat(set.shares().keySet()).containsExactly("d1", "d3");
        assertThat(set.leftOut()).extracting(LeftOut::cause).containsExactly(Cause.NEIGHBOR_AS);
    }

    @Test
    void shouldTakeNoMorePathsThanTheRouterMayAndCountCopies() {
        final EcmpSet two = receive(MultipathRules.upTo(2), D1, D2, D3);
        assertThat(two.shares().keySet()).containsExactly("d1", "d2");
        assertThat(two.leftOut()).containsExactly(new LeftOut("d3", Cause.MAXIMUM_PATHS,
            "1 of its 1 paths are beyond the 2 that the router takes"));
        final EcmpSet copies = receive(MultipathRules.upTo(4), D1.withCopies(2), D2.withCopies(3));
        assertThat(copies.nextHops()).extracting(NextHop::director).containsExactly("d1", "d1", "d2", "d2");
        assertThat(copies.leftOut()).extracting(LeftOut::text)
            .containsExactly("1 of its 3 paths are beyond the 4 that the router takes");
        assertThat(receive(MultipathRules.upTo(1), D2.withPreference(D2.preference().withAsPathLength(2)), D1)
            .shares().keySet()).as("the best is in, wherever it stands").containsExactly("d1");
    }

    @Test
    void shouldMakeNothingOfNothing() {
        assertThat(receive(MultipathRules.upTo(8))).isEqualTo(new EcmpSet(List.of(), List.of(), false, List.of()));
        assertThatThrownBy(() -> MultipathRules.upTo(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> D1.withCopies(0)).hasMessageContaining("d1");
    }

    private static LeftOut out(final Path path, final UnaryOperator<Preference> change) {
        final EcmpSet set =
            receive(MultipathRules.upTo(8), D1, path.withPreference(change.apply(path.preference())), D3);
        assertThat(set.shares().keySet()).containsExactly("d1", "d3");
        return set.leftOut().getFirst();
    }

    private static EcmpSet receive(final MultipathRules rules, final Path... paths) {
        return FrrReceiver.of("8.4.4", rules).receive(List.of(paths));
    }
}
