/** What happens on a session as the lines that ExaBGP tells its processes: JSON in three versions, and text. */
package dev.directrix.bgp.exabgp.event;
