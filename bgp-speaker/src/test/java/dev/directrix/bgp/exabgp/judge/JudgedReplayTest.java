package dev.directrix.bgp.exabgp.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.directrix.bgp.message.VectorFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code .ci} file of the vectors: the configuration runs against a judge that compares each octet. By itself it
 * runs here; with {@code -Ddirectrix.command=PATH} the program at that path runs it instead.
 */
class JudgedReplayTest {

    private static final String SUITE = "exabgp/manifest.jsonl";

    @TempDir
    private Path folder;

    static Stream<String> cases() {
        return VectorFiles.lines(SUITE).stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject().get("ci").getAsString());
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Execution(ExecutionMode.CONCURRENT)
    void shouldSendWhatTheCaseExpects(final String ci) throws Exception {
        final String name = ci.replaceAll(".*/|\\.ci$", "");
        assumeTrue(!name.equals("api-healthcheck-module") || hasHealthCheck(), "Debian's exabgp is not installed");
        final CiFile file = CiFile.read(VectorFiles.routing("exabgp/" + ci));
        final JsonObject manifest = manifest(ci);
        for (final Map.Entry<String, StandIn> program
            : StandIns.of(name, manifest, folder.resolve("mark").toString()).entrySet()) {
            program.getValue().write(folder.resolve(program.getKey()).normalize());
        }
        final Path conf = folder.resolve("case.conf");
        Files.copy(VectorFiles.routing("exabgp/conf/" + file.confs().getFirst()), conf);
        final AtomicReference<JudgedSpeaker> speaker = new AtomicReference<>();
        try (Judge judge = new Judge(file, signal -> {
            reload(file, conf);
            speaker.get().signal(signal.replaceFirst("^SIG", ""));
        })) {
            speaker.set(JudgedSpeaker.start(conf, judge.port()));
            try {
                assertThat(judge.call()).isEqualTo(Judge.PASSED);
            } finally {
                speaker.get().end();
            }
        }
    }

    private static void reload(final CiFile file, final Path conf) {
        if (file.confs().size() > 1) {
            try {
                Files.copy(VectorFiles.routing("exabgp/conf/" + file.confs().get(1)), conf,
                    StandardCopyOption.REPLACE_EXISTING);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static JsonObject manifest(final String ci) {
        return VectorFiles.lines(SUITE).stream().map(line -> JsonParser.parseString(line).getAsJsonObject())
            .filter(line -> line.get("ci").getAsString().equals(ci)).findFirst().orElseThrow();
    }

    private static boolean hasHealthCheck() {
        return Files.isRegularFile(Path.of("/usr/lib/python3/dist-packages/exabgp/application/healthcheck.py"));
    }
}
