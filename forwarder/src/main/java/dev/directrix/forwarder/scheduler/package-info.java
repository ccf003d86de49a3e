/** Which server a new flow gets: the schedulers, persistence, connection counts, ids in packets. */
package dev.directrix.forwarder.scheduler;
