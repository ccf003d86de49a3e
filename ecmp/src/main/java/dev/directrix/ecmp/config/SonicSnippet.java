package dev.directrix.ecmp.config;

/**
 * SONiC 202405 and later: FRR inside, in {@code vtysh}; the weights of the routes reach the ASIC by fpmsyncd. As its
 * design document "SONiC Weighted ECMP" says, receiving link bandwidth needs no configuration.
 */
final class SonicSnippet {

    private SonicSnippet() {
    }

    static String of(final WeightedEcmp ecmp) {
        return """
            ! On the switch's shell, where the ASIC can:
            !   config switch-hash global ecmp-hash %s
            ! Then in vtysh. It stays over a restart where docker_routing_config_mode is split or split-unified.
            """.formatted(ecmp.hash().sonicFields()) + FrrSnippet.bgp(ecmp);
    }
}
