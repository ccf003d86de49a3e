/** Messages given as hexadecimal text, decoded as if a neighbour had sent them: {@code directrix bgp decode}. */
package dev.directrix.bgp.exabgp.decode;
