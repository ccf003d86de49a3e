/** Consistent hashing: permutations, tables, weights, flow hash, table digests. Uses no other module. */
package dev.directrix.maglev;
