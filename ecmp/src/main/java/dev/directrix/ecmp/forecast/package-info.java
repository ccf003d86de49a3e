/** What a change of next hops or weights moves at a router, before it is made. */
package dev.directrix.ecmp.forecast;
