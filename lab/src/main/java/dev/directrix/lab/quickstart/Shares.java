package dev.directrix.lab.quickstart;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who carried a batch of requests.
 *
 * @param requests   how many were sent, each from a source port of its own
 * @param failed     how many got no good answer
 * @param directors  connections that the router handed to each director
 * @param servers    requests that each server answered
 * @param answersAtDirectors frames from server to client that came by any director: zero under direct routing
 */
public record Shares(
    int requests, long failed, Map<String, Long> directors, Map<String, Long> servers, long answersAtDirectors) {

    public Shares {
        directors = Map.copyOf(directors);
        servers = Map.copyOf(servers);
    }

    /** A director's part of all requests, in percent. */
    public double director(String name) {
        return percent(directors, name);
    }

    /** A server's part of all requests, in percent. */
    public double server(String name) {
        return percent(servers, name);
    }

    private double percent(Map<String, Long> counts, String name) {
        return 100.0 * counts.getOrDefault(name, 0L) / requests;
    }

    /** A table with one row per director and server. */
    public String table() {
        StringBuilder text = new StringBuilder("  director  requests  share      server  requests  share\n");
        var left = new TreeMap<>(directors).entrySet().iterator();
        var right = new TreeMap<>(servers).entrySet().iterator();
        while (left.hasNext() || right.hasNext()) {
            text.append(left.hasNext() ? row("  %-8s  %8d  %4.1f %%", left.next()) : " ".repeat(28));
            text.append(right.hasNext() ? row("     %-6s  %8d  %4.1f %%", right.next()) : "").append('\n');
        }
        return text.toString();
    }

    private String row(String format, Map.Entry<String, Long> entry) {
        double percent = 100.0 * entry.getValue() / requests;
        return String.format(Locale.ROOT, format, entry.getKey(), entry.getValue(), percent);
    }
}
