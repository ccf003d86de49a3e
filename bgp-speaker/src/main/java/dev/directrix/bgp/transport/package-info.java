/** TCP by Netty: framing, TCP-MD5, and one thread for everything. Knows BGP only as octets with a header. */
package dev.directrix.bgp.transport;
