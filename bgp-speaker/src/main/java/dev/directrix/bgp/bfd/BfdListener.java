package dev.directrix.bgp.bfd;

/** Hears of a session's changes. Called on BFD's own thread: return at once, never block. */
@FunctionalInterface
public interface BfdListener {

    /** The state has changed. */
    void changed(BfdTransition transition);
}
