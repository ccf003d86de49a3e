package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Tables of other load balancers, rebuilt through the pluggable hash and weight policy. */
class ConformanceTest {

    private static final Pattern FEW_CHANGES = Pattern.compile(
            "less than (\\d+(?:\\.\\d+)?) % of the slots change from one remaining backend to (?:the other|another)");
    private static final Pattern CILIUM_SEED = Pattern.compile("base64 text (\\S+?);");
    private static final Set<String> KNOWN_FIELDS = Set.of("case", "table_size", "hosts", "backends", "table",
            "expected_counts", "remove", "expected", "note");

    @TestFactory
    Stream<DynamicTest> shouldBuildEnvoysTables() throws IOException {
        return cases("envoy.json", definition -> new EnvoyHash(), new EnvoyPolicy());
    }

    @TestFactory
    Stream<DynamicTest> shouldBuildCiliumsTables() throws IOException {
        return cases("cilium.json", definition -> {
            final Matcher seed = CILIUM_SEED.matcher(definition);
            assertThat(seed.find()).as("the definition names its seed").isTrue();
            return new CiliumHash(seed.group(1));
        }, new CiliumPolicy());
    }

    private static Stream<DynamicTest> cases(final String file,
            final Function<String, PermutationHash> hash, final WeightPolicy policy)
            throws IOException {
        final Path path = Path.of(System.getProperty("directrix.vectors", "absent"), "lb", "maglev", file);
        assumeTrue(Files.exists(path), () -> "no test vectors at " + path);
        final Map<?, ?> json = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(path));
        final PermutationHash permutations = hash.apply((String) ((Map<?, ?>) json.get("definition")).get("hash"));
        return ((List<?>) json.get("cases")).stream().map(item -> (Map<?, ?>) item)
                .map(one -> DynamicTest.dynamicTest((String) one.get("case"), () -> check(one, permutations, policy)));
    }

    private static void check(final Map<?, ?> one, final PermutationHash hash, final WeightPolicy policy) {
        final Set<Object> unknown = new HashSet<>(one.keySet());
        unknown.removeAll(KNOWN_FIELDS);
        assertThat(unknown).as("fields that this test does not understand").isEmpty();
        final Members members = Members.of(one);
        final int size = (int) one.get("table_size");
        final MaglevTable table = MaglevBuilder.build(members.backends(), size, hash, policy);
        assertThat(one.keySet().stream().anyMatch(Set.of("table", "expected_counts", "expected")::contains))
                .as("the case expects something").isTrue();
        if (one.get("table") instanceof List<?> slots) {
            assertThat(members.slots(table)).isEqualTo(slots);
        }
        if (one.get("expected_counts") instanceof Map<?, ?> counts) {
            final Map<Object, Object> present = new HashMap<>(counts);
            present.values().removeIf(count -> count.equals(0));
            assertThat(members.counts(table)).isEqualTo(present);
        }
        if (one.get("expected") instanceof String expected) {
            final Matcher few = FEW_CHANGES.matcher(expected);
            assertThat(few.matches()).as("understands: %s", expected).isTrue();
            final List<?> removed = (List<?>) one.get("remove");
            final MaglevTable after = MaglevBuilder.build(members.without(removed), size, hash, policy);
            final int changes = Disruption.between(table, after).betweenRemaining();
            assertThat(100.0 * changes / size).isLessThan(Double.parseDouble(few.group(1)));
        }
    }
}
