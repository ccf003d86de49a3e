/** API commands as the octets of the messages that they cause. */
package dev.directrix.bgp.exabgp.encode;
