package dev.directrix.lab.probe;

import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk got through in its time, over connections that stay open.
 *
 * @param requests answered
 * @param errors   of sockets (refused, reset, timed out), and answers that are not 2xx or 3xx
 */
public record WrkResult(long requests, double perSecond, long errors) {
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern SOCKET_ERRORS =
        Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern BAD_ANSWERS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    /** Runs wrk on a client for some seconds. */
    public static WrkResult run(LabNode client, String url, int connections, Duration time) {
        return parse(client.exec(time.plus(GRACE), List.of("wrk", "--threads", "1", "--connections",
            Integer.toString(connections), "--duration", time.toSeconds() + "s", url)).orFail().output());
    }

    static WrkResult parse(String output) {
        long errors = 0;
        for (Pattern pattern : List.of(SOCKET_ERRORS, BAD_ANSWERS)) {
            Matcher matcher = pattern.matcher(output);
            if (matcher.find()) {
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    errors += Long.parseLong(matcher.group(group));
                }
            }
        }
        return new WrkResult(
            Long.parseLong(number(REQUESTS, output)), Double.parseDouble(number(RATE, output)), errors);
    }

    private static String number(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new LabException("wrk printed no '" + pattern + "': " + output);
        }
        return matcher.group(1);
    }
}
