/** Runs a capture through the pipeline: {@code directrix replay}. */
package dev.directrix.forwarder.replay;
