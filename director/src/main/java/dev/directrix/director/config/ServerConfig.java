package dev.directrix.director.config;

import java.net.InetAddress;

/**
 * One real server. A name stands for the same machine in every pool.
 *
 * @param name    its name
 * @param address its address
 * @param weight  its share, 0 to 65535; 0: it gets no new flows
 */
public record ServerConfig(String name, InetAddress address, int weight) {

    /** The weight of a server that names none. */
    public static final int DEFAULT_WEIGHT = 1;

    /** The largest weight. */
    public static final int MAX_WEIGHT = 65_535;
}
