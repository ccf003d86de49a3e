package dev.directrix.director.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.directrix.director.cli.Paint.Tone;
import dev.directrix.director.control.Reports;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "0.4, 0", "950, 950", "999.4, 999", "999.6, 1.0k", "1234.5, 1.2k", "99940, 99.9k",
        "99960, 100k", "9876543.2, 9.9M", "1e9, 1.0G", "1e18, 1000P"})
    void shouldShortenRates(final double value, final String text) {
        assertThat(Quantity.rate(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"-5, 0s", "0, 0s", "59, 59s", "60, 1m00s", "185, 3m05s", "3725, 1h02m", "93784, 1d02h",
        "8640000, 100d00h"})
    void shouldShortenAges(final long seconds, final String text) {
        assertThat(Quantity.age(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void shouldWriteShares() {
        assertThat(Quantity.share(1, 3)).isEqualTo("33.3%");
        assertThat(Quantity.share(0, 0)).isEqualTo("-");
    }

    @Test
    void shouldSayThatAFlowIsPinnedAndThatItsSlotChangesOver() {
        assertThat(new ReportText(new Paint(false)).flow(Reports.PINNED_FLOW)).isEqualTo("""
            flow    tcp 198.51.100.7:40000 -> 192.0.2.10:80
            server  s1 (10.0.1.21) of pool web
            why     an exception of the cluster pins it: it began there, and its slot has changed since
            slot    4711, frozen: a new flow waits
            epoch   12
            table   0badcafe""");
    }

    @Test
    void shouldAlignColumns() {
        final TextTable table = new TextTable(new Paint(false), "NAME", ">N", "LAST");
        table.row("a", 1, "");
        table.row("longer", 12_345, "x");

        assertThat(table.render()).isEqualTo("""
            NAME        N  LAST
            a           1
            longer  12345  x
            """);
        assertThatIllegalArgumentException().isThrownBy(() -> table.row("one"));
    }

    @Test
    void shouldAlignColouredCellsTheSame() {
        final TextTable table = new TextTable(new Paint(true), "A", "B");
        table.row(new TextTable.Cell("x", Tone.GOOD), "y");

        assertThat(table.render()).isEqualTo("\u001b[1mA\u001b[0m  \u001b[1mB\u001b[0m\n\u001b[32mx\u001b[0m  y\n");
    }
}
