/**
 * Between two members one FIFO each way over datagrams that may be lost, late, reordered, doubled, forged or replayed
 * (PROTOCOL.md §7). {@link dev.directrix.cluster.link.Links} has no socket, clock or thread: the caller gives it
 * datagrams and the time.
 */
package dev.directrix.cluster.link;
