/** The kernel through java.lang.foreign: sockets, AF_XDP, libbpf, netlink. Uses no other module. */
package dev.directrix.linux;
