/** The product shown at work: the lab of {@code lab/topologies/quickstart.clab.yml} under traffic and trouble. */
package dev.directrix.lab.quickstart;
