/** Small sockets and waiting: poll, eventfd, packet and UDP sockets, the service supervisor's datagram socket. */
package dev.directrix.linux.socket;
