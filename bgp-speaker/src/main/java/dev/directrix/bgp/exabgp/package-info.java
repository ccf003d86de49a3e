/** The speaker by itself in place of ExaBGP: its configuration, its programs, its API, its events. */
package dev.directrix.bgp.exabgp;
