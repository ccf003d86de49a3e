package dev.directrix.bgp.exabgp.event;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Set;

/** JSON for comparison. */
public final class Json {

    private static final Set<String> VOLATILE = Set.of("time", "host", "pid", "ppid", "counter");

    private Json() {
    }

    /** An object. */
    public static JsonObject parse(final String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    /** An object without what differs from run to run, at every level. */
    public static JsonObject steady(final String text) {
        final JsonObject object = parse(text);
        strip(object);
        return object;
    }

    private static void strip(final JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(Json::strip);
        } else if (element.isJsonObject()) {
            final JsonObject object = element.getAsJsonObject();
            List.copyOf(object.keySet()).stream().filter(VOLATILE::contains).forEach(object::remove);
            object.entrySet().forEach(entry -> strip(entry.getValue()));
        }
    }
}
