package dev.directrix.bgp.exabgp.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.event.EventEncoder;
import dev.directrix.bgp.exabgp.event.EventSource;
import dev.directrix.bgp.exabgp.event.FormatVersion;
import dev.directrix.bgp.exabgp.event.Json;
import dev.directrix.bgp.message.VectorFiles;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ExaBGP's messages lead to ExaBGP's JSON. */
class DecodeVectorTest {

    private static final EventSource SOURCE = new EventSource(() -> Instant.EPOCH, "here", 1, 1);

    static Stream<JsonObject> encoded() {
        return VectorFiles.lines("exabgp/encoding.jsonl").stream().map(Json::parse)
            .filter(vector -> vector.get("json").isJsonObject());
    }

    static Stream<JsonObject> decoded() {
        return VectorFiles.lines("exabgp/decoding.jsonl").stream().map(Json::parse);
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void shouldTellMessageOfNeighborAsExabgpDoes(final JsonObject vector) {
        final JsonObject expected = Json.steady(vector.get("json").toString());
        assertThat(decode(vector.get("raw").getAsString(), FormatVersion.V6_0_0, session(vector)))
            .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("decoded")
    void shouldTellMessageWithoutNeighborAsExabgpDoes(final JsonObject vector) {
        final JsonObject expected = Json.steady(vector.get("json").toString());
        final JsonObject actual =
            decode(vector.get("hex").getAsString(), FormatVersion.V5_0_0, DecodeSession.standard());
        expected.remove("exabgp");
        actual.remove("exabgp");
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void shouldTellRoutesAlikeInEveryVersion(final JsonObject vector) {
        final JsonObject expected = routes(Json.steady(vector.get("json").toString()));
        for (final FormatVersion version : FormatVersion.values()) {
            final JsonObject actual = routes(decode(vector.get("raw").getAsString(), version, session(vector)));
            assertThat(actual.get("announce")).isEqualTo(expected.get("announce"));
            assertThat(actual.get("withdraw")).isEqualTo(expected.get("withdraw"));
        }
    }

    private static JsonObject routes(final JsonObject event) {
        return event.getAsJsonObject("neighbor").getAsJsonObject("message").getAsJsonObject("update");
    }

    private static JsonObject decode(final String hex, final FormatVersion version, final DecodeSession session) {
        final List<HexDecoder.Decoded> decoded =
            new HexDecoder(EventEncoder.json(version), session, SOURCE).decode(hex);
        assertThat(decoded).hasSize(1);
        return Json.steady(decoded.getFirst().text());
    }

    private static DecodeSession session(final JsonObject vector) {
        return DecodeSession.of(ExabgpConfiguration.read(
            VectorFiles.routing("exabgp/conf/" + vector.get("conf").getAsString())));
    }
}
