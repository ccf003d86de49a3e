/** Routes and their attributes in ExaBGP's words, both ways; configuration files and API commands share them. */
package dev.directrix.bgp.exabgp.text;
