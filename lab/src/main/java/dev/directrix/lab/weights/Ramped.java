package dev.directrix.lab.weights;

import com.google.gson.JsonObject;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.lab.probe.EcmpRoute;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A ramp at one router.
 *
 * @param router   its name
 * @param foretold what the kernel was to have, step by step, without repetitions
 * @param seen     what it had, in order
 */
record Ramped(String router, List<EcmpRoute> foretold, List<EcmpRoute> seen) {

    Ramped {
        foretold = List.copyOf(foretold);
        seen = List.copyOf(seen);
    }

    boolean isExact() {
        return foretold.equals(seen);
    }

    JsonObject json() {
        return new JsonBuilder().put("router", router).put("foretold", line(foretold)).put("seen", line(seen))
            .put("exact", isExact()).build();
    }

    @Override
    public String toString() {
        return router + ": " + (isExact() ? "as foretold, " + line(seen)
            : "NOT as foretold: " + line(seen) + " instead of " + line(foretold));
    }

    private static String line(List<EcmpRoute> routes) {
        return routes.stream().map(EcmpRoute::toString).collect(Collectors.joining("; "));
    }
}
