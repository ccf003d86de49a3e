/** AF_XDP sockets: packet memory shared with the kernel (UMEM), and the four rings of each socket. */
package dev.directrix.linux.xdp;
