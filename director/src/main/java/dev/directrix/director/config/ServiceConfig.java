package dev.directrix.director.config;

import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.ServiceSettings;
import java.util.Objects;

/**
 * A port of a VIP, or several.
 *
 * @param protocol TCP or UDP
 * @param ports    destination ports
 * @param pool     name of the pool that serves it
 * @param settings how its flows are treated
 */
public record ServiceConfig(Protocol protocol, PortRange ports, String pool, ServiceSettings settings) {

    /** Checks that there are settings. */
    public ServiceConfig {
        Objects.requireNonNull(settings, "settings");
    }

    /** One port with nothing special. */
    public ServiceConfig(final Protocol protocol, final int port, final String pool) {
        this(protocol, PortRange.of(port), pool, ServiceSettings.DEFAULT);
    }
}
