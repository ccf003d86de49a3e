/** What each neighbour shall know: announcements to routes, routes to UPDATEs. */
package dev.directrix.bgp.rib;
