/** Several directors as one: membership in etcd, pins over Aeron, epochs of the tables. */
package dev.directrix.cluster;
