package dev.directrix.director.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.reconcile.Configs;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.RoutePolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SitesConfigTest {

    private static final String FILE = """
        node: {name: d1, interfaces: [eth0], site: SITE}
        sites:
          fra: {communities: ["65000:7"], med: 10}
          ams: {communities: ["65000:8"], med: 20, prepend: 1}
        bgp: {asn: 65101, router-id: 10.0.1.11, neighbors: [{address: 10.0.1.1, asn: 65000}]}
        vips:
          - address: 192.0.2.10
            med: 15
            communities: ["65000:100"]
            sites: {ams: {prepend: 3, communities: ["65000:9"]}}
            services: [{protocol: tcp, port: 80, pool: web}]
          - address: 192.0.2.11
            services: [{protocol: tcp, port: 80, pool: web}]
        pools: {web: {servers: [{name: s1, address: 10.0.1.21}]}}
        """;

    private static DirectorConfig at(final String site) {
        return new ConfigLoader().parse(Path.of("d1.yaml"), FILE.replace("SITE", site)).config();
    }

    private static RoutePolicy policy(final String site, final int vip) {
        return at(site).vips().get(vip).policy();
    }

    private static SortedSet<Community> communities(final String... texts) {
        return new TreeSet<>(List.of(texts).stream().map(Community::parse).toList());
    }

    @Test
    void shouldLetTheVipsWordOnTheSiteWinOverTheVipsAndThatOverTheSites() {
        assertThat(policy("fra", 0)).isEqualTo(new RoutePolicy(communities("65000:7", "65000:100"), new TreeSet<>(),
            OptionalLong.of(15), OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty()));
        assertThat(policy("ams", 0)).isEqualTo(new RoutePolicy(communities("65000:8", "65000:9", "65000:100"),
            new TreeSet<>(), OptionalLong.of(15), OptionalInt.of(3), OptionalLong.empty(), OptionalLong.empty()));
        assertThat(policy("ams", 1)).isEqualTo(new RoutePolicy(communities("65000:8"), new TreeSet<>(),
            OptionalLong.of(20), OptionalInt.of(1), OptionalLong.empty(), OptionalLong.empty()));
    }

    @Test
    void shouldKnowAtOneSiteWhatRoutesGetAtTheOthers() {
        final SitesConfig sites = at("fra").sites();
        assertThat(sites.site()).contains("fra");
        assertThat(sites.policy(Configs.VIP, "ams")).isEqualTo(policy("ams", 0));
        assertThat(sites.policy(Configs.VIP, "fra")).isEqualTo(policy("fra", 0));
        assertThat(at("ams").sites().vips()).isEqualTo(sites.vips());
        assertThat(Set.copyOf(sites.sites().keySet())).containsExactlyInAnyOrder("fra", "ams");
    }
}
