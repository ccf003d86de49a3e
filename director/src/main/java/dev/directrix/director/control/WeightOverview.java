package dev.directrix.director.control;

/**
 * A director's weights, and what becomes of them beside the others.
 *
 * @param weights its own
 * @param shares  everybody's
 */
public record WeightOverview(WeightReport weights, SharesReport shares) {
}
