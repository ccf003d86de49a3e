/** Local addresses and ports that the director takes for connections to servers. */
package dev.directrix.forwarder.nat;
