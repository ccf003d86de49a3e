/** The server's side of tunnels and of direct routing by DSCP: an XDP program that undoes what the director did. */
package dev.directrix.forwarder.decap;
