package dev.directrix.director.control;

import java.time.Duration;

/**
 * What the load makes of a weight.
 *
 * @param percent     of the configured weight
 * @param sinceChange since it changed last
 * @param why         what the last look at the load saw
 */
public record AutoReport(int percent, Duration sinceChange, String why) {
}
