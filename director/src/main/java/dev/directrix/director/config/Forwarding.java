package dev.directrix.director.config;

/** How a packet gets to a real server. */
public enum Forwarding {

    /** Direct routing: only the destination MAC address changes; the server answers the client by itself. */
    DR
}
