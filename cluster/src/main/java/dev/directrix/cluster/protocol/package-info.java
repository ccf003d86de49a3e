/**
 * The cluster's protocol as a state machine without threads, sockets or clocks: events and time in, actions out.
 */
package dev.directrix.cluster.protocol;
