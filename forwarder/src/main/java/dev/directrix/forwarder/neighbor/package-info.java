/** Next hops: the MAC address and interface by which each real server is reached, kept fresh from the kernel. */
package dev.directrix.forwarder.neighbor;
