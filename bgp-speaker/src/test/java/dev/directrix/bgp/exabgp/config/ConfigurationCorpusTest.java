package dev.directrix.bgp.exabgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.message.VectorFiles;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration of ExaBGP's own test suite that is about unicast. */
class ConfigurationCorpusTest {

    static Stream<String> files() {
        return VectorFiles.lines("exabgp/conf.jsonl").stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldLoadWithoutError(final String line) {
        final String name = VectorFiles.text(line, "conf").orElseThrow();
        final ExabgpConfiguration configuration =
            ExabgpConfiguration.read(VectorFiles.routing("exabgp/conf/" + name));
        final JsonObject expected = JsonParser.parseString(line).getAsJsonObject();
        assertThat(configuration.neighbors().stream().map(ConfigurationCorpusTest::described))
            .containsExactlyElementsOf(expected.getAsJsonArray("neighbors").asList().stream()
                .map(JsonElement::getAsJsonObject).map(ConfigurationCorpusTest::expectedNeighbor).toList());
        assertThat(configuration.processes().stream()
            .map(process -> process.name() + " " + process.encoder() + " " + String.join(" ", process.run())))
            .containsExactlyElementsOf(expected.getAsJsonArray("processes").asList().stream()
                .map(JsonElement::getAsJsonObject).map(ConfigurationCorpusTest::expectedProcess).toList());
    }

    private static String described(final ExabgpNeighbor neighbor) {
        return AddressText.of(neighbor.peerAddress()) + " " + neighbor.localAs().orElseThrow() + " "
            + neighbor.peerAs().orElseThrow() + " " + AddressText.of(neighbor.routerId());
    }

    private static String expectedNeighbor(final JsonObject neighbor) {
        return neighbor.get("address").getAsString() + " " + neighbor.get("local_as").getAsLong() + " "
            + neighbor.get("peer_as").getAsLong() + " " + neighbor.get("router_id").getAsString();
    }

    private static String expectedProcess(final JsonObject process) {
        return process.get("name").getAsString() + " "
            + process.get("encoder").getAsString().toUpperCase(Locale.ROOT) + " "
            + process.get("run").getAsString().replace("\"", "");
    }
}
