/** How long a router's kernel keeps a next hop that is dead or frozen. */
package dev.directrix.lab.failover;
