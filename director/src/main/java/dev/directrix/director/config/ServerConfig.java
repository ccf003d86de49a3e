package dev.directrix.director.config;

import dev.directrix.forwarder.service.ServerSettings;
import java.net.InetAddress;
import java.util.Objects;

/**
 * One real server. A name stands for the same machine in every pool.
 *
 * @param name     its name
 * @param address  its address
 * @param weight   its share, 0 to 65535; 0: it gets no new flows
 * @param settings its port, connection limits and ids
 */
public record ServerConfig(String name, InetAddress address, int weight, ServerSettings settings) {

    /** The weight of a server that names none. */
    public static final int DEFAULT_WEIGHT = 1;

    /** The largest weight. */
    public static final int MAX_WEIGHT = 65_535;

    /** Checks that there are settings. */
    public ServerConfig {
        Objects.requireNonNull(settings, "settings");
    }

    /** A server with nothing special. */
    public ServerConfig(final String name, final InetAddress address, final int weight) {
        this(name, address, weight, ServerSettings.DEFAULT);
    }
}
