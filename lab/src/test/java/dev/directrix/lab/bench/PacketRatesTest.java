package dev.directrix.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.linux.Capability;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PacketRatesTest {

    @Test
    @Tag("root")
    void shouldCarryPacketsByEveryContenderAndLeaveNothingBehind() throws Exception {
        assumeTrue(Capability.effective().contains(Capability.SYS_ADMIN), "needs root, to create network namespaces");
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final int exit = new CommandLine(new PacketRates(new PrintStream(out, true, StandardCharsets.UTF_8)))
                .execute("--rounds", "1", "--packets", "20000", "--seconds", "0.01");
        final String text = out.toString(StandardCharsets.UTF_8);
        assertThat(exit).describedAs(text).isZero();
        assertThat(text.lines().filter(line -> line.startsWith("round 1"))).hasSize(4).allSatisfy(
                line -> assertThat(mpps(line)).describedAs(line).isPositive());
        try (Stream<Path> names = Files.list(Path.of("/run/netns"))) {
            assertThat(names.map(name -> name.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("dxrig-" + ProcessHandle.current().pid()));
        }
    }

    private static double mpps(final String line) {
        return Pattern.compile("([0-9.]+) Mpackets").matcher(line).results().mapToDouble(
                match -> Double.parseDouble(match.group(1))).findFirst().orElse(0);
    }
}
