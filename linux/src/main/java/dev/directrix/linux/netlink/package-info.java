/** Links, addresses, neighbours and routes over rtnetlink: dump, subscribe, look up, resolve. */
package dev.directrix.linux.netlink;
