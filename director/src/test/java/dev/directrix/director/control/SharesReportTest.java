package dev.directrix.director.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SharesReportTest {

    private static SharesReport report(final long first, final long second) {
        return new SharesReport(Optional.empty(), List.of(new SharesReport.RouterSet(Reports.VIP, Optional.empty(),
            List.of(share("d1", first), share("d2", second)))), List.of(), List.of(), List.of());
    }

    private static SharesReport.Share share(final String director, final long packets) {
        return new SharesReport.Share(director, 100, VipState.ANNOUNCED, Optional.empty(), OptionalLong.empty(),
            Optional.empty(), Optional.empty(), packets, 0, Optional.empty());
    }

    @Test
    void shouldMeasureWhatPassedInBetween() {
        final var measured = report(1_300, 5_100).measuredSince(report(1_000, 5_000), 2).sets().getFirst();
        assertThat(measured.directors()).extracting(SharesReport.Share::packetsPerSecond).containsExactly(150.0, 50.0);
        assertThat(measured.directors()).extracting(it -> it.measured().orElseThrow()).containsExactly(0.75, 0.25);
    }

    @Test
    void shouldCountAllPacketsOfADirectorThatBeganAnew() {
        final var measured = report(300, 5_100).measuredSince(report(1_000, 5_000), 1).sets().getFirst();
        assertThat(measured.directors()).extracting(it -> it.measured().orElseThrow()).containsExactly(0.75, 0.25);
    }

    @Test
    void shouldSayWhatTheGuardFoundOnceOnly() {
        final SharesReport found = Reports.SHARES.withFindings(List.of(Reports.FINDING));
        assertThat(found.findings()).containsExactly(Reports.FINDING);
        assertThat(found.warnings()).hasSize(2).last().asString()
            .startsWith("192.0.2.10 at 10.0.1.1: d2 says no link bandwidth, d1 and d3 do");
        assertThat(found.withFindings(List.of(Reports.FINDING)).warnings()).isEqualTo(found.warnings());
    }

    @Test
    void shouldNotMeasureWhereNothingPassed() {
        assertThat(report(1, 2).measuredSince(report(1, 2), 1).sets().getFirst().directors())
            .allSatisfy(it -> assertThat(it.measured()).isEmpty());
    }
}
