package dev.directrix.lab.topology;

import java.util.List;
import java.util.Optional;

/** One end of a link. {@code addresses} are prefixes such as {@code 10.0.0.1/24} that the link itself assigns. */
public record Endpoint(String node, String interfaceName, Optional<String> mac, List<String> addresses, Position at) {

    public Endpoint {
        addresses = List.copyOf(addresses);
    }

    @Override
    public String toString() {
        return node + ":" + interfaceName;
    }
}
