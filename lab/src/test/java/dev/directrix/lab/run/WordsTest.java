package dev.directrix.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void shouldSplitAsAShellDoes() {
        assertThat(Words.split("ip  addr add\t10.0.0.1/24")).containsExactly("ip", "addr", "add", "10.0.0.1/24");
        assertThat(Words.split("sh -c 'a \"b\" > c' \"d 'e'\"")).containsExactly("sh", "-c", "a \"b\" > c", "d 'e'");
        assertThat(Words.split("a\\ b '' \"\\\"\"")).containsExactly("a b", "", "\"");
        assertThat(Words.split("  ")).isEmpty();
    }

    @Test
    void shouldRefuseAnOpenQuote() {
        assertThatThrownBy(() -> Words.split("sh -c 'oops")).isInstanceOf(LabException.class)
            .hasMessage("a quote is not closed in: sh -c 'oops");
    }
}
