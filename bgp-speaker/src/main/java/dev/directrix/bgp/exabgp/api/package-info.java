/** ExaBGP's API: commands that programs write, what they do, and what is answered. */
package dev.directrix.bgp.exabgp.api;
