/**
 * Bidirectional Forwarding Detection (RFC 5880, 5881, 5883): finds out within a few hundred milliseconds that a router
 * is gone. Codec, state machine without socket or clock, and the edge with its own thread.
 */
package dev.directrix.bgp.bfd;
