/** Packets, services, flow table, rewriting, ports and the XDP program. */
package dev.directrix.forwarder;
