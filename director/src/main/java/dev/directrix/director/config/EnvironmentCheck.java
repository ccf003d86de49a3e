package dev.directrix.director.config;

import dev.directrix.linux.Interfaces;
import dev.directrix.linux.LinuxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Whether this machine has what a configuration asks for. Changes nothing. */
public final class EnvironmentCheck {

    private final Predicate<String> interfaceExists;

    /** Of the machine, in the network namespace of the calling thread. */
    public EnvironmentCheck() {
        this(EnvironmentCheck::exists);
    }

    EnvironmentCheck(final Predicate<String> interfaceExists) {
        this.interfaceExists = interfaceExists;
    }

    /** Every difference between what is asked for and what is there, sorted by place; empty when all is well. */
    public List<ConfigError> check(final LoadedConfig loaded) {
        final List<ConfigError> errors = new ArrayList<>();
        final List<String> interfaces = loaded.config().node().interfaces();
        for (int i = 0; i < interfaces.size(); i++) {
            if (!interfaceExists.test(interfaces.get(i))) {
                errors.add(missing(loaded, "node.interfaces[" + i + "]", interfaces.get(i)));
            }
        }
        loaded.config().bgp().ifPresent(bgp -> {
            for (int i = 0; i < bgp.neighbors().size(); i++) {
                final String path = "bgp.neighbors[" + i + "].interface";
                bgp.neighbors().get(i).transport().device().filter(name -> !interfaceExists.test(name))
                    .ifPresent(name -> errors.add(missing(loaded, path, name)));
            }
        });
        loaded.config().cluster().flatMap(ClusterConfig::multicast).map(ClusterConfig.Multicast::device)
            .filter(name -> !interfaceExists.test(name))
            .ifPresent(name -> errors.add(missing(loaded, "cluster.multicast.interface", name)));
        return errors.stream().sorted().toList();
    }

    private static ConfigError missing(final LoadedConfig loaded, final String path, final String name) {
        return loaded.source().error(path, path + ": there is no interface '" + name
            + "' on this machine; see 'ip -br link' for the names there are");
    }

    private static boolean exists(final String name) {
        try {
            return Interfaces.index(name) > 0;
        } catch (final LinuxException e) {
            return false;
        }
    }
}
