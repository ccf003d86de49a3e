package dev.directrix.bgp.exabgp.process;

import java.util.List;

/** Hears of children. Called on the children's own threads: it may block, and then only that child waits. */
public interface ChildListener {

    /**
     * Lines that a child wrote to its standard output, in their order.
     *
     * @param name  the child
     * @param lines what arrived together, without line ends; at least one
     * @throws InterruptedException if interrupted while it waits for room
     */
    void lines(String name, List<String> lines) throws InterruptedException;

    /** A child runs, for the first time or again; what was agreed with its forerunner is void. */
    default void started(final String name) {
    }

    /**
     * A child ended and is not started again.
     *
     * @param name  the child
     * @param cause why, in one line
     */
    default void gone(final String name, final String cause) {
    }
}
