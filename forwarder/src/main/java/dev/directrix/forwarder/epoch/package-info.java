/**
 * How packets find their server in a cluster: the table D of an epoch, the exceptions E, and the modes of slots while D
 * changes. What changes them, and when, is decided by the cluster.
 */
package dev.directrix.forwarder.epoch;
