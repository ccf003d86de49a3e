/** The datapath as the director sees it: opened once, given tables, asked for counters and decisions. */
package dev.directrix.forwarder.datapath;
