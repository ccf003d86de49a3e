package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.Position;

/**
 * Something wrong in a configuration file, or something in it without effect.
 *
 * @param file     name of the file as it was given
 * @param position where
 * @param text     what it is, and what to do
 */
public record ConfigurationProblem(String file, Position position, String text) {

    @Override
    public String toString() {
        return file + ":" + position + ": " + text;
    }
}
