package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.Position;
import java.util.List;

/**
 * A {@code process} section: a program that is started beside the speaker and talks to it over its standard streams.
 *
 * @param name     its name; unique in the file
 * @param run      program and arguments, at least one word; the program need not exist when the file is read
 * @param encoder  in which form events are told to it
 * @param respawn  whether it is started again when it ends
 * @param position where the section starts
 */
public record ExabgpProcess(
    String name, List<String> run, Encoder encoder, boolean respawn, Position position) {

    /** How events are written. */
    public enum Encoder {
        /** ExaBGP's line-by-line text. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }

    /** Freezes the words. */
    public ExabgpProcess {
        run = List.copyOf(run);
        if (run.isEmpty()) {
            throw new IllegalArgumentException("process " + name + " runs nothing");
        }
    }
}
