package dev.directrix.bgp.exabgp.api;

import com.google.gson.JsonObject;
import java.util.List;

/** What is said at the end of a group. */
final class GroupReport {

    private GroupReport() {
    }

    static List<String> of(final List<ApiCommand.Routes> commands, final boolean json) {
        final long announced = commands.stream().filter(ApiCommand.Routes::announce).count();
        final long withdrawn = commands.size() - announced;
        if (!json) {
            return List.of("group processed: " + announced + " announced, " + withdrawn + " withdrawn");
        }
        final JsonObject report = new JsonObject();
        report.addProperty("status", "group processed");
        report.addProperty("announced", announced);
        report.addProperty("withdrawn", withdrawn);
        return List.of(report.toString());
    }
}
