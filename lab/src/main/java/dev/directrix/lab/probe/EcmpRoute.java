package dev.directrix.lab.probe;

import dev.directrix.lab.run.LabNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A route as a router's kernel has it: each next hop with its weight. */
public record EcmpRoute(Map<String, Integer> weights) {
    private static final Pattern HOP = Pattern.compile("nexthop via (?<via>\\S+) dev \\S+ weight (?<weight>\\d+)");
    private static final Pattern SINGLE = Pattern.compile(" via (?<via>\\S+) dev ");

    public EcmpRoute {
        weights = Map.copyOf(weights);
    }

    /** Asks the kernel of {@code router}; without next hops when it has no such route. */
    public static EcmpRoute of(LabNode router, String prefix) {
        return parse(router.exec("ip", "route", "show", prefix).orFail().output());
    }

    static EcmpRoute parse(String text) {
        Map<String, Integer> weights = new TreeMap<>();
        Matcher hop = HOP.matcher(text);
        while (hop.find()) {
            weights.put(hop.group("via"), Integer.parseInt(hop.group("weight")));
        }
        Matcher single = SINGLE.matcher(text);
        if (weights.isEmpty() && single.find()) {
            weights.put(single.group("via"), 1);
        }
        return new EcmpRoute(weights);
    }

    public int hops() {
        return weights.size();
    }

    /** The part of the traffic, 0 to 1, that the next hop should get. */
    public double share(String nextHop) {
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        return sum == 0 ? 0 : weights.getOrDefault(nextHop, 0) / (double) sum;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(weights).forEach((via, weight) ->
            text.append(text.isEmpty() ? "" : ", ").append(via).append(" weight ").append(weight));
        return text.isEmpty() ? "no route" : text.toString();
    }
}
