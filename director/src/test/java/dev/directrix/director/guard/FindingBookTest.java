package dev.directrix.director.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.control.FindingReport;
import dev.directrix.director.control.FindingReport.Source;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.ecmp.guard.Finding;
import dev.directrix.ecmp.guard.Finding.NoLinkBandwidth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingBookTest {

    private static final long START_MS = 1_000_000;
    private static final Seen FLAT = seen("d2", List.of("d1", "d3"));

    private final FindingBook book = new FindingBook();

    private static Seen seen(final String director, final List<String> others) {
        return new Seen(Configs.VIP, "10.0.1.1", Source.ANNOUNCED, new NoLinkBandwidth(director, others));
    }

    @Test
    void shouldTellAFindingOnceWhenItAppearsAndOnceWhenItEnds() {
        assertThat(book.on(List.of(FLAT), START_MS)).isEmpty();
        assertThat(book.on(List.of(FLAT), START_MS + 1_000)).singleElement().satisfies(change -> {
            assertThat(change.began()).isTrue();
            assertThat(change.finding().line()).startsWith("192.0.2.10 at 10.0.1.1: d2 says no link bandwidth");
            assertThat(change.finding().since()).isEqualTo(Instant.ofEpochMilli(START_MS));
        });
        assertThat(book.on(List.of(FLAT), START_MS + 9_000)).isEmpty();
        assertThat(book.on(List.of(), START_MS + 10_000)).isEmpty();
        assertThat(book.raised()).hasSize(1);
        assertThat(book.on(List.of(), START_MS + 11_000)).singleElement().satisfies(change -> {
            assertThat(change.began()).isFalse();
            assertThat(change.lasted()).isEqualTo(Duration.ofSeconds(9));
        });
        assertThat(book.raised()).isEmpty();
    }

    @Test
    void shouldNotTellWhatPassesWhileAllDirectorsChange() {
        assertThat(book.on(List.of(FLAT), START_MS)).isEmpty();
        assertThat(book.on(List.of(), START_MS + 900)).isEmpty();
        assertThat(book.on(List.of(FLAT), START_MS + 1_800)).isEmpty();
        assertThat(book.raised()).isEmpty();
    }

    @Test
    void shouldGoOnWithOneThatIsGoneForALook() {
        book.on(List.of(FLAT), START_MS);
        assertThat(book.on(List.of(FLAT), START_MS + 1_000)).hasSize(1);
        assertThat(book.on(List.of(), START_MS + 2_000)).isEmpty();
        assertThat(book.on(List.of(FLAT), START_MS + 3_500)).isEmpty();
        assertThat(book.on(List.of(), START_MS + 4_500)).isEmpty();
    }

    @Test
    void shouldNotTellAnewWhenOnlyTheWordsChange() {
        book.on(List.of(FLAT), START_MS);
        book.on(List.of(FLAT), START_MS + 1_000);
        assertThat(book.on(List.of(seen("d2", List.of("d1"))), START_MS + 2_000)).isEmpty();
        assertThat(book.raised()).singleElement().extracting(FindingReport::text).asString().contains("d1 does");
    }

    @Test
    void shouldListTheWorstFirst() {
        final Seen broken = new Seen(Configs.VIP, "10.0.1.1", Source.ANNOUNCED,
            new Finding.TooManyPaths(List.of("d3"), 3, 2));
        book.on(List.of(FLAT, broken), START_MS);
        book.on(List.of(FLAT, broken), START_MS + 1_000);
        assertThat(book.raised()).extracting(FindingReport::kind).containsExactly(
            "too-many-paths", "no-link-bandwidth");
    }

    @Test
    void shouldHoldABoundedNumber() {
        final List<Seen> many = IntStream.range(0, FindingBook.MOST + 50)
            .mapToObj(i -> seen("n" + i, List.of("d1"))).toList();
        book.on(many, START_MS);
        assertThat(book.on(many, START_MS + 1_000)).hasSize(FindingBook.MOST);
        assertThat(book.raised()).hasSize(FindingBook.MOST);
    }
}
