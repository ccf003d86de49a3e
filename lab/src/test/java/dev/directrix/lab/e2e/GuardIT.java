package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A director that lacks the link bandwidth in a set of three is named within five seconds: in a cluster by what the
 * directors say, without one by what FRR says, by add-path to d1 and by BMP to d2.
 */
@Tag("lab")
@RequiresRoot
@Isolated("measures")
class GuardIT {
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    private static final String BOTH = "link-bandwidth: both";
    private static final String OFF = "link-bandwidth: \"off\"";
    private static final String FOUND = "WARN  GuardWatch: ecmp: 192.0.2.10 at 10.0.1.1: d3 says no link bandwidth, "
        + "d1 and d2 do: ";
    private static final String OVER = " s: 192.0.2.10 at 10.0.1.1: d3 says no link bandwidth, d1 and d2 do: ";
    private static final String ECMP = " ecmp: ";

    @Test
    void shouldNameTheDirectorInACluster(TestReporter reporter) {
        try (GuardLab lab = GuardLab.up("guard-cluster", "cluster")) {
            expectFoundAndOver(lab, Map.of("d1", "announced", "d2", "announced", "d3", "announced"), reporter);
        }
    }

    @Test
    void shouldNameTheDirectorByWhatTheRouterSays(TestReporter reporter) {
        try (GuardLab lab = GuardLab.up("guard-standalone", "standalone")) {
            lab.await(() -> lab.status("d2").at("/monitor/routers/0/paths").asInt() == 2 * GuardLab.DIRECTORS.size(),
                "d2 does not hear all paths by BMP, before and after the policy");
            assertThat(lab.status("d2").at("/monitor/malformed").asInt()).isZero();

            expectFoundAndOver(lab, Map.of("d1", "monitored", "d2", "bmp"), reporter);
        }
    }

    private static void expectFoundAndOver(GuardLab lab, Map<String, String> sources, TestReporter reporter) {
        Set<String> watching = new TreeSet<>(sources.keySet());
        lab.change("d3", BOTH, OFF);
        long beginNs = System.nanoTime();
        for (String director : watching) {
            Duration took = lab.awaitLogged(director, FOUND, beginNs);
            reporter.publishEntry(director + ": named after", took.toMillis() + " ms");
            assertThat(took).as("until %s names d3", director).isLessThan(FIVE_SECONDS);
        }
        for (String director : watching) {
            // What is shown is brought up to date a moment after the log.
            lab.await(() -> !lab.findings(director).isEmpty(), director + " shows no finding");
            JsonNode findings = lab.findings(director);
            assertThat(findings).as("what %s shows", director).hasSize(1);
            assertThat(findings.at("/0/kind").asText()).isEqualTo("no-link-bandwidth");
            assertThat(findings.at("/0/directors").toString()).isEqualTo("[\"d3\"]");
            assertThat(findings.at("/0/source").asText()).isEqualTo(sources.get(director));
        }

        lab.change("d3", OFF, BOTH);
        beginNs = System.nanoTime();
        for (String director : watching) {
            Duration took = lab.awaitLogged(director, OVER, beginNs);
            reporter.publishEntry(director + ": over after", took.toMillis() + " ms");
            lab.await(() -> lab.findings(director).isEmpty(), director + " still shows a finding");
        }
        for (String director : GuardLab.DIRECTORS) {
            List<String> told = lab.log(director).lines().filter(line -> line.contains(ECMP)).toList();
            assertThat(told).as("nothing else is found by %s", director)
                .allSatisfy(line -> assertThat(line).contains(" d3 says no link bandwidth, "));
            if (watching.contains(director)) {
                assertThat(told).as("told once by %s, and once that it is over", director).hasSize(2);
            }
        }
    }
}
