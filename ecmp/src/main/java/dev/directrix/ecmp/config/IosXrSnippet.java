package dev.directrix.ecmp.config;

/** Cisco IOS XR, as the documentation of 7.3 and later has link bandwidth from eBGP neighbours. */
final class IosXrSnippet {

    private IosXrSnippet() {
    }

    static String of(final WeightedEcmp ecmp) {
        final StringBuilder text = new StringBuilder("""
            ! The hash takes addresses and ports unless told otherwise.
            ! Before the releases with "transitive-bandwidth" only the non-transitive form is read:
            ! link-bandwidth both here is right for all.
            route-policy DIRECTRIX-IN
              if community matches-any (65535:0) then
                set local-preference 0
              endif
              pass
            end-policy
            !
            route-policy DIRECTRIX-OUT
              drop
            end-policy
            !
            router bgp %d
             bgp bestpath as-path multipath-relax
            """.formatted(ecmp.routerAs()));
        for (final String family : new String[] {"ipv4", "ipv6"}) {
            text.append(" address-family ").append(family).append(" unicast\n");
            if (ecmp.hasExternal()) {
                text.append("  maximum-paths ebgp ").append(ecmp.maximumPaths()).append('\n');
            }
            if (ecmp.hasInternal()) {
                text.append("  maximum-paths ibgp ").append(ecmp.maximumPaths()).append('\n');
            }
            text.append(" !\n");
        }
        return text.append(ecmp.forEachDirector(director -> neighbor(ecmp, director))).append("!\n").toString();
    }

    private static String neighbor(final WeightedEcmp ecmp, final DirectorNeighbor director) {
        return " neighbor " + director.host() + "\n  remote-as " + director.asn() + "\n  description "
            + director.name() + "\n" + (ecmp.isExternal(director) ? "  ebgp-recv-extcommunity-dmz\n" : "")
            + "  address-family " + (director.isIpv4() ? "ipv4" : "ipv6") + " unicast\n"
            + "   route-policy DIRECTRIX-IN in\n   route-policy DIRECTRIX-OUT out\n  !\n !\n";
    }
}
