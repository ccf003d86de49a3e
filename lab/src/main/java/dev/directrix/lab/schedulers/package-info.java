/** Which server gets what by schedulers, persistence, port ranges and server ids, with real clients and servers. */
package dev.directrix.lab.schedulers;
