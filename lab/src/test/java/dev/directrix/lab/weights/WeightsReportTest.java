package dev.directrix.lab.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.probe.EcmpRoute;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsReportTest {
    private static final Setting SETTING = Setting.of(1, 0, 3);
    private static final EcmpRoute ROUTE = new EcmpRoute(Map.of("10.0.1.11", 25, "10.0.1.13", 75));
    private static final Map<String, Long> SHOWN = Map.of("d1", 25L, "d3", 75L);
    private static final Ramped RAMPED = new Ramped("frr", List.of(ROUTE), List.of(ROUTE));

    @Test
    void shouldHoldWhenKernelModelAndTrafficAgree() {
        WeightsReport report = report(compared(ROUTE, SHOWN, 0.26), RAMPED);
        assertThat(report.isTrue()).isTrue();
        assertThat(report.toString()).contains("1:drain:3", "median  900 ms");
        assertThat(report.json().get("frrMedianMs").getAsLong()).isEqualTo(900);
    }

    @Test
    void shouldNotHoldWhenOneOfThemDiffers() {
        EcmpRoute other = new EcmpRoute(Map.of("10.0.1.11", 24, "10.0.1.13", 75));
        assertThat(report(compared(other, SHOWN, 0.25), RAMPED).isTrue()).isFalse();
        assertThat(report(compared(ROUTE, Map.of("d1", 25L), 0.25), RAMPED).isTrue()).isFalse();
        assertThat(report(compared(ROUTE, SHOWN, 0.27), RAMPED).isTrue()).isFalse();
        assertThat(report(compared(ROUTE, SHOWN, 0.25), new Ramped("frr", List.of(ROUTE), List.of(ROUTE, other)))
            .isTrue()).isFalse();
    }

    @Test
    void shouldJudgeTimesByTheirMedian() {
        Compared compared = compared(ROUTE, SHOWN, 0.25);
        assertThat(report(compared, RAMPED).isSoon("frr")).isTrue();
        assertThat(report(compared, RAMPED).isSoon("bird")).isFalse();
        assertThat(new WeightsReport(1, List.of(told(900), told(1_200)), List.of(compared), List.of(RAMPED))
            .isSoon("frr")).isFalse();
    }

    private static WeightsReport report(Compared compared, Ramped ramped) {
        return new WeightsReport(1, List.of(told(5_000), told(900), told(300)), List.of(compared), List.of(ramped));
    }

    private static Told told(long millis) {
        return new Told("d1", "weight set 1", Duration.ofMillis(millis), Map.of("frr", Duration.ofMillis(millis)));
    }

    private static Compared compared(EcmpRoute kernel, Map<String, Long> shown, double measured) {
        return new Compared("frr", SETTING, ROUTE, kernel, shown,
            Map.of("d1", new Compared.Shares(0.25, measured), "d3", new Compared.Shares(0.75, 1 - measured)));
    }
}
