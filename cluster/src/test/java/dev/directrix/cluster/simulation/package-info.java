/**
 * The cluster in a world of its own: virtual time, a network, a store, routers, servers and clients made of one seed,
 * and an oracle that says at each packet whether an established flow reached another server. No JUnit here: tests and
 * the lab run it alike.
 */
package dev.directrix.cluster.simulation;
