/** Names what flattens or breaks the ECMP set of a VIP: which director, which attribute, what follows, what to do. */
package dev.directrix.ecmp.guard;
