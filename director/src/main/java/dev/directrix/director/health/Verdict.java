package dev.directrix.director.health;

/** What the checks of a server add up to. Only {@link #UP} serves. */
public enum Verdict {
    /** Not enough checks yet. */
    UNKNOWN,
    /** Passed {@code rise} checks in a row and has not failed {@code fall} in a row since. */
    UP,
    /** Failed {@code fall} checks in a row and has not passed {@code rise} in a row since. */
    DOWN
}
