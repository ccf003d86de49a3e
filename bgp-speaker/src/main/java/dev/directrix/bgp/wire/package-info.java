/** Octets in and out, and address families; knows no message. */
package dev.directrix.bgp.wire;
