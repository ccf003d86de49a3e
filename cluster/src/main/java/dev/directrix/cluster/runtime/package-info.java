/** The thread of a member: it brings events to the protocol, and does what the protocol says. */
package dev.directrix.cluster.runtime;
