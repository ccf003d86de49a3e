/** Containerlab topologies in network namespaces, and the rigs that prove the product in them. */
package dev.directrix.lab;
