/** Aeron as the transport of the links: an embedded driver, its streams taken for what they are here, datagrams. */
package dev.directrix.cluster.link.aeron;
