/** {@code directrix bgp}: the speaker by itself, in ExaBGP's words. */
package dev.directrix.director.cli.bgp;
