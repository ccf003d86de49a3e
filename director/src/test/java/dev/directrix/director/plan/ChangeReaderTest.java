package dev.directrix.director.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"director add d4 50", "director remove d1", "director weight d2 200",
        "server add web/s9 10.0.1.29 3", "server add s9 2001:db8::9 1", "server remove web/s1", "server drain s1",
        "server enable s1", "server weight s1 0", "table-size 65537"})
    void shouldWriteAChangeAsItIsRead(final String text) {
        assertThat(ChangeReader.readAll(List.of(text))).singleElement().hasToString(text);
    }

    @Test
    void shouldReadSeveralNamesAsSeveralChangesAndFillInWeights() {
        assertThat(ChangeReader.readAll(List.of("server drain s1 web/s2", "director drain d1 d2", "director add d4",
            "server add s3 10.0.1.23")).stream().map(Change::toString)).containsExactly("server drain s1",
                "server drain web/s2", "director remove d1", "director remove d2", "director add d4 100",
                "server add s3 10.0.1.23 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "server | no change", "servers drain s1 | no change", "`` | no change",
        "server stop s1 | there is no 'server stop'", "director stop d1 | there is no 'director stop'",
        "director weight d1 0 | plan a 'director remove'", "director weight d1 65536 | not within 1..65535",
        "director weight d1 x | 'x' is no number", "director weight d1 1 2 | no change",
        "server add s1 | its address is missing", "server add s1 host 1 | host", "server weight s1 70000 | 0..65535",
        "table-size 65536 | 65537", "table-size | no change"})
    void shouldSayWhatIsWrongWithWhatIsNoChange(final String text, final String message) {
        assertThatThrownBy(() -> ChangeReader.readAll(List.of(text))).isInstanceOf(PlanException.class)
            .hasMessageContaining(message);
    }
}
