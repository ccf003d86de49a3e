package dev.directrix.director.plan;

import dev.directrix.ecmp.forecast.Forecast;

/**
 * What a change moves between directors at one kind of router.
 *
 * @param router   how it picks next hops
 * @param forecast with the next hops in the order in which the directors were named
 * @param orders   the least and the most that moves with any other order of the next hops
 */
public record RouterForecast(String router, Forecast forecast, Forecast.Range orders) {
}
