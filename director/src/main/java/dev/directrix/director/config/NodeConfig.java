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
 * @param stateFile     where commands outlive the process
 * @param site          where it is; empty: the file knows no sites
 */
public record NodeConfig(
    String name, List<String> interfaces, Path controlSocket, Optional<InetSocketAddress> admin,
    Path stateFile, Optional<String> site) {

    /** The control socket of a director that names none. */
    public static final Path DEFAULT_CONTROL_SOCKET = Path.of("/run/directrix/control.sock");

    private static final Path STATE_DIRECTORY = Path.of("/var/lib/directrix");

    /** The state file of a director that names none. */
    public static Path defaultStateFile(final String name) {
        return STATE_DIRECTORY.resolve(name + ".state");
    }

    /** Freezes the list. */
    public NodeConfig {
        interfaces = List.copyOf(interfaces);
    }
}
