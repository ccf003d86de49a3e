package dev.directrix.director.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * This machine.
 *
 * @param name          unique among the directors
 * @param interfaces    where VIP packets arrive and leave; empty only with
 *                      {@link dev.directrix.forwarder.datapath.DatapathMode#PCAP}
 * @param controlSocket where the CLI finds this director
 * @param admin         where metrics and health are served; empty: nowhere
 */
public record NodeConfig(
    String name, List<String> interfaces, Path controlSocket, Optional<InetSocketAddress> admin) {

    /** The control socket of a director that names none. */
    public static final Path DEFAULT_CONTROL_SOCKET = Path.of("/run/directrix/control.sock");

    /** Freezes the list. */
    public NodeConfig {
        interfaces = List.copyOf(interfaces);
    }
}
