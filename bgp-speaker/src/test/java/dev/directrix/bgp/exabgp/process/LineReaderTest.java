package dev.directrix.bgp.exabgp.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void shouldHandOutTogetherWhatArrivedTogether() throws IOException {
        final LineReader reader = new LineReader(chunks("a\nb\nc", "d\n"), 100);
        assertThat(reader.read()).containsExactly("a", "b");
        assertThat(reader.read()).containsExactly("cd");
        assertThat(reader.read()).isEmpty();
    }

    @Test
    void shouldJoinACharacterThatArrivedInTwoParts() throws IOException {
        final byte[] euro = "€\n".getBytes(StandardCharsets.UTF_8);
        final LineReader reader = new LineReader(new SequenceInputStream(
            new ByteArrayInputStream(euro, 0, 1), new ByteArrayInputStream(euro, 1, 3)), 100);
        assertThat(reader.read()).containsExactly("€");
    }

    @Test
    void shouldRefuseALineWithoutEnd() {
        final LineReader reader = new LineReader(chunks("x".repeat(60), "x".repeat(60)), 100);
        assertThatThrownBy(reader::read)
            .isInstanceOf(LineReader.OversizedLineException.class).hasMessageContaining("100");
    }

    @Test
    void shouldForgetALineThatNeverEnded() throws IOException {
        assertThat(new LineReader(chunks("half"), 100).read()).isEmpty();
    }

    private static InputStream chunks(final String... texts) {
        final List<InputStream> streams = Arrays.stream(texts)
            .<InputStream>map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).toList();
        return new SequenceInputStream(Collections.enumeration(streams));
    }
}
