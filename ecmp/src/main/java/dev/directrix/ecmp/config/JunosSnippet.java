package dev.directrix.ecmp.config;

/**
 * Juniper Junos, as the documentation of 22.x has BGP multipath with link bandwidth: the transitive form is what it
 * reads.
 */
final class JunosSnippet {

    private static final int LEAST_ECMP = 16;

    private JunosSnippet() {
    }

    static String of(final WeightedEcmp ecmp) {
        final StringBuilder text = new StringBuilder("""
            # Needs link-bandwidth transitive or both here: the non-transitive form is ignored.
            set chassis maximum-ecmp %d
            set routing-options autonomous-system %d
            set policy-options policy-statement DIRECTRIX-PER-FLOW then load-balance per-packet
            set routing-options forwarding-table export DIRECTRIX-PER-FLOW
            set policy-options community DIRECTRIX-GSHUT members 65535:0
            set policy-options policy-statement DIRECTRIX-IN term draining from community DIRECTRIX-GSHUT
            set policy-options policy-statement DIRECTRIX-IN term draining then local-preference 0
            set policy-options policy-statement DIRECTRIX-IN term draining then accept
            set policy-options policy-statement DIRECTRIX-IN term all then accept
            set policy-options policy-statement DIRECTRIX-OUT then reject
            """.formatted(maximumEcmp(ecmp.maximumPaths()), ecmp.routerAs()));
        if (ecmp.hasExternal()) {
            text.append(group("DIRECTRIX", "external", "multipath multiple-as"));
        }
        if (ecmp.hasInternal()) {
            text.append(group("DIRECTRIX-INTERNAL", "internal", "multipath"));
        }
        return text.append(ecmp.forEachDirector(director -> {
            final boolean external = ecmp.isExternal(director);
            final String neighbor = "set protocols bgp group " + (external ? "DIRECTRIX" : "DIRECTRIX-INTERNAL")
                + " neighbor " + director.host();
            return neighbor + " description " + director.name() + "\n"
                + (external ? neighbor + " peer-as " + director.asn() + "\n" : "");
        })).toString();
    }

    private static String group(final String name, final String type, final String multipath) {
        return """
            set protocols bgp group %1$s type %2$s
            set protocols bgp group %1$s %3$s
            set protocols bgp group %1$s family inet unicast
            set protocols bgp group %1$s family inet6 unicast
            set protocols bgp group %1$s import DIRECTRIX-IN
            set protocols bgp group %1$s export DIRECTRIX-OUT
            """.formatted(name, type, multipath);
    }

    /** Junos takes powers of two from 16 on. */
    private static int maximumEcmp(final int paths) {
        return Math.max(LEAST_ECMP, Integer.highestOneBit(2 * paths - 1));
    }
}
