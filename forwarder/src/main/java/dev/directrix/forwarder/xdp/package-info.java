/** The XDP program in the kernel: loaded, attached to interfaces, told the VIPs, counted. */
package dev.directrix.forwarder.xdp;
