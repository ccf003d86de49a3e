package dev.directrix.lab.weights;

import com.google.gson.JsonObject;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.lab.probe.EcmpRoute;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A setting at one router: foretold, in its kernel, said by {@code weight show}, and measured in traffic.
 *
 * @param router   its name
 * @param setting  what the directors were told
 * @param foretold next hops and weights by the model
 * @param kernel   those in the kernel
 * @param shown    director to the router's weight that a director shows; those that it shows without one are left out
 * @param shares   director to its share, foretold and measured, 0 to 1
 */
record Compared(
    String router, Setting setting, EcmpRoute foretold, EcmpRoute kernel, Map<String, Long> shown,
    Map<String, Shares> shares) {

    Compared {
        shown = new TreeMap<>(shown);
        shares = new TreeMap<>(shares);
    }

    /**
     * A director's shares of the flows.
     *
     * @param foretold 0 to 1
     * @param measured 0 to 1
     */
    record Shares(double foretold, double measured) {
    }

    /** Whether kernel, model and {@code weight show} agree to the integer. */
    boolean isExact() {
        return kernel.equals(foretold) && shown.entrySet().stream()
            .collect(Collectors.toMap(it -> "10.0.1.1" + it.getKey().substring(1), it -> it.getValue().intValue()))
            .equals(kernel.weights());
    }

    /** The farthest that a measured share lies from the one foretold, in points of a hundred. */
    double worstPoints() {
        return shares.values().stream().mapToDouble(it -> 100 * Math.abs(it.measured - it.foretold)).max().orElse(0);
    }

    JsonObject json() {
        return new JsonBuilder().put("router", router).put("setting", setting.toString())
            .put("foretold", foretold.toString()).put("kernel", kernel.toString()).put("exact", isExact())
            .put("worstPoints", worstPoints()).build();
    }

    @Override
    public String toString() {
        String parts = shares.values().stream()
            .map(it -> String.format(Locale.ROOT, "%5.2f %5.2f", 100 * it.foretold, 100 * it.measured))
            .collect(Collectors.joining("   "));
        return String.format(Locale.ROOT, "%-5s %-12s %-14s %-14s %-14s %-6s %-44s %5.2f", router, setting,
            weights(foretold), weights(kernel),
            shown.values().stream().map(Object::toString).collect(Collectors.joining(" ")),
            isExact() ? "yes" : "NO", parts, worstPoints());
    }

    static String header() {
        return String.format(Locale.ROOT, "%-5s %-12s %-14s %-14s %-14s %-6s %-44s %s", "", "told", "foretold",
            "kernel", "weight show", "equal", "shares foretold and measured, %", "worst");
    }

    private static String weights(EcmpRoute route) {
        return new TreeMap<>(route.weights()).values().stream().map(Object::toString)
            .collect(Collectors.joining(" "));
    }
}
