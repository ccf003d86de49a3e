/** Watches what all directors say to each router, and what routers say, for what flattens or breaks ECMP sets. */
package dev.directrix.director.guard;
