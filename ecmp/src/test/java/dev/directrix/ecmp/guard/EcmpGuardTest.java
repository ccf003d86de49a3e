package dev.directrix.ecmp.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.ecmp.guard.Finding.Attribute;
import dev.directrix.ecmp.guard.Finding.BandwidthOutOfRange;
import dev.directrix.ecmp.guard.Finding.NoLinkBandwidth;
import dev.directrix.ecmp.guard.Finding.NoWeightCommunity;
import dev.directrix.ecmp.guard.Finding.OtherBandwidthForm;
import dev.directrix.ecmp.guard.Finding.OtherPreference;
import dev.directrix.ecmp.guard.Finding.Severity;
import dev.directrix.ecmp.guard.Finding.TooManyPaths;
import dev.directrix.ecmp.receiver.AnnouncedWeight;
import dev.directrix.ecmp.receiver.FrrReceiver;
import dev.directrix.ecmp.receiver.MultipathRules;
import dev.directrix.ecmp.receiver.Origin;
import dev.directrix.ecmp.receiver.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EcmpGuardTest {

    private static final MultipathRules RULES = MultipathRules.upTo(8);
    private static final Path D1 = Path.of("d1", 65_101, 10);
    private static final Path D2 = Path.of("d2", 65_102, 20);
    private static final Path D3 = Path.of("d3", 65_103, 50);

    @Test
    void shouldFindNothingWhereWeightsAreAllThatDiffers() {
        assertThat(inspect(D1, D2, D3)).isEmpty();
        assertThat(inspect(D1)).isEmpty();
        assertThat(inspect()).isEmpty();
    }

    @Test
    void shouldNameTheDirectorWithoutLinkBandwidth() {
        final List<Finding> findings =
            inspect(D1, D2.withWeight(new AnnouncedWeight(Optional.empty(), Optional.empty(), OptionalInt.of(20))), D3);
        assertThat(findings).containsExactly(new NoLinkBandwidth("d2", List.of("d1", "d3")));
        assertThat(findings.getFirst().severity()).isEqualTo(Severity.FLATTENS);
        assertThat(findings.getFirst().text()).isEqualTo("d2 says no link bandwidth, d1 and d3 do: routers give all of "
            + "them the same share; set link-bandwidth of its neighbors to both, and see that no router on the way "
            + "drops extended communities");
        assertThat(inspect(D1.withWeight(AnnouncedWeight.NONE), D2.withWeight(AnnouncedWeight.NONE)))
            .as("nobody says a weight: equal shares are what is wanted").isEmpty();
    }

    @Test
    void shouldNameWhoLacksTheLargeCommunity() {
        final Path without = D2.withWeight(new AnnouncedWeight(
            Optional.of(25e6f), Optional.of(25e6f), OptionalInt.empty()));
        assertThat(inspect(D1, without, D3)).containsExactly(new NoWeightCommunity("d2", List.of("d1", "d3")));
        assertThat(inspect(D1, without).getFirst().text()).contains("d2 says no weight", "d1 does", "BIRD", "weight 1");
    }

    @Test
    void shouldNameWhoSaysTheNonTransitiveFormOnly() {
        final List<Finding> findings = inspect(D1, D2.withWeight(AnnouncedWeight.of(20, false, true)), D3);
        assertThat(findings).containsExactly(new OtherBandwidthForm("d2", List.of("d1", "d3")));
        assertThat(findings.getFirst().text()).contains("10.3.0 to 10.3.3", "set link-bandwidth", "both");
        assertThat(inspect(D1, D2.withWeight(AnnouncedWeight.of(20, true, false)))).isEmpty();
    }

    @Test
    void shouldNameEveryAttributeThatKeepsADirectorOut() {
        final List<Finding> findings = inspect(D1,
            D2.withPreference(D2.preference().withOrigin(Origin.INCOMPLETE).withAsPathLength(3)),
            D3.withPreference(D3.preference().withLocalPref(90)));
        assertThat(findings).containsExactly(
            new OtherPreference(Severity.BREAKS, "d2", Attribute.AS_PATH_LENGTH, "3", "1", List.of("d1", "d3")),
            new OtherPreference(Severity.BREAKS, "d2", Attribute.ORIGIN, "INCOMPLETE", "IGP", List.of("d1", "d3")),
            new OtherPreference(Severity.BREAKS, "d3", Attribute.LOCAL_PREF, "90", "100", List.of("d1", "d2")));
        assertThat(findings.getFirst().text()).isEqualTo("d2 has AS path length 3, d1 and d3 have 1: d2 gets no "
            + "traffic while one of those is there; remove prepend of its VIP or neighbor, or what adds to the path on "
            + "its way");
    }

    @Test
    void shouldNameThoseLeftOutWhenOneDirectorIsBetterThanAll() {
        assertThat(inspect(D1, D2, D3.withPreference(D3.preference().withLocalPref(200))))
            .extracting(finding -> finding.directors().getFirst()).containsExactly("d1", "d2");
    }

    @Test
    void shouldLookAtMedWhereItCounts() {
        final Path med = D2.withPreference(D2.preference().withMed(50));
        assertThat(inspect(D1, med, D3)).as("different neighbour ASes").isEmpty();
        assertThat(EcmpGuard.inspect(List.of(D1, med, D3), new MultipathRules(8, true, true))).containsExactly(
            new OtherPreference(Severity.BREAKS, "d2", Attribute.MED, "50", "0", List.of("d1", "d3")));
        final Path same = D3.withPreference(D2.preference());
        assertThat(inspect(med, same)).extracting(Finding::severity).containsExactly(Severity.BREAKS);
        final List<Finding> mixed = inspect(D1, med, same);
        assertThat(mixed).containsExactly(
            new OtherPreference(Severity.DEPENDS, "d2", Attribute.MED, "50", "0", List.of("d3")));
        assertThat(mixed.getFirst().text()).contains("d3 has 0", "depends on which path is best");
    }

    @Test
    void shouldNameDifferentAsNumbersWhereTheRouterDoesNotRelaxThem() {
        final List<Finding> findings = EcmpGuard.inspect(List.of(D1, D2), new MultipathRules(8, false, false));
        assertThat(findings).extracting(finding -> finding.directors().getFirst()).containsExactly("d2");
        assertThat(findings.getFirst().text()).contains("AS number 65102", "multipath-relax");
    }

    @Test
    void shouldNameWhoseBandwidthFrrCannotHold() {
        final List<Finding> findings =
            inspect(D1, Path.of("d2", 65_102, 4000), D3.withWeight(AnnouncedWeight.of(0)));
        assertThat(findings).containsExactly(new BandwidthOutOfRange("d2", 5e9f), new BandwidthOutOfRange("d3", 0f));
        assertThat(findings.getFirst().text()).contains("5000000000 bytes per second", "3435");
        assertThat(findings.getLast().text()).contains("drain");
        assertThat(inspect(D1, Path.of("d2", 65_102, 3435))).isEmpty();
    }

    @Test
    void shouldCountPathsAndCopiesAgainstTheRoutersMaximum() {
        final List<Finding> findings =
            EcmpGuard.inspect(List.of(D1, D2.withCopies(2), D3.withCopies(2)), MultipathRules.upTo(4));
        assertThat(findings).containsExactly(new TooManyPaths(List.of("d3"), 5, 4));
        assertThat(findings.getFirst().text()).isEqualTo("5 paths could share the traffic and the router takes 4: some "
            + "are left out, d3 is the last; raise maximum-paths on the router to 5 or more, or announce fewer copies");
    }

    @Test
    void shouldPassOverDrainingDirectors() {
        assertThat(inspect(D1, D2.withGracefulShutdown(true).withWeight(AnnouncedWeight.NONE), D3)).isEmpty();
        assertThat(EcmpGuard.inspect(List.of(D1, D2.withGracefulShutdown(true)), MultipathRules.upTo(1))).isEmpty();
    }

    @Test
    void shouldAgreeWithTheModelOnWhoIsLeftOut() {
        final List<Path> paths = List.of(D1.withPreference(D1.preference().withAsPathLength(2)), D2,
            D3.withPreference(D3.preference().withOrigin(Origin.EGP)));
        assertThat(EcmpGuard.inspect(paths, RULES)).extracting(finding -> finding.directors().getFirst())
            .containsExactlyElementsOf(FrrReceiver.of("8.4.4", RULES).receive(paths).leftOut().stream()
                .map(leftOut -> leftOut.director()).toList());
    }

    private static List<Finding> inspect(final Path... paths) {
        return EcmpGuard.inspect(List.of(paths), RULES);
    }
}
