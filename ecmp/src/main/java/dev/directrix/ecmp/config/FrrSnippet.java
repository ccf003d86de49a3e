package dev.directrix.ecmp.config;

/** FRR, and what runs FRR. Tried with {@code vtysh -C} of 8.4.4. */
final class FrrSnippet {

    private FrrSnippet() {
    }

    static String of(final WeightedEcmp ecmp) {
        return sysctls(ecmp.hash()) + bgp(ecmp);
    }

    /** The kernel's hash, as comments. */
    static String sysctls(final FlowHash hash) {
        return """
            ! On the router's shell, and in /etc/sysctl.d:
            !   sysctl -w net.ipv4.fib_multipath_hash_policy=%1$d
            !   sysctl -w net.ipv6.fib_multipath_hash_policy=%1$d
            !   sysctl -w net.ipv4.conf.all.rp_filter=0
            """.formatted(hash.linuxPolicy());
    }

    /** The part that bgpd reads. Weights need nothing: link bandwidth is read by itself. */
    static String bgp(final WeightedEcmp ecmp) {
        final StringBuilder text = new StringBuilder("""
            router bgp %d
             no bgp ebgp-requires-policy
             bgp bestpath as-path multipath-relax
            """.formatted(ecmp.routerAs()));
        text.append(ecmp.forEachDirector(director -> """
             neighbor %1$s remote-as %2$d
             neighbor %1$s description %3$s
            """.formatted(director.host(), director.asn(), director.name())));
        for (final String family : new String[] {"ipv4", "ipv6"}) {
            text.append(" address-family ").append(family).append(" unicast\n");
            text.append(ecmp.forEachDirector(director -> "  neighbor " + director.host() + " activate\n"));
            if (ecmp.hasExternal()) {
                text.append("  maximum-paths ").append(ecmp.maximumPaths()).append('\n');
            }
            if (ecmp.hasInternal()) {
                text.append("  maximum-paths ibgp ").append(ecmp.maximumPaths()).append('\n');
            }
            text.append(" exit-address-family\n");
        }
        return text.append("exit\n").toString();
    }
}
