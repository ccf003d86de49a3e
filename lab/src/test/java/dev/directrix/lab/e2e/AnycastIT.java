package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A VIP at two sites, beside FRR: the far one's path is there, and unused until the near site has withdrawn. */
@Tag("lab")
@RequiresRoot
class AnycastIT {
    private static final String SITES = "sites: {near: {}, far: {prepend: 2}}\nvips:";

    @Test
    void shouldFallOverToTheFarSiteWhenTheNearOneIsGoneAndNeverShareWithIt() {
        try (GuardLab lab = GuardLab.up("anycast", "standalone")) {
            for (String director : GuardLab.DIRECTORS) {
                lab.edit(director, "vips:", SITES);
                String site = director.equals("d3") ? "far" : "near";
                lab.change(director, "  interfaces: [eth1]", "  interfaces: [eth1]\n  site: " + site);
                // Who hears of the far site's longer path has to know of the sites.
                lab.awaitReloaded(director);
            }
            lab.await(() -> lab.nextHops().equals(of("d1", "d2")), "the far site is still in the near one's set");
            assertThat(lab.paths()).as("paths that the router has").isEqualTo(3);
            lab.watchRoutes();

            lab.stop("d1", "TERM");
            lab.await(() -> lab.nextHops().equals(of("d2")), "d1 is not withdrawn");
            lab.stop("d2", "KILL");
            lab.await(() -> lab.nextHops().equals(of("d3")), "the router does not fall over to the far site");
            lab.start("d1");
            lab.await(() -> lab.nextHops().equals(of("d1")), "the near site does not come back");
            lab.start("d2");
            lab.await(() -> lab.nextHops().equals(of("d1", "d2")), "d2 does not come back");
            lab.await(() -> lab.watchedRoutes().reversed().stream().limit(1)
                .anyMatch(set -> set.equals(of("d1", "d2"))), "the watch does not see that d2 is back");

            List<Set<String>> seen = lab.watchedRoutes();
            assertThat(seen).as("what was in the router's kernel").contains(of("d2"), of("d3"), of("d1"))
                .endsWith(of("d1", "d2")).allSatisfy(set ->
                    assertThat(set.equals(of("d3")) || of("d1", "d2").containsAll(set)).as("%s", set).isTrue());
            assertThat(GuardLab.DIRECTORS).as("a difference that is meant is no fault").allSatisfy(director ->
                assertThat(lab.log(director)).doesNotContain("AS path length", "says no link bandwidth"));
        }
    }

    private static SortedSet<String> of(String... directors) {
        return new TreeSet<>(List.of(directors));
    }
}
