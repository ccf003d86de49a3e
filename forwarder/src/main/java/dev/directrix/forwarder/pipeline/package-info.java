/** The way of a packet: parse, look up, decide, rewrite. One pipeline a worker. */
package dev.directrix.forwarder.pipeline;
