package dev.directrix.linux.bpf;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.linux.Capability;
import dev.directrix.linux.Commands;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Test programs, compiled by clang from this module's test resources. */
public final class TestObject {

    private TestObject() {
    }

    /** Compiles <code>bpf/NAME.bpf.c</code>, or skips the test without clang or the right to load it. */
    public static byte[] compile(final String name) throws IOException, URISyntaxException {
        assumeTrue(Capability.effective().contains(Capability.BPF), "needs root, to load BPF programs");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/clang")), "needs clang");
        final Path source = Path.of(Objects.requireNonNull(
                TestObject.class.getResource("/bpf/" + name + ".bpf.c")).toURI());
        final Path object = Files.createTempFile("directrix-" + name, ".o");
        try {
            Commands.run(List.of("clang", "-O2", "-g", "-Wall", "-Werror", "-target", "bpf", "-D__x86_64__",
                    "-I/usr/include/" + System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu",
                    "-c", source.toString(), "-o", object.toString()));
            return Files.readAllBytes(object);
        } finally {
            Files.deleteIfExists(object);
        }
    }
}
