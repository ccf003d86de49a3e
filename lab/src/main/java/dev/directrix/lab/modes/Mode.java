package dev.directrix.lab.modes;

import java.util.List;
import java.util.Optional;

/**
 * A forwarding mode as the lab tries it.
 *
 * @param name    what reports call it
 * @param pool4   the keys of the pool behind the IPv4 VIP; empty when the mode has no such pool
 * @param pool6   the same for the IPv6 VIP
 * @param decap   arguments of {@code directrix decap} at the servers; empty when none runs
 * @param servers commands that each server runs before
 */
public record Mode(
    String name, Optional<String> pool4, Optional<String> pool6, List<String> decap, List<String> servers) {

    /** Where servers take GUE with a header of its own. */
    static final int GUE_PORT = 6080;
    /** Where they take plain IP in UDP. */
    static final int GUE_DIRECT_PORT = 9886;

    static final String SERVERS4 =
        "servers: [{name: s1, address: 10.0.2.21}, {name: s2, address: 10.0.2.22}]";
    static final String SERVERS6 =
        "servers: [{name: s1-6, address: \"2001:db8:2::21\"}, {name: s2-6, address: \"2001:db8:2::22\"}]";

    private static final String VIPS = " --vip 192.0.2.10,2001:db8:ffff::10";

    /** What is tried; a mode that is added is one line here. */
    public static final List<Mode> ALL = List.of(
        both("dr", "forwarding: dr", "forwarding: dr", ""),
        both("ipip", tunnel("ipip", "10.0.2.11", ""), tunnel("ipip", "2001:db8:2::11", ""), "--tunnel ipip" + VIPS),
        mixed("ipip-mixed", tunnel("ipip", "10.0.2.11", ""), "--tunnel ipip" + VIPS),
        both("gre", tunnel("gre", "10.0.2.11", ""), tunnel("gre", "2001:db8:2::11", ""), "--tunnel gre" + VIPS),
        both("gre-key", tunnel("gre", "10.0.2.11", ", key: 7"), tunnel("gre", "2001:db8:2::11", ", key: 7"),
            "--tunnel gre --gre-key 7" + VIPS),
        both("gue", tunnel("gue", "10.0.2.11", ""), tunnel("gue", "2001:db8:2::11", ""), "--tunnel gue" + VIPS),
        both("gue-direct", tunnel("gue", "172.16.0.0/16", ", variant: direct, port: " + GUE_DIRECT_PORT),
            tunnel("gue", "100::/64", ", variant: direct, port: " + GUE_DIRECT_PORT),
            "--tunnel gue --gue-port " + GUE_DIRECT_PORT + VIPS),
        of("minimal", tunnel("minimal", "10.0.2.11", ""), "--tunnel minimal" + VIPS),
        both("dscp", "forwarding: dscp, dscp: {192.0.2.10: 5}", "forwarding: dscp, dscp: {\"2001:db8:ffff::10\": 5}",
            "--dscp 5=192.0.2.10,5=2001:db8:ffff::10"),
        both("nat", "forwarding: nat", "forwarding: nat", "", "ip route replace default via 10.0.2.11 mtu 1500",
            "ip -6 route replace default via 2001:db8:2::11 mtu 1500"),
        both("fullnat", "forwarding: fullnat, local-addresses: [10.9.0.1]",
            "forwarding: fullnat, local-addresses: [\"2001:db8:9::1\"]", "", "ip route replace 10.9.0.1 via 10.0.2.11",
            "ip -6 route replace 2001:db8:9::1 via 2001:db8:2::11"),
        mixed("fullnat-mixed", "forwarding: fullnat, local-addresses: [10.9.0.1]", "",
            "ip route replace 10.9.0.1 via 10.0.2.11"));

    public Mode {
        decap = List.copyOf(decap);
        servers = List.copyOf(servers);
    }

    /** A mode for IPv4 clients with servers of the same family. */
    static Mode of(String name, String keys4, String decap) {
        return new Mode(name, Optional.of(keys4 + ", " + SERVERS4), Optional.empty(), words(decap), List.of());
    }

    /** A mode for clients of both families with servers of the same family each. */
    static Mode both(String name, String keys4, String keys6, String decap, String... servers) {
        return new Mode(name, Optional.of(keys4 + ", " + SERVERS4), Optional.of(keys6 + ", " + SERVERS6), words(decap),
            List.of(servers));
    }

    /** A mode for IPv6 clients with IPv4 servers. */
    static Mode mixed(String name, String keys, String decap, String... servers) {
        return new Mode(name, Optional.empty(), Optional.of(keys + ", " + SERVERS4), words(decap), List.of(servers));
    }

    private static String tunnel(String mode, String source, String more) {
        return "forwarding: " + mode + ", tunnel: {source: \"" + source + "\"" + more + "}";
    }

    /** The pool of a family, 4 or 6. */
    public Optional<String> pool(int family) {
        return family == 4 ? pool4 : pool6;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    @Override
    public String toString() {
        return name;
    }
}
