package dev.directrix.lab.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node with everything that defaults, kind and group give it already merged in.
 *
 * @param exec command lines that run inside the node once it is up, in order
 * @param cmd  what the node runs instead of its image's command; only directors and etcd use it
 */
public record NodeSpec(
    String name,
    String kind,
    String image,
    NodeRole role,
    List<Bind> binds,
    List<String> exec,
    Map<String, String> env,
    Map<String, String> sysctls,
    Optional<String> cmd,
    Duration startupDelay,
    Position at) {

    public NodeSpec {
        binds = List.copyOf(binds);
        exec = List.copyOf(exec);
        env = Map.copyOf(env);
        sysctls = Map.copyOf(sysctls);
    }
}
