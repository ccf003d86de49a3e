/** Capture files, by libpcap through pcap4j. */
package dev.directrix.forwarder.port.pcap;
