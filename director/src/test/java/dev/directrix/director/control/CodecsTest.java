package dev.directrix.director.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.Position;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import dev.directrix.director.control.json.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecsTest {

    private static <T> void shouldSurvive(final T report, final Codec<T> codec) {
        final String text = JsonText.compact(codec.write(report));

        assertThat(text).doesNotContain("\n");
        assertThat(codec.read(JsonText.parse(text))).isEqualTo(report);
        assertThat(codec.read(JsonText.parse(JsonText.pretty(codec.write(report))))).isEqualTo(report);
    }

    @Test
    void shouldCarryEveryReportUnchanged() {
        shouldSurvive(Reports.STATUS, Codecs.STATUS);
        shouldSurvive(Reports.VIPS, Codecs.VIPS);
        shouldSurvive(Reports.SERVERS, Codecs.SERVERS);
        shouldSurvive(Reports.NEIGHBORS, Codecs.NEIGHBORS);
        shouldSurvive(Reports.WEIGHTS, Codecs.WEIGHTS);
        shouldSurvive(Reports.RAMPING_WEIGHTS, Codecs.WEIGHTS);
        shouldSurvive(Reports.SHARES, ShareCodecs.SHARES);
        shouldSurvive(Reports.VIEW, ShareCodecs.VIEW);
        shouldSurvive(new WeightOverview(Reports.WEIGHTS, Reports.SHARES), ShareCodecs.OVERVIEW);
        shouldSurvive(Reports.QUERY, Codecs.FLOW_QUERY);
        shouldSurvive(Reports.FLOW, Codecs.FLOW);
        shouldSurvive(Reports.PINNED_FLOW, Codecs.FLOW);
        shouldSurvive(Reports.FLOWS, Codecs.FLOWS);
        shouldSurvive(Reports.ROUTES, Codecs.ROUTES);
        shouldSurvive(Reports.RELOAD, Codecs.RELOAD);
        shouldSurvive(Reports.CLUSTER, ClusterCodecs.CLUSTER);
        shouldSurvive(Reports.STABLE_CLUSTER, ClusterCodecs.CLUSTER);
        shouldSurvive(Reports.FORECAST, ForecastCodecs.TABLES);
        shouldSurvive(Reports.OUTSIDE_CLUSTER, ClusterCodecs.CLUSTER);
        shouldSurvive(Reports.TRACE, TraceCodecs.REPORT);
        shouldSurvive(Reports.TRACE_REQUEST, TraceCodecs.REQUEST);
        shouldSurvive(new ConfigError("d1.yaml", new Position(3, 9), "is wrong"), Codecs.CONFIG_ERROR);
        shouldSurvive(List.of(), Codecs.SERVERS);
    }

    @Test
    void shouldKeepTheFieldNamesThatScriptsUse() {
        assertThat(JsonText.compact(Codecs.WEIGHTS.write(Reports.WEIGHTS))).isEqualTo(
            "{\"weight\":300,\"configuredWeight\":100,\"vips\":["
                + "{\"address\":\"192.0.2.10\",\"weight\":300,\"configuredWeight\":100,\"origin\":\"command\","
                + "\"overridden\":false,\"state\":\"announced\"},"
                + "{\"address\":\"192.0.2.11\",\"weight\":50,\"configuredWeight\":70,\"origin\":\"vip-command\","
                + "\"overridden\":true,\"state\":\"withdrawn\"}]}");
        assertThat(JsonText.compact(Codecs.FLOW.write(Reports.FLOW))).isEqualTo(
            "{\"flow\":{\"protocol\":\"tcp\",\"source\":\"198.51.100.7:40000\",\"destination\":\"192.0.2.10:80\"},"
                + "\"reason\":\"maglev\",\"pool\":\"web\",\"server\":\"s1\",\"address\":\"10.0.1.21\",\"slot\":4711,"
                + "\"digest\":\"0badcafe\"}");
        assertThat(JsonText.compact(Codecs.FLOW.write(Reports.PINNED_FLOW))).contains("\"reason\":\"exception\"")
            .endsWith("\"cluster\":{\"epoch\":12,\"mode\":\"frozen\",\"exception\":true,\"waits\":true}}");
        assertThat(JsonFields.of(Codecs.STATUS.write(Reports.STATUS)).names()).containsExactly("name", "version",
            "configFile", "state", "uptimeMs", "weight", "datapath", "vips", "servers", "neighbors", "cluster",
            "findings", "monitor");
        assertThat(JsonFields.of(Codecs.SERVER.write(Reports.SERVERS.getFirst())).names()).containsExactly(
            "pool", "name", "address", "health", "draining", "weight", "configuredWeight", "forwarding",
            "scheduler", "slots", "tableSize", "flows", "active", "packets", "nextHop", "sinceChangeMs", "lastCheck");
    }

    @Test
    void shouldReadReportsOfNewerDirectors() {
        final String text = JsonText.compact(Codecs.RELOAD.write(Reports.RELOAD)).replaceFirst("\\{", "{\"epoch\":7,");

        assertThat(Codecs.RELOAD.read(JsonText.parse(text))).isEqualTo(Reports.RELOAD);
    }

    @Test
    void shouldRefuseWhatIsOutOfShape() {
        for (final String text : List.of("[]", "{}", "{\"weight\":\"x\",\"configuredWeight\":1,\"vips\":[]}",
            "{\"weight\":1,\"configuredWeight\":1,\"vips\":[{\"address\":\"x\",\"weight\":1,\"configuredWeight\":1,"
                + "\"origin\":\"config\",\"state\":\"announced\"}]}",
            "{\"weight\":1,\"configuredWeight\":1,\"vips\":[{\"address\":\"192.0.2.1\",\"weight\":1,"
                + "\"configuredWeight\":1,\"origin\":\"config\",\"state\":\"elsewhere\"}]}")) {
            assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> Codecs.WEIGHTS.read(JsonText.parse(text)));
        }
    }
}
