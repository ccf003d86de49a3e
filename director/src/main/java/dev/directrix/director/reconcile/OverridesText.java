package dev.directrix.director.reconcile;

import dev.directrix.director.config.DirectorConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was commanded and stands above the file, in lines for people. A pure function. */
public final class OverridesText {

    private OverridesText() {
    }

    /** One line for each command that concerns this configuration, with the command that takes it back. */
    public static List<String> lines(final Overrides overrides, final DirectorConfig config) {
        final List<String> lines = new ArrayList<>();
        final Overrides kept = overrides.within(config);
        kept.weight().ifPresent(weight -> lines.add(
            text(weight) + " was commanded and stays (file: " + config.weight() + "): directrix weight reset"));
        kept.vipWeights().forEach((vip, weight) -> lines.add("vip " + vip.getHostAddress() + ": " + text(weight)
            + " was commanded and stays: directrix weight reset --vip " + vip.getHostAddress()));
        if (kept.drained()) {
            lines.add("the director is drained and stays so"
                + kept.farewell().map(_ -> ", without sessions to the routers").orElse("") + ": directrix undrain");
        }
        kept.drainedVips().forEach(vip -> lines.add("vip " + vip.getHostAddress()
            + ": drained and stays so: directrix undrain --vip " + vip.getHostAddress()));
        kept.serverWeights().forEach((server, weight) -> lines.add("server " + server + ": weight " + weight
            + " was commanded and stays: directrix server enable"));
        kept.drainedServers().forEach(server -> lines.add(
            "server " + server + ": drained and stays so: directrix server enable"));
        return lines;
    }

    private static String text(final WeightCommand command) {
        return "weight " + command.weight() + command.ramp().map(ramp -> " (from " + ramp.from() + " by " + ramp.step()
            + ", in force on " + Instant.ofEpochMilli(ramp.endMs()) + ")").orElse("");
    }
}
