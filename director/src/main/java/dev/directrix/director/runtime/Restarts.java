package dev.directrix.director.runtime;

import dev.directrix.director.control.RestartRequest;

/** What leaves and ends this process so that its supervisor starts it again. Thread-safe. */
interface Restarts {

    /**
     * Begins to leave; returns at once.
     *
     * @return false: it is leaving already
     */
    boolean restart(RestartRequest request);

    /** Gives a restart up that has not withdrawn everything yet; nothing if there is none. */
    void stay();
}
