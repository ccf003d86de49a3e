package dev.directrix.lab.churn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.churn.LoadCounts.Loss;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChurnReportTest {
    private static final Loss RESET = new Loss(1, 2, 3, "Connection reset");
    private static final Loss SILENT = new Loss(1, 2, 3, "no answer for 15 s");

    @Test
    void shouldBeKeptWhenNothingBrokeAndNewConnectionsFailedOnlyWhileTheRoutersConverged() {
        assertThat(report(step(List.of(), List.of(SILENT), List.of())).isKept()).isTrue();
    }

    @Test
    void shouldNotBeKeptWhenAnEstablishedConnectionBroke() {
        assertThat(report(step(List.of(RESET), List.of(), List.of())).isKept()).isFalse();
    }

    @Test
    void shouldNotBeKeptWhenANewConnectionFailedAtAnotherTime() {
        assertThat(report(step(List.of(), List.of(SILENT), List.of(SILENT))).isKept()).isFalse();
    }

    @Test
    void shouldNotBeKeptWhenNothingWasDone() {
        assertThat(report().isKept()).isFalse();
    }

    @Test
    void shouldTellMovedConnectionsFromSilentOnesAndSumUp() {
        ChurnReport report = report(step(List.of(RESET, SILENT), List.of(), List.of()),
            step(List.of(RESET), List.of(SILENT), List.of()));

        assertThat(report.json().get("broken").getAsInt()).isEqualTo(3);
        assertThat(report.json().get("moved").getAsInt()).isEqualTo(2);
        assertThat(report.json().get("newFailed").getAsInt()).isEqualTo(1);
        assertThat(report.json().getAsJsonArray("steps")).hasSize(2);
        assertThat(report.toString()).contains("kill d1", "seed 7", "left", "0.250 s");
    }

    private static ChurnReport report(Step... steps) {
        return new ChurnReport(7, true, 2_000, List.of(steps));
    }

    private static Step step(List<Loss> broken, List<Loss> failed, List<Loss> outside) {
        return new Step("kill d1", new LoadCounts(10, broken, 20, 1, 1, failed, Duration.ofMillis(300)), outside,
            Map.of("left", Optional.of(Duration.ofMillis(250))), List.of());
    }
}
