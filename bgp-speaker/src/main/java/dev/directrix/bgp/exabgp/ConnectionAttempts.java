package dev.directrix.bgp.exabgp;

import dev.directrix.bgp.session.SessionState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts the connections to each neighbour, and says when one has had all that it may have. Belongs to the speaker's
 * thread.
 */
final class ConnectionAttempts {

    private final int most;
    private final Consumer<String> exhausted;
    private final Map<String, Integer> made = new HashMap<>();

    /**
     * Counts from zero.
     *
     * @param most      connections to a neighbour; 0: without end
     * @param exhausted hears of a neighbour whose last connection has ended
     */
    ConnectionAttempts(final int most, final Consumer<String> exhausted) {
        this.most = most;
        this.exhausted = exhausted;
    }

    void stateChanged(final String id, final SessionState from, final SessionState to) {
        if (most == 0) {
            return;
        }
        if (to == SessionState.CONNECT) {
            made.merge(id, 1, Integer::sum);
        }
        final boolean resting = to == SessionState.IDLE || to == SessionState.ACTIVE;
        final boolean ended = resting && from != SessionState.IDLE && from != SessionState.ACTIVE;
        if (ended && made.getOrDefault(id, 0) >= most) {
            exhausted.accept(id);
        }
    }
}
