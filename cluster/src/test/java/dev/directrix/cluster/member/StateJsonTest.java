package dev.directrix.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateJsonTest {
    private static final int MUTATIONS = Integer.getInteger("directrix.mutations", 3_000);
    private static final MemberState STATE = new MemberState(-2, 12, 11, 10, 9, 3, true,
            new Wish(Map.of("web", List.of(new Wish.Wanted("10.0.1.22", 0), new Wish.Wanted("10.0.1.21", 7))),
                    Set.of(new ServerName("web", "10.0.1.22"))),
            new MemberState.Digests(3, 0x0a1b2c3d4e5f6071L, "c0ffee", "med 10"), "d2: prepared");
    private static final String TEXT = """
            {"format":1,"incarnation":"fffffffffffffffe","entered":12,"prepared":11,"collected":10,"ready":9,\
            "switched":3,"serving":true,"pools":{"web":[["10.0.1.21",7],["10.0.1.22",0]]},"dead":["web/10.0.1.22"],\
            "digests":{"epoch":3,"tables":"a1b2c3d4e5f6071","config":"c0ffee","announced":"med 10"},\
            "waits":"d2: prepared"}""";

    @Test
    void shouldWriteTheSameOctetsForever() {
        assertThat(new String(StateJson.encode(STATE), StandardCharsets.UTF_8)).isEqualTo(TEXT);
        assertThat(read(TEXT)).isEqualTo(STATE);
    }

    @Test
    void shouldReadWhatItWrites() {
        final GeneratedRecords states = new GeneratedRecords(new SplittableRandom(7));
        for (int i = 0; i < 1_000; i++) {
            final MemberState state = states.state();

            assertThat(StateJson.decode(StateJson.encode(state))).isEqualTo(state);
        }
    }

    @Test
    void shouldReadOrRefuseWhateverItIsGiven() {
        final SplittableRandom random = new SplittableRandom(8);
        final GeneratedRecords states = new GeneratedRecords(random);
        final JsonMutations mutations = new JsonMutations(random);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            try {
                final MemberState state = StateJson.decode(mutations.mutate(StateJson.encode(states.state())));
                assertThat(StateJson.decode(StateJson.encode(state))).isEqualTo(state);
            } catch (final RecordException e) {
                assertThat(e.getMessage()).startsWith("$").contains(": ").doesNotContain("\n").hasSizeLessThan(400);
                refused++;
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS * 99 / 100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "\"format\":1 | \"format\":3 | $.format: state of format 3, this director knows 1: upgrade it before it joins",
        "fffffffffffffffe | 0 | $.incarnation: incarnation 0",
        "\"entered\":12 | \"entered\":-1 | $.entered: -1 is not within 0..9007199254740992",
        "10.0.1.22\",0 | 10.0.1.21\",0 | $.pools['web'][1]: 10.0.1.21 is there twice",
        "10.0.1.22\",0 | 10.0.1.22\",-1 | $.pools['web'][1][1]: -1 is not within 0..65535",
        "{\"web\" | {\"\" | $.pools['']: the name is not one of 1 to 63 characters",
        "\"dead\" | \"deaf\" | $: field 'dead' is missing",
    })
    void shouldSayWhereAStateIsWrong(final String good, final String bad, final String message) {
        assertThat(TEXT).contains(good);
        assertThatThrownBy(() -> read(TEXT.replace(good, bad))).isInstanceOf(RecordException.class)
                .hasMessage(message);
    }

    @Test
    void shouldCutWhatPeopleWouldNotReadAnyway() {
        final MemberState talkative = new MemberState(1, 0, 0, 0, 0, 0, false, Wish.NONE, MemberState.Digests.NONE,
                "x".repeat(StateJson.MAX_WAITS + 1));

        assertThat(StateJson.decode(StateJson.encode(talkative)).waits()).hasSize(StateJson.MAX_WAITS);
    }

    @Test
    void shouldNotWriteAStateThatEtcdWouldRefuse() {
        final List<Wish.Wanted> many = IntStream.range(0, 30_000)
                .mapToObj(i -> new Wish.Wanted("2001:db8::" + Integer.toHexString(i), 1)).toList();

        assertThatThrownBy(() -> StateJson.encode(MemberState.of(new MemberId("d1", 1),
                new Wish(Map.of("web", many), Set.of()))))
                .isInstanceOf(RecordException.class)
                .hasMessageMatching("what this member says of itself would have \\d+ octets, 400000 are the most:"
                        + " it wishes for 30000 servers in 1 pools; use fewer servers, or several clusters");
    }

    private static MemberState read(final String text) {
        return StateJson.decode(text.getBytes(StandardCharsets.UTF_8));
    }
}
