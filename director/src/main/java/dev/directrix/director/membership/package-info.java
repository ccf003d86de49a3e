/** This director's part in a cluster: what it says to the others, and what the cluster lets it do. */
package dev.directrix.director.membership;
