package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.control.TrafficReport;
import dev.directrix.forwarder.datapath.DatapathCounters.Traffic;
import org.junit.jupiter.api.Test;

class RateMeterTest {

    private final RateMeter meter = new RateMeter();

    @Test
    void shouldReportTotalsAndTheRateOfTheLastSecond() {
        assertThat(meter.on(new Traffic(10, 1_000), 0)).isEqualTo(new TrafficReport(10, 1_000, 0, 0));
        TrafficReport report = TrafficReport.NONE;
        for (int i = 1; i <= 10; i++) {
            report = meter.on(new Traffic(10 + 20L * i, 1_000 + 2_000L * i), 200L * i);
        }
        assertThat(report).isEqualTo(new TrafficReport(210, 21_000, 100, 80_000));
        for (int i = 11; i <= 15; i++) {
            report = meter.on(new Traffic(210, 21_000), 200L * i);
        }
        assertThat(report.packetsPerSecond()).as("a second after the last packet").isZero();
    }

    @Test
    void shouldNotDivideByATimeOfNothing() {
        meter.on(new Traffic(0, 0), 5);
        assertThat(meter.on(new Traffic(9, 9), 5).packetsPerSecond()).isZero();
    }
}
