/** Capabilities of OPEN (RFC 5492), one class each, and the registry that finds them. */
package dev.directrix.bgp.capability;
