package dev.directrix.lab.weights;

import com.google.gson.JsonObject;
import dev.directrix.director.control.json.JsonBuilder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One command and when routers followed it.
 *
 * @param director that was told
 * @param command  what it was told
 * @param answered from the start of the command's program until it ended
 * @param followed router to the time from the start of the program until its kernel had what was foretold; routers for
 *                 which that was what they had before are left out
 */
record Told(String director, String command, Duration answered, Map<String, Duration> followed) {

    Told {
        followed = new TreeMap<>(followed);
    }

    JsonObject json() {
        JsonBuilder json = new JsonBuilder().put("director", director).put("command", command)
            .put("answeredMs", answered.toMillis());
        followed.forEach((router, time) -> json.put(router + "Ms", time.toMillis()));
        return json.build();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  %s %-12s answered %5d ms", director,
            command, answered.toMillis()));
        followed.forEach((router, time) ->
            text.append(String.format(Locale.ROOT, ", in the kernel of %s after %5d ms", router, time.toMillis())));
        return text.toString();
    }
}
