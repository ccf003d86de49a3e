/**
 * What a director knows of its cluster through etcd: a client of etcd's HTTP/JSON gateway that believes no server that
 * goes back in time, and on top of it the store that the protocol sees.
 */
package dev.directrix.cluster.etcd;
