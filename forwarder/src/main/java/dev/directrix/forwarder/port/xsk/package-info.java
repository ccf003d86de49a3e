/** A port that is an AF_XDP socket. */
package dev.directrix.forwarder.port.xsk;
