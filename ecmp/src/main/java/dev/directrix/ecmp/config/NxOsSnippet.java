package dev.directrix.ecmp.config;

import dev.directrix.ecmp.wcmp.Reduction;
import dev.directrix.ecmp.wcmp.WeightPerPath;
import java.util.List;
import java.util.Locale;

/**
 * Cisco NX-OS 9.3 and later. No release is known to us whose unicast documentation makes weights of link bandwidth, so
 * weights are said by copies: add-path, as many next hops of a director as its weight says.
 */
final class NxOsSnippet {

    private static final double OVERSUBSCRIPTION = 1.05;
    /** The most next hops that a director can be given. */
    private static final int MAX_OF_ONE = 64;

    private NxOsSnippet() {
    }

    /** How many next hops each director announces: the fewest within 5 %, or the fairest that the paths allow. */
    private static String copies(final WeightedEcmp ecmp) {
        final List<Integer> weights = ecmp.directors().stream().map(DirectorNeighbor::weight).toList();
        final WeightPerPath perPath =
            WeightPerPath.within(weights, OVERSUBSCRIPTION, ecmp.maximumPaths(), MAX_OF_ONE);
        final Reduction reduction = perPath.reduction(weights);
        final StringBuilder text = new StringBuilder("! Next hops for the weights given, of ")
            .append(ecmp.maximumPaths()).append(" paths, worst share ")
            .append(String.format(Locale.ROOT, "%.2f", reduction.oversubscription()))
            .append(" times what it should be,\n! with weight-per-path: ").append(perPath.weight())
            .append(" at each director, and as many next-hops:");
        for (int i = 0; i < ecmp.directors().size(); i++) {
            text.append("\n!   ").append(ecmp.directors().get(i).name()).append(' ').append(reduction.weights().get(i));
        }
        return text.toString();
    }

    static String of(final WeightedEcmp ecmp) {
        final StringBuilder text = new StringBuilder("""
            ! Link bandwidth is not looked at: weights need add-path with several next hops for each director.
            %s
            feature bgp
            ip load-sharing address %s
            router bgp %d
              bestpath as-path multipath-relax
            """.formatted(copies(ecmp), ecmp.hash() == FlowHash.ADDRESSES ? "source-destination"
                : "source-destination port source-destination", ecmp.routerAs()));
        for (final String family : new String[] {"ipv4", "ipv6"}) {
            text.append("  address-family ").append(family).append(" unicast\n");
            if (ecmp.hasExternal()) {
                text.append("    maximum-paths ").append(ecmp.maximumPaths()).append('\n');
            }
            if (ecmp.hasInternal()) {
                text.append("    maximum-paths ibgp ").append(ecmp.maximumPaths()).append('\n');
            }
            text.append("    additional-paths receive\n");
        }
        return text.append(ecmp.forEachDirector(director -> "  neighbor " + director.host() + "\n    remote-as "
            + director.asn() + "\n    description " + director.name() + "\n    address-family "
            + (director.isIpv4() ? "ipv4" : "ipv6") + " unicast\n")).toString();
    }
}
