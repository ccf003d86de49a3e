package dev.directrix.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The corpus that fuzzing left behind, as it is and with octets changed; lab/fuzz looks for more. */
class DecoderTargetTest {

    private static final int MUTATIONS = 200_000;

    @Test
    void shouldTakeEveryInputOfTheCorpus() throws IOException {
        final List<byte[]> corpus = corpus();
        assertThat(corpus).hasSizeGreaterThan(100);
        for (final byte[] input : corpus) {
            assertThatCode(() -> DecoderTarget.fuzzerTestOneInput(input)).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldTakeInputsOfTheCorpusWithOctetsChanged() throws IOException {
        final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9687);
        final List<byte[]> corpus = corpus();
        for (int i = 0; i < MUTATIONS; i++) {
            final byte[] one = corpus.get(random.nextInt(corpus.size()));
            final byte[] other = corpus.get(random.nextInt(corpus.size()));
            final int cut = random.nextInt(one.length);
            final byte[] input = Arrays.copyOf(one, one.length);
            if (random.nextBoolean()) {
                final int length = Math.min(input.length - cut, other.length);
                System.arraycopy(other, other.length - length, input, cut, length);
            }
            input[random.nextInt(input.length)] = (byte) random.nextInt();
            assertThatCode(() -> DecoderTarget.fuzzerTestOneInput(input)).doesNotThrowAnyException();
        }
    }

    private static List<byte[]> corpus() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/corpus"))) {
            return files.sorted().map(DecoderTargetTest::read).filter(input -> input.length > 1).toList();
        }
    }

    private static byte[] read(final Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
