/** One session: its state machine, timers and negotiation, without sockets or clocks. */
package dev.directrix.bgp.session;
