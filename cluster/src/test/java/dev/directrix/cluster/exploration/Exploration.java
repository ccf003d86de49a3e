package dev.directrix.cluster.exploration;

import java.util.List;
import java.util.Optional;

/**
 * What was found. Immutable.
 *
 * @param states     states of the whole that were seen
 * @param moves      moves between them
 * @param lives      states of single directors
 * @param depth      moves of the longest of the shortest ways to a state
 * @param endings    states in which everything has settled
 * @param bound      which bound was hit, so that not all was seen
 * @param violation  what broke first
 * @param way        the shortest way there, step by step
 */
record Exploration(
        int states,
        long moves,
        int lives,
        int depth,
        int endings,
        Optional<String> bound,
        Optional<String> violation,
        List<String> way) {

    /** In one line. */
    String summary() {
        return states + " states, " + moves + " moves, " + lives + " states of single directors, depth " + depth
                + ", settled in " + endings + bound.map(hit -> "; NOT ALL: " + hit).orElse("");
    }

    @Override
    public String toString() {
        return summary() + violation.map(what -> "\n" + what + "\n  " + String.join("\n  ", way)).orElse("");
    }
}
