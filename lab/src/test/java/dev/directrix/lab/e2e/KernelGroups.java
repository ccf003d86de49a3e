package dev.directrix.lab.e2e;

import dev.directrix.ecmp.hash.GroupEntry;
import dev.directrix.lab.run.HostShell;
import dev.directrix.lab.run.NetworkNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Next-hop groups of the kernel in a network namespace, and where the kernel sends flows by them. A flow is asked for
 * by {@code ip route get ... ipproto udp sport S dport D}, which picks a next hop as a packet with these ports would,
 * and marks its bucket of a resilient group as used. Next hop {@code d3} is object 3, at 10.0.1.13.
 */
final class KernelGroups implements AutoCloseable {
    private static final int DIRECTORS = 9;
    private static final String GROUP_ID = "100";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern VIA = Pattern.compile(" via 10\\.0\\.1\\.1(\\d) dev");
    private static final Pattern BUCKET = Pattern.compile("nhid (\\d+)");

    private final String namespace;
    private final String questions;

    /** Asks for so many flows, of random ports. */
    KernelGroups(String namespace, int flows, long seed) {
        this.namespace = namespace;
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < flows; i++) {
            text.append("route get 192.0.2.").append(1 + random.nextInt(250)).append(" ipproto udp sport ")
                .append(1024 + random.nextInt(64_000)).append(" dport ").append(1 + random.nextInt(1023)).append('\n');
        }
        questions = text.toString();
        NetworkNamespace.add(namespace);
        StringBuilder setup = new StringBuilder("""
            link add fc0 type veth peer name fc1
            link set fc0 up
            link set fc1 up
            address add 10.0.1.1/24 dev fc0
            """);
        for (int i = 1; i <= DIRECTORS; i++) {
            setup.append("nexthop add id ").append(i).append(" via 10.0.1.1").append(i).append(" dev fc0\n");
        }
        batch(setup.toString());
        // Layer 4: the ports count, as routers before directors are set up.
        HostShell.run("ip", "netns", "exec", namespace, "sysctl", "-qw", "net.ipv4.fib_multipath_hash_policy=1")
            .orFail();
    }

    /**
     * Makes a group with the route that uses it.
     *
     * @param type what {@code ip nexthop} says of it behind the next hops; empty: hash-threshold
     */
    void add(List<GroupEntry> entries, String type) {
        batch("nexthop add id " + GROUP_ID + " group " + text(entries) + " " + type + "\n"
            + "route add 192.0.2.0/24 nhid " + GROUP_ID + "\n");
    }

    /** Gives the group other next hops. */
    void replace(List<GroupEntry> entries, String type) {
        batch("nexthop replace id " + GROUP_ID + " group " + text(entries) + " " + type + "\n");
    }

    /** Removes the group and its route. */
    void remove() {
        batch("nexthop delete id " + GROUP_ID + "\n");
    }

    /** The next hop of every flow, always in the same order. */
    List<String> nextHops() {
        return found(VIA, batch(questions));
    }

    /** The next hop of every bucket. */
    List<String> buckets() {
        return found(BUCKET, batch("nexthop bucket list id " + GROUP_ID + "\n"));
    }

    @Override
    public void close() {
        NetworkNamespace.delete(namespace);
    }

    private String batch(String lines) {
        return HostShell.run(PATIENCE, List.of("ip", "-n", namespace, "-batch", "-"), lines).orFail().output();
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add("d" + matcher.group(1));
        }
        return names;
    }

    private static String text(List<GroupEntry> entries) {
        return entries.stream().map(entry -> entry.nextHop().substring(1) + "," + entry.weight())
            .collect(Collectors.joining("/"));
    }
}
