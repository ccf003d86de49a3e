package dev.directrix.lab.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.linux.Capability;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

/** Short versions of the measurements: they must work, their figures say nothing. */
@Tag("root")
@Isolated("measures, under load")
class RouteRatesIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);

    @BeforeEach
    void needRootAndRouters() {
        assumeTrue(Capability.effective().contains(Capability.SYS_ADMIN), "needs root, to create network namespaces");
        assumeTrue(Stream.of("/usr/lib/frr/bgpd", "/usr/sbin/exabgp", "/usr/bin/gobgpd").map(Path::of)
            .allMatch(Files::isExecutable), "needs FRR, ExaBGP and GoBGP");
    }

    @Test
    void shouldBringAllRoutesOfEverySenderToTheRouterAndLeaveNothingBehind() throws Exception {
        final int exit = new CommandLine(new RouteRates(stream))
            .execute("--rounds", "1", "--routes", "2000", "--sets", "10");
        assertThat(exit).as(text()).isZero();
        assertThat(text()).contains("round 1  Directrix", "round 1  ExaBGP", "round 1  GoBGP", "2,000 routes",
            Way.CONFIGURED.text(), Way.API.text());
        try (Stream<Path> names = Files.list(Path.of("/run/netns"))) {
            assertThat(names.map(name -> name.getFileName().toString()))
                .noneMatch(name -> name.startsWith("dxroutes-" + ProcessHandle.current().pid()));
        }
    }

    @Test
    void shouldHoldManyNeighboursInOneProcess() {
        final int exit = new CommandLine(new NeighborLoad(stream))
            .execute("--neighbors", "50", "--routes", "20", "--seconds", "3");
        assertThat(exit).as(text()).isZero();
        assertThat(text()).contains("50 sessions up, 1,000 routes at FRR", "lost: 0");
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
