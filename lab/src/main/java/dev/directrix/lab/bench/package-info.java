/** The packet-rate rig: the product and what stock Linux offers, through the same veth pairs in one run. */
package dev.directrix.lab.bench;
