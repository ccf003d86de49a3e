/** How routers turn a flow's hash into a next hop: the kernel's two kinds of group and tables of copied entries. */
package dev.directrix.ecmp.hash;
