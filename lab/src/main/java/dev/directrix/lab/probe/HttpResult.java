package dev.directrix.lab.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one request of curl ended.
 *
 * @param localPort the client's port
 * @param status    of HTTP; zero when there was no answer
 * @param curlExit  curl's exit code for it; zero when all went well
 * @param server    who answered, by its {@code X-Server} header; empty when nobody did
 */
public record HttpResult(int localPort, int status, int curlExit, long bytes, Duration time, String server) {
    /** What curl must write after each transfer so that {@link #parse} can read it. */
    static final String WRITE_OUT =
        "%{local_port} %{http_code} %{exitcode} %{size_download} %{time_total} %header{x-server}\\n";
    private static final int FIELDS = 6;
    private static final int OK = 200;

    public boolean succeeded() {
        return curlExit == 0 && status == OK;
    }

    static Optional<HttpResult> parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS || !fields[0].chars().allMatch(Character::isDigit)) {
            return Optional.empty();
        }
        return Optional.of(new HttpResult(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]),
            Integer.parseInt(fields[2]), Long.parseLong(fields[3]),
            Duration.ofMillis(Math.round(1000 * Double.parseDouble(fields[4]))), fields[5]));
    }

    static List<HttpResult> parseAll(String output) {
        return output.lines().flatMap(line -> parse(line).stream()).toList();
    }
}
