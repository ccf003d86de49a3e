/** The configuration file of ExaBGP 5: its grammar, and what it says as records. */
package dev.directrix.bgp.exabgp.config;
