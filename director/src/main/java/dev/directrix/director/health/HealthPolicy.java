package dev.directrix.director.health;

/**
 * How many checks in a row change a verdict.
 *
 * @param rise passes that make a server that is down up, at least 1
 * @param fall failures that make a server that is up down, at least 1
 */
public record HealthPolicy(int rise, int fall) {

    /** Checks both counts. */
    public HealthPolicy {
        if (rise < 1 || fall < 1) {
            throw new IllegalArgumentException("rise " + rise + " and fall " + fall + " must be at least 1");
        }
    }
}
