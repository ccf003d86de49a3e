package dev.directrix.bgp.exabgp.api;

/** Where answers go. */
@FunctionalInterface
public interface Answers {

    /** Writes a line to a program. */
    void write(String program, String line);
}
