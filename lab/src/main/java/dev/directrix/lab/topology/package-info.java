/** Reads containerlab topology files: what the nodes are, what is bound into them, and how they are linked. */
package dev.directrix.lab.topology;
