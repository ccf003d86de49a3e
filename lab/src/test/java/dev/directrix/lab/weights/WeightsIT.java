package dev.directrix.lab.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.e2e.RequiresRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kernels of FRR and BIRD have the weights that the models foretell, and flows come in these shares. */
@Tag("lab")
@RequiresRoot
class WeightsIT {
    private static final int FLOWS = 20_000;
    private static final double POINTS = 1.5;
    private static final Path TOPOLOGY =
        Path.of(System.getProperty("directrix.root", "..")).resolve(WeightsLab.TOPOLOGY);

    @Test
    void shouldFindInKernelsAndTrafficWhatTheModelsForetell() {
        WeightsReport report;
        try (WeightsLab lab = WeightsLab.up(TOPOLOGY, WeightTrials.FIRST, line -> { })) {
            report = new WeightTrials(lab, FLOWS, line -> { }).run(1);
        }

        assertThat(report.routers()).containsExactly("frr", "bird");
        assertThat(report.compared()).hasSize(10).allSatisfy(it -> {
            assertThat(it.isExact()).as(it.toString()).isTrue();
            assertThat(it.shares()).as(it.toString()).hasSize(3);
            assertThat(it.worstPoints()).as(it.toString()).isLessThanOrEqualTo(POINTS);
        });
        assertThat(report.ramped()).hasSize(2).allSatisfy(it -> assertThat(it.isExact()).as(it.toString()).isTrue());
        assertThat(report.told()).isNotEmpty();
        assertThat(report.routers()).allSatisfy(router -> assertThat(report.median(router)).isPresent());
    }
}
