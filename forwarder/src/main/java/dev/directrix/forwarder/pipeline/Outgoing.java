package dev.directrix.forwarder.pipeline;

/**
 * The ways out of a pipeline, for those who decide.
 *
 * @param outcome  drops and passes
 * @param sender   to servers
 * @param oversize packets that are too large or have come too far
 * @param resets   answers to connections that are over
 */
record Outgoing(Outcome outcome, Sender sender, Oversize oversize, ResetAnswer resets) {
}
