package dev.directrix.director.config;

import java.time.Duration;

/**
 * When a server is checked, and how many results turn it.
 *
 * @param interval time from the start of a check to the start of the next
 * @param timeout  time to answer, shorter than the interval
 * @param rise     good checks in a row that bring it up
 * @param fall     bad checks in a row that take it down
 */
public record CheckTiming(Duration interval, Duration timeout, int rise, int fall) {
}
