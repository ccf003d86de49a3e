package dev.directrix.bgp.exabgp.api;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The program as a whole, as far as commands reach it. Requests are carried out after the command is answered. */
public interface Daemon {

    /** Asks for the end. */
    void shutdown();

    /** Asks to read the configuration again. */
    void reload();

    /** Asks to read the configuration again and to start every session anew. */
    void restart();

    /** A name of this run, made up at its start. */
    String uuid();

    /** When it started. */
    Instant started();

    /** Version of this program. */
    String version();

    /** Lines that programs have not read yet, in words, by program. */
    Map<String, Backlog> backlogs();

    /** Chooses the form of answers, 4 or 6; empty: leaves it. Returns the form that holds. */
    int apiVersion(Optional<Integer> version);

    /**
     * What a program has not read yet.
     *
     * @param items how many lines
     * @param bytes their size
     */
    record Backlog(long items, long bytes) {
    }
}
