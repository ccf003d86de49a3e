package dev.directrix.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.maglev.MaglevTable;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextbookLoopTest {

    /** Both ways that the benchmark compares must do the same work. */
    @ParameterizedTest
    @ValueSource(ints = {65_537, 655_373})
    void shouldFillTheSameTableAsTheProduct(final int size) {
        final MaglevBuildBenchmark benchmark = new MaglevBuildBenchmark();
        benchmark.size = size;
        benchmark.prepare();
        final MaglevTable ours = benchmark.ours();
        final int[] textbook = benchmark.textbook();
        final List<String> sorted = ours.backends().stream().map(backend -> backend.key()).sorted().toList();
        assertThat(textbook).hasSize(size);
        assertThat(IntStream.range(0, size).allMatch(slot -> sorted.get(textbook[slot])
                .equals(ours.backends().get(ours.backendAt(slot)).key()))).isTrue();
    }
}
