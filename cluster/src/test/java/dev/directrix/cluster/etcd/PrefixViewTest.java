package dev.directrix.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrefixViewTest {
    private static final ResponseHeader NOBODY = new ResponseHeader(1, 1, 0, 1);

    private final RecordedEvents events = new RecordedEvents();
    private final PrefixView view = new PrefixView(new StoreKeys(StoreSettings.of("c", "d1")), events);

    @Test
    void shouldTellOfWhatIsThereFromTheOldestToTheNewest() {
        load(20, key("members/b", 12, 12, 1, "b"), key("members/a", 5, 15, 4, "a"), key("record", 3, 13, 7, "r"));
        assertThat(events.all).containsExactly("member b b", "record r", "member a a");
        assertThat(view.revision()).isEqualTo(20);
    }

    @Test
    void shouldSkipWhatItKnows() {
        load(20, key("record", 3, 13, 7, "r"));
        assertThat(view.apply(List.of(put(key("record", 3, 13, 7, "r")), put(key("record", 3, 21, 8, "s"))))).isEmpty();
        assertThat(view.apply(List.of(put(key("record", 3, 21, 8, "s"))))).isEmpty();
        assertThat(events.all).containsExactly("record r", "record s");
    }

    @Test
    void shouldTakeNoChangeThatGoesBack() {
        load(20);
        assertThatThrownBy(() -> view.apply(List.of(put(key("members/a", 23, 23, 1, "a")),
            put(key("members/b", 22, 22, 1, "b"))))).isInstanceOf(EtcdException.class);
        assertThat(view.revision()).as("what came with it is asked for again").isEqualTo(20);
    }

    @Test
    void shouldIgnoreKeysThatAreNeitherTheRecordNorAMember() {
        load(20, key("members/", 2, 2, 1, "nobody"), key("other", 2, 3, 2, "x"));
        assertThat(view.apply(List.of(put(key("recorder", 21, 21, 1, "x")), delete("other", 22)))).isEmpty();
        assertThat(events.all).isEmpty();
        assertThat(view.revision()).isEqualTo(22);
    }

    @Test
    void shouldTellOfMembersThatGoAndComeBack() {
        load(20, key("members/a", 5, 15, 4, "a"));
        view.apply(List.of(delete("members/a", 21), put(key("members/a", 22, 22, 1, "again"))));
        view.apply(List.of(delete("members/nobody", 23)));
        assertThat(events.all).containsExactly("member a a", "gone a", "member a again");
    }

    @Test
    void shouldCallItAGapWhereTheRecordIsNotTheNextOne() {
        load(20, key("record", 3, 13, 7, "r"));
        assertThat(view.apply(List.of(put(key("record", 3, 22, 9, "t"))))).isPresent();
        assertThat(view.apply(List.of(put(key("record", 22, 22, 1, "new"))))).isPresent();
        assertThat(view.apply(List.of(delete("record", 22)))).isPresent();
        assertThat(events.all).containsExactly("record r");
    }

    @Test
    void shouldCatchUpByAReadWhereOnlyOneVersionIsMissing() {
        load(20, key("record", 3, 13, 7, "r"), key("members/a", 5, 15, 4, "a"), key("members/b", 6, 6, 1, "b"),
            key("members/c", 7, 7, 1, "c"));
        events.all.clear();
        assertThat(load(40, key("record", 3, 33, 8, "s"), key("members/a", 35, 35, 1, "another life"),
            key("members/b", 6, 30, 2, "news"))).isEmpty();
        assertThat(events.all).containsExactly("gone a", "gone c", "member b news", "record s",
            "member a another life");
        assertThat(load(50, key("record", 3, 43, 10, "u"))).isPresent();
        assertThat(load(50)).isPresent();
    }

    @Test
    void shouldKnowByALookWhetherItIsBehind() {
        load(20, key("record", 3, 13, 7, "r"), key("members/a", 5, 15, 4, "a"));
        assertThat(view.isBehind(look(19, 18, 5))).as("the look is the older one").isFalse();
        assertThat(view.isBehind(look(30, 15, 2))).isFalse();
        assertThat(view.revision()).as("nothing has changed up to there").isEqualTo(30);
        assertThat(view.isBehind(look(40, 31, 2))).as("something was changed").isTrue();
        assertThat(view.isBehind(look(40, 15, 1))).as("something is gone").isTrue();
        assertThat(view.revision()).isEqualTo(30);
    }

    @Test
    void shouldFindAnotherPastByTheRecordsValue() {
        load(20, key("record", 3, 13, 7, "r"));
        final Checkpoint checkpoint = view.checkpoint();
        assertThat(checkpoint.contradiction(look(true, key("record", 3, 13, 7, "r")))).isEmpty();
        assertThat(checkpoint.contradiction(look(true, key("record", 3, 13, 7, "x")))).isPresent();
        assertThat(checkpoint.contradiction(look(true, key("record", 3, 14, 8, "s")))).isPresent();
        assertThat(checkpoint.contradiction(look(false, key("record", 3, 14, 8, "s")))).isEmpty();
        assertThat(checkpoint.contradiction(look(false, key("record", 3, 14, 7, "s")))).isPresent();
        assertThat(checkpoint.contradiction(new Probe(NOBODY, true, Optional.empty(), 0, 0, Optional.empty())))
            .isPresent();
    }

    private Optional<String> load(final long revision, final KeyValue... keys) {
        return view.load(new RangeAnswer(revision, List.of(keys), keys.length));
    }

    private static Probe look(final long revision, final long newest, final long count) {
        return new Probe(new ResponseHeader(1, 1, revision, 1), true, Optional.empty(), newest, count,
            Optional.empty());
    }

    private static Probe look(final boolean atCheckpoint, final KeyValue record) {
        return new Probe(NOBODY, atCheckpoint, Optional.of(record), 0, 0, Optional.empty());
    }

    private static WatchResponse.Event put(final KeyValue key) {
        return new WatchResponse.Event(false, key);
    }

    private static WatchResponse.Event delete(final String key, final long revision) {
        return new WatchResponse.Event(true, key(key, 0, revision, 0, ""));
    }

    private static KeyValue key(
            final String key, final long created, final long modified, final long version, final String value) {
        return new KeyValue("/directrix/c/" + key, created, modified, version, 0,
            value.getBytes(StandardCharsets.UTF_8));
    }
}
