package dev.directrix.director.config;

import dev.directrix.forwarder.datapath.DatapathConfig;
import dev.directrix.forwarder.datapath.DatapathMode;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code node}. */
final class NodeSection {

    /** Room for a Unix domain path (108) less what a temporary name beside it needs. */
    private static final int MAX_SOCKET_PATH = 95;

    /** IFNAMSIZ is 16 with its final zero; the kernel refuses slashes, colons and white space (dev_valid_name). */
    private static final Pattern INTERFACE = Pattern.compile("[^\\s/:]{1,15}");

    private NodeSection() {
    }

    static Optional<NodeConfig> read(final Value value, final DatapathMode mode) {
        return value.section().flatMap(section -> {
            final Optional<String> name = section.required("name").flatMap(Value::name);
            final List<String> interfaces = interfaces(section, mode);
            final Path socket = section.get("control-socket").flatMap(NodeSection::socket)
                .orElse(NodeConfig.DEFAULT_CONTROL_SOCKET);
            final Optional<InetSocketAddress> admin = section.get("admin").flatMap(it -> it.parsed(
                AddressText::parseEndpoint));
            final Optional<Path> state = section.get("state-file").flatMap(Value::file);
            final Optional<String> site = section.get("site").flatMap(Value::name);
            return name.map(it -> new NodeConfig(
                it, interfaces, socket, admin, state.orElseGet(() -> NodeConfig.defaultStateFile(it)), site));
        });
    }

    private static List<String> interfaces(final Section section, final DatapathMode mode) {
        if (mode != DatapathMode.PCAP) {
            section.required("interfaces");
        }
        final Set<String> names = new LinkedHashSet<>();
        for (final Value item : section.items("interfaces")) {
            interfaceName(item).ifPresent(name -> {
                if (!names.add(name)) {
                    item.error("interface '" + name + "' is listed twice; remove one of the two");
                }
            });
        }
        if (names.size() > DatapathConfig.MAX_INTERFACES) {
            section.whole().error("more than " + DatapathConfig.MAX_INTERFACES + " interfaces; leave some out");
        }
        return List.copyOf(names);
    }

    /** Reads what the kernel takes as the name of an interface. */
    static Optional<String> interfaceName(final Value value) {
        return value.text().flatMap(name -> INTERFACE.matcher(name).matches()
            ? Optional.of(name)
            : value.error("'" + name + "' cannot be an interface; see 'ip -br link' for the names there are"));
    }

    private static Optional<Path> socket(final Value value) {
        return value.file().flatMap(path -> path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH
            ? Optional.of(path)
            : value.error(path + " is too long for a socket; use a path of at most " + MAX_SOCKET_PATH + " octets"));
    }
}
