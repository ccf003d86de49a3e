package dev.directrix.director.control;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a weight shall be reached.
 *
 * @param over for how long it is on its way
 * @param step how much it changes at a time; empty: as little as leaves a second between two changes
 */
public record RampRequest(Duration over, OptionalInt step) {
}
