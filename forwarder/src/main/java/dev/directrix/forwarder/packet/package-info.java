/** Frames in memory: where the fields are, what is well-formed, how a rewrite keeps the checksum right. */
package dev.directrix.forwarder.packet;
