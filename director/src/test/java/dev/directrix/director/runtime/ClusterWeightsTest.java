package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.control.ControlServer;
import dev.directrix.director.control.FakeOperations;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.SharesReport;
import dev.directrix.director.control.VipState;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.reconcile.Configs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ClusterWeightsTest {

    /** What this director says; the fake one is called d1 and has 123,456 packets and three paths in all. */
    private static final WeightView OWN = new WeightView("d2", List.of(new WeightView.VipView(
        Configs.VIP, 100, VipState.DRAINED, 9, 246.5, List.of())), List.of(), Optional.empty());

    private final FakeOperations other = new FakeOperations();

    @Test
    void shouldAskEveryOtherDirectorByTheControlProtocol() {
        final List<String> asked = new CopyOnWriteArrayList<>();
        final SharesReport report = new ClusterWeights(List.of("d2", "d1"), (director, request) -> {
            asked.add(director);
            return ControlServer.answering(other).apply(request);
        }).shares(OWN, Optional.empty());
        assertThat(asked).containsExactly("d1");
        assertThat(other.calls()).containsExactly("weight view");
        assertThat(report.unheard()).isEmpty();
        assertThat(report.sets()).extracting(set -> set.router().orElseThrow()).containsExactly("10.0.1.1", "10.0.1.2");
        assertThat(report.sets().getFirst().directors()).extracting(SharesReport.Share::director)
            .containsExactly("d1", "d2");
        assertThat(report.sets().getFirst().directors().get(1).measured().orElseThrow())
            .isEqualTo(246.5 / (246.5 + 740.5));
    }

    @Test
    void shouldNameDirectorsThatDoNotAnswerAndGoOnWithoutThem() {
        other.fail(new OperationException("the director is starting"));
        final CountDownLatch never = new CountDownLatch(1);
        final SharesReport report = new ClusterWeights(List.of("d1", "d2", "d3", "d4", "d5"), (director, request) ->
            switch (director) {
                case "d1" -> ControlServer.answering(other).apply(request);
                case "d3" -> throw new OperationException("director d3 does not answer");
                case "d4" -> "no JSON at all";
                default -> {
                    try {
                        never.await();
                    } catch (final InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new OperationException("interrupted");
                }
            }).shares(OWN, Optional.empty());
        assertThat(report.sets()).hasSize(1);
        assertThat(report.unheard()).extracting(SharesReport.Unheard::director).containsExactly("d1", "d3", "d4", "d5");
        assertThat(report.unheard().get(0).why()).isEqualTo("the director is starting");
        assertThat(report.unheard().get(1).why()).isEqualTo("director d3 does not answer");
        assertThat(report.unheard().get(2).why()).contains("an answer that this director does not understand");
        assertThat(report.unheard().get(3).why()).isEqualTo("no answer within 3 s");
    }

    @Test
    void shouldShowADirectorThatStandsAloneByItself() {
        final SharesReport report = new ClusterWeights(List.of(), (director, request) -> {
            throw new AssertionError("nobody to ask");
        }).shares(OWN, Optional.empty());
        assertThat(report.sets()).singleElement().satisfies(set -> {
            assertThat(set.router()).isEmpty();
            assertThat(set.directors()).extracting(SharesReport.Share::director).containsExactly("d2");
        });
    }
}
