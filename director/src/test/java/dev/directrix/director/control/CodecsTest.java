package dev.directrix.director.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.Position;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonObject;
import dev.directrix.director.control.json.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecsTest {

    private static <T> void shouldSurvive(final T report, final Codec<T> codec) {
        final String text = codec.write(report).toJson();

        assertThat(text).doesNotContain("\n");
        assertThat(codec.read(JsonParser.parse(text))).isEqualTo(report);
        assertThat(codec.read(JsonParser.parse(codec.write(report).toPrettyJson()))).isEqualTo(report);
    }

    @Test
    void shouldCarryEveryReportUnchanged() {
        shouldSurvive(Reports.STATUS, Codecs.STATUS);
        shouldSurvive(Reports.VIPS, Codecs.VIPS);
        shouldSurvive(Reports.SERVERS, Codecs.SERVERS);
        shouldSurvive(Reports.NEIGHBORS, Codecs.NEIGHBORS);
        shouldSurvive(Reports.WEIGHTS, Codecs.WEIGHTS);
        shouldSurvive(Reports.QUERY, Codecs.FLOW_QUERY);
        shouldSurvive(Reports.FLOW, Codecs.FLOW);
        shouldSurvive(Reports.FLOWS, Codecs.FLOWS);
        shouldSurvive(Reports.ROUTES, Codecs.ROUTES);
        shouldSurvive(Reports.RELOAD, Codecs.RELOAD);
        shouldSurvive(new ConfigError("d1.yaml", new Position(3, 9), "is wrong"), Codecs.CONFIG_ERROR);
        shouldSurvive(List.of(), Codecs.SERVERS);
    }

    @Test
    void shouldKeepTheFieldNamesThatScriptsUse() {
        assertThat(Codecs.WEIGHTS.write(Reports.WEIGHTS).toJson()).isEqualTo(
            "{\"weight\":300,\"configuredWeight\":100,\"vips\":["
                + "{\"address\":\"192.0.2.10\",\"weight\":300,\"overridden\":false,\"state\":\"announced\"},"
                + "{\"address\":\"192.0.2.11\",\"weight\":50,\"overridden\":true,\"state\":\"withdrawn\"}]}");
        assertThat(Codecs.FLOW.write(Reports.FLOW).toJson()).isEqualTo(
            "{\"flow\":{\"protocol\":\"tcp\",\"source\":\"198.51.100.7:40000\",\"destination\":\"192.0.2.10:80\"},"
                + "\"reason\":\"maglev\",\"pool\":\"web\",\"server\":\"s1\",\"address\":\"10.0.1.21\",\"slot\":4711,"
                + "\"digest\":\"0badcafe\"}");
        assertThat(Codecs.STATUS.write(Reports.STATUS)).isInstanceOfSatisfying(JsonObject.class, status ->
            assertThat(status.fields()).containsOnlyKeys("name", "version", "configFile", "state", "uptimeMs",
                "weight", "datapath", "vips", "servers", "neighbors"));
        assertThat(JsonObject.of(Codecs.SERVER.write(Reports.SERVERS.getFirst())).fields()).containsOnlyKeys(
            "pool", "name", "address", "health", "draining", "weight", "configuredWeight", "slots", "tableSize",
            "flows", "packets", "nextHop", "sinceChangeMs", "lastCheck");
    }

    @Test
    void shouldReadReportsOfNewerDirectors() {
        final String text = Codecs.RELOAD.write(Reports.RELOAD).toJson().replaceFirst("\\{", "{\"epoch\":7,");

        assertThat(Codecs.RELOAD.read(JsonParser.parse(text))).isEqualTo(Reports.RELOAD);
    }

    @Test
    void shouldRefuseWhatIsOutOfShape() {
        for (final String text : List.of("[]", "{}", "{\"weight\":\"x\",\"configuredWeight\":1,\"vips\":[]}",
            "{\"weight\":1,\"configuredWeight\":1,\"vips\":[{\"address\":\"x\",\"weight\":1,\"overridden\":true,"
                + "\"state\":\"announced\"}]}",
            "{\"weight\":1,\"configuredWeight\":1,\"vips\":[{\"address\":\"192.0.2.1\",\"weight\":1,"
                + "\"overridden\":true,\"state\":\"elsewhere\"}]}")) {
            assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> Codecs.WEIGHTS.read(JsonParser.parse(text)));
        }
    }
}
