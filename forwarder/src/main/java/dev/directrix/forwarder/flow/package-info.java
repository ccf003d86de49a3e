/** The connection table: which server each flow was given, off-heap, one table a worker. */
package dev.directrix.forwarder.flow;
