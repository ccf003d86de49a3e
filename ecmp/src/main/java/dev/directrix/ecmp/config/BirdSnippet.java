package dev.directrix.ecmp.config;

import dev.directrix.ecmp.receiver.BirdReceiver;
import java.util.stream.Collectors;

/**
 * BIRD 2.0.11 and later (loops in filters). Tried with 2.0.12 and three announcing peers, down to the kernel's
 * weights: a variable without a first value loads there and fails at every route.
 */
final class BirdSnippet {

    private BirdSnippet() {
    }

    static String of(final WeightedEcmp ecmp) {
        return """
            # On the router's shell, and in /etc/sysctl.d:
            #   sysctl -w net.ipv4.fib_multipath_hash_policy=%1$d
            #   sysctl -w net.ipv6.fib_multipath_hash_policy=%1$d
            %2$s
            # Into the kernel protocols that are there already, if they are.
            protocol kernel directrix_kernel4 { merge paths on limit %3$d; ipv4 { export all; }; }
            protocol kernel directrix_kernel6 { merge paths on limit %3$d; ipv6 { export all; }; }
            %4$s""".formatted(ecmp.hash().linuxPolicy(), filter(ecmp), ecmp.maximumPaths(),
            ecmp.forEachDirector(director -> session(ecmp, director)));
    }

    /** What {@link BirdReceiver} models. */
    private static String filter(final WeightedEcmp ecmp) {
        final String communities = ecmp.directors().stream().map(director -> "(" + director.asn() + ", 1, *)")
            .distinct().collect(Collectors.joining(", "));
        final int largest = ecmp.largestWeight();
        final String scaled = largest <= BirdReceiver.MAX_WEIGHT ? "w.data2"
            : "w.data2 * " + BirdReceiver.MAX_WEIGHT + " / " + largest;
        return """
            # The weight stands in the large community ASN:1:WEIGHT; BIRD's weights are 1 to 256.
            filter directrix_in {
              int scaled = 1;
              if (65535, 0) ~ bgp_community then bgp_local_pref = 0;
              for lc w in filter(bgp_large_community, [%s]) do {
                scaled = %s;
                if scaled < 1 then scaled = 1;
                if scaled > 256 then scaled = 256;
                weight = scaled;
              }
              accept;
            }""".formatted(communities, scaled);
    }

    private static String session(final WeightedEcmp ecmp, final DirectorNeighbor director) {
        return """
            protocol bgp directrix_%s {
              local as %d;
              neighbor %s as %d;
              direct;
              ipv4 { gateway direct; import filter directrix_in; export none; };
              ipv6 { gateway direct; import filter directrix_in; export none; };
            }
            """.formatted(director.symbol(), ecmp.routerAs(), director.host(), director.asn());
    }
}
