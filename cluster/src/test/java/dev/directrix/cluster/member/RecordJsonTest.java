package dev.directrix.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordJsonTest {
    private static final int MUTATIONS = Integer.getInteger("directrix.mutations", 3_000);
    private static final MemberId D1 = new MemberId("d1", 0x3f2a9c0011223344L);
    private static final MemberId D2 = new MemberId("d2", -1);
    private static final ServerName S1 = new ServerName("web", "10.0.1.21");
    private static final ServerName S2 = new ServerName("web", "2001:db8::22");
    private static final ClusterRecord RECORD = new ClusterRecord(12, 3,
            new Agreement("0a1b2c3d", "4e5f", 65_537, 2_000, 300_000, 63_000),
            List.of(new Member(D2, "[2001:db8::2]:7400"), new Member(D1, "10.0.1.11:7400")),
            List.of(Set.of(D1), Set.of(D1, D2)), Set.of(new MemberId("d3", 7)), 9,
            new Registry(List.of("web"), List.of(S1, S2)),
            Map.of(0, new PoolInputs(List.of(new Share(0, 1), new Share(1, 2)), List.of(Set.of(1)))), Phase.COLLECT,
            Optional.of(new Settle(12, SettleKind.DEAD, Map.of(0, PoolInputs.of(List.of(new Share(0, 1)))), Set.of(1),
                    true)),
            List.of(new ServerOverride(S1, 5, false), new ServerOverride(S2, ServerOverride.AS_CONFIGURED, true)));
    private static final String TEXT = """
            {"format":1,"version":12,"epoch":3,\
            "agreement":{"seed":"0a1b2c3d","key":"4e5f","tableSize":65537,"validityMs":2000,"idleMs":300000,\
            "synAckMs":63000},\
            "members":[{"name":"d1","incarnation":"3f2a9c0011223344","endpoint":"10.0.1.11:7400"},\
            {"name":"d2","incarnation":"ffffffffffffffff","endpoint":"[2001:db8::2]:7400"}],\
            "views":[["d1/3f2a9c0011223344"],["d1/3f2a9c0011223344","d2/ffffffffffffffff"]],"stopped":["d3/7"],\
            "crash":9,"pools":["web"],"servers":["web/10.0.1.21","web/2001:db8::22"],\
            "tables":{"0":{"servers":[[0,1],[1,2]],"replaced":[[1]]}},"phase":"collect",\
            "settle":{"number":12,"kind":"dead","next":{"0":{"servers":[[0,1]],"replaced":[]}},"dead":[1],\
            "sweep":true},\
            "overrides":[{"server":"web/10.0.1.21","weight":5,"drained":false},\
            {"server":"web/2001:db8::22","drained":true}]}""";

    @Test
    void shouldWriteTheSameOctetsForever() {
        assertThat(new String(RecordJson.encode(RECORD), StandardCharsets.UTF_8)).isEqualTo(TEXT);
        assertThat(read(TEXT)).isEqualTo(RECORD);
    }

    @Test
    void shouldReadWhatItWrites() {
        final GeneratedRecords records = new GeneratedRecords(new SplittableRandom(5));
        for (int i = 0; i < 1_000; i++) {
            final ClusterRecord record = records.record();

            assertThat(RecordJson.decode(RecordJson.encode(record))).isEqualTo(record);
        }
    }

    @Test
    void shouldReadOrRefuseWhateverItIsGiven() {
        final SplittableRandom random = new SplittableRandom(6);
        final GeneratedRecords records = new GeneratedRecords(random);
        final JsonMutations mutations = new JsonMutations(random);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            try {
                final ClusterRecord record =
                        RecordJson.decode(mutations.mutate(RecordJson.encode(records.record())));
                assertThat(RecordJson.decode(RecordJson.encode(record))).isEqualTo(record);
            } catch (final RecordException e) {
                assertThat(e.getMessage()).startsWith("$").contains(": ").doesNotContain("\n").hasSizeLessThan(400);
                refused++;
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS * 99 / 100);
    }

    @Test
    void shouldIgnoreFieldsThatNewerDirectorsMayAdd() {
        final String newer = TEXT.replace("\"version\":12", "\"version\":12,\"colour\":{\"red\":[1.5,1e999,null]}")
                .replace("\"name\":\"d1\"", "\"name\":\"d1\",\"rack\":\"r7\"");

        assertThat(read(newer)).isEqualTo(RECORD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "\"format\":1 | \"format\":2 | $.format: record of format 2, this director knows 1: upgrade it before it joins",
        "\"format\":1 | \"format\":0 | $.format: 0 is not within 1..9007199254740992",
        "\"format\":1, | | $: field 'format' is missing",
        "\"epoch\":3 | \"epoch\":13 | $.epoch: 13 is not within 0..12",
        "\"epoch\":3 | \"epoch\":3,\"epoch\":3 | $.epoch: the field is there twice",
        "\"epoch\":3 | \"epoch\":\"3\" | $.epoch: a whole number is expected",
        "\"epoch\":3 | \"epoch\":3.0 | $.epoch: a whole number is expected",
        "65537 | 65536 | $.agreement.tableSize: 65536 is not a prime",
        "\"ffffffffffffffff\" | \"xyz\" | $.members[1].incarnation: 'xyz' is not 1 to 16 hexadecimal digits",
        "\"ffffffffffffffff\" | \"0\" | $.members[1].incarnation: incarnation 0",
        "\"name\":\"d2\" | \"name\":\"d1\" | $.members[1].name: 'd1' is there twice",
        "\"name\":\"d2\" | \"name\":\"d/2\" | $.members[1].name: 'd/2' is not a name of 1 to 63 characters",
        "d2/ffffffffffffffff | d2 | $.views[1][1]: 'd2' is not a member's name/incarnation",
        "[\"d3/7\"] | [\"d3/7\",\"d3/7\"] | $.stopped[1]: d3/7 is there twice",
        "web/10.0.1.21\",\"web | web/2001:db8::22\",\"web | $.servers[1]: web/2001:db8::22 is there twice",
        "{\"0\":{\"servers\":[[0,1],[1 | {\"1\":{\"servers\":[[0,1],[1 | $.tables['1']: the name is no number below 1",
        "[[0,1],[1,2]] | [[0,1],[2,2]] | $.tables['0'].servers[1][0]: 2 is not within 0..1",
        "[[0,1],[1,2]] | [[1,1],[0,2]] | $.tables['0'].servers[1]: server 0 behind server 1",
        "[[0,1],[1,2]] | [[0,1],[1]] | $.tables['0'].servers[1]: 1 items, 2 are expected",
        "[[0,1],[1,2]] | [[0,0],[1,2]] | $.tables['0'].servers[0][1]: 0 is not within 1..65535",
        "\"phase\":\"collect\" | \"phase\":\"stable\" | $.phase: 'stable' with a settle",
        "\"phase\":\"collect\" | \"phase\":\"later\" | $.phase: unknown word 'later'",
        "\"settle\" | \"unsettle\" | $.phase: 'collect' without a settle",
        "\"number\":12 | \"number\":13 | $.settle.number: 13 is not within 1..12",
        "\"sweep\":true | \"sweep\":1 | $.settle.sweep: true or false is expected",
        "\"overrides\":[ | \"overrides\":[[], | $.overrides[0]: an object is expected",
        "{\"format\" | {format | $.: not JSON",
    })
    void shouldSayWhereARecordIsWrong(final String good, final String bad, final String message) {
        assertThat(TEXT).contains(good);
        assertThatThrownBy(() -> read(TEXT.replaceFirst(Pattern.quote(good),
                Matcher.quoteReplacement(bad == null ? "" : bad))))
                .isInstanceOf(RecordException.class).hasMessage(message);
    }

    @Test
    void shouldRefuseWhatIsNoDocument() {
        assertThatThrownBy(() -> RecordJson.decode(new byte[] {'"', (byte) 0xff, '"'})).hasMessage("$: not UTF-8");
        assertThatThrownBy(() -> read("")).hasMessage("$: not JSON");
        assertThatThrownBy(() -> read("[]")).hasMessage("$: an object is expected");
        assertThatThrownBy(() -> read(TEXT + "1")).hasMessage("$: not JSON");
        assertThatThrownBy(() -> read("[".repeat(100_000))).hasMessageEndingWith(": not JSON");
        assertThatThrownBy(() -> RecordJson.decode(new byte[RecordJson.MAX_BYTES + 1]))
                .hasMessage("$: record of 1000001 octets, 1000000 are the most");
    }

    @Test
    void shouldNotWriteARecordThatEtcdWouldRefuse() {
        final List<ServerName> many = IntStream.range(0, 40_000)
                .mapToObj(i -> new ServerName("web", "2001:db8:1111:2222::" + Integer.toHexString(i))).toList();

        assertThatThrownBy(() -> RecordJson.encode(RECORD.collecting(
                RECORD.registry().with("web", many), RECORD.settle().orElseThrow())))
                .isInstanceOf(RecordException.class)
                .hasMessageMatching("the record would have \\d+ octets, 1000000 are the most: it names 1 pools and"
                        + " 40002 servers, of which 2 are in a table. Names of servers that are gone stay until the"
                        + " cluster begins anew: stop all directors, delete the record in etcd, and start them");
    }

    @Test
    void shouldNotWriteARecordThatOthersCouldNotRead() {
        assertThatThrownBy(() -> RecordJson.encode(RECORD.withOverride(new ServerOverride(S1, 65_536, false))))
                .isInstanceOf(RecordException.class).hasMessage("$.overrides[1].weight: 65536 is not within 0..65535");
    }

    private static ClusterRecord read(final String text) {
        return RecordJson.decode(text.getBytes(StandardCharsets.UTF_8));
    }
}
