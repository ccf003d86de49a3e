package dev.directrix.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** containerlab's own files parse, and ours are valid by containerlab's schema. */
class ContainerlabFilesTest {
    private static final Path CONFORMANCE =
        Path.of(System.getProperty("directrix.vectors", "absent")).resolve("containerlab").normalize();
    private static final Path OURS = Path.of(System.getProperty("directrix.root", "..")).resolve("lab/topologies");

    @ParameterizedTest
    @MethodSource("examples")
    void shouldParseEveryExample(Path file) {
        Topology topology = new TopologyReader(Map.of()).read(file);

        assertThat(topology.nodes()).isNotEmpty();
        assertThat(topology.unsupported()).allSatisfy(node ->
            assertThat(topology.notices()).filteredOn(notice -> notice.contains("node " + node.name() + ": kind "))
                .hasSize(1));
        assertThat(topology.withoutUnsupported().unsupported()).isEmpty();
    }

    static Stream<Path> examples() throws IOException {
        return files(CONFORMANCE.resolve("examples"));
    }

    @Test
    void shouldSayWhichNodesCannotRun() {
        Path file = CONFORMANCE.resolve("examples/osvbng01.clab.yml");
        assumeTrue(Files.exists(file), "conformance data is not here");

        Topology topology = new TopologyReader(Map.of()).read(file);

        assertThat(topology.notices()).containsExactly(
            file + ":6:7: node bng1: kind veesix_osvbng needs a container or virtual machine image"
                + " and cannot run in a namespace",
            file + ":16:7: node subscribers: the software of image veesixnetworks/bngblaster:0.9.30 is not here;"
                + " the node runs as a plain Linux host");
        assertThat(topology.node("corerouter1").orElseThrow().role()).isEqualTo(NodeRole.FRR);
        assertThat(topology.withoutUnsupported().links()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void shouldKeepOurTopologiesValid(Path file) throws IOException {
        Path schemaFile = CONFORMANCE.resolve("clab.schema.json");
        assumeTrue(Files.exists(schemaFile), "conformance data is not here");
        ObjectMapper mapper = new ObjectMapper();
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(mapper.readTree(Files.readString(schemaFile)));
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));

        Set<ValidationMessage> messages = schema.validate(mapper.convertValue(yaml, JsonNode.class));

        assertThat(messages).isEmpty();
        assertThat(new TopologyReader(Map.of()).read(file).notices()).isEmpty();
    }

    static Stream<Path> ours() throws IOException {
        return files(OURS);
    }

    private static Stream<Path> files(Path folder) throws IOException {
        assumeTrue(Files.isDirectory(folder), folder + " is not here");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".clab.yml")).sorted().toList();
            return found.stream();
        }
    }
}
