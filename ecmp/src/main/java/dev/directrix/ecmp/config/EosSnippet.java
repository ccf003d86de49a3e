package dev.directrix.ecmp.config;

/** Arista EOS 4.25.0F and later, multi-agent routing model, as its documentation has UCMP for BGP. */
final class EosSnippet {

    private EosSnippet() {
    }

    static String of(final WeightedEcmp ecmp) {
        final StringBuilder text = new StringBuilder("""
            ! The hash takes addresses and ports unless told otherwise.
            service routing protocols model multi-agent
            !
            router bgp %1$d
               bgp bestpath as-path multipath-relax
               maximum-paths %2$d ecmp %2$d
               ucmp mode 1
            """.formatted(ecmp.routerAs(), ecmp.maximumPaths()));
        text.append(ecmp.forEachDirector(director -> """
               neighbor %1$s remote-as %2$d
               neighbor %1$s description %3$s
            """.formatted(director.host(), director.asn(), director.name())));
        for (final String family : new String[] {"ipv4", "ipv6"}) {
            text.append("   address-family ").append(family).append('\n')
                .append(ecmp.forEachDirector(director -> "      neighbor " + director.host() + " activate\n"))
                .append("   !\n");
        }
        return text.toString();
    }
}
