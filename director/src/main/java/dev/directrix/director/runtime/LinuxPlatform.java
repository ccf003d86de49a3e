package dev.directrix.director.runtime;

import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.director.admin.AdminServer;
import dev.directrix.director.admin.AdminView;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.ConfigLoader;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.EnvironmentCheck;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.config.NodeConfig;
import dev.directrix.director.control.ControlServer;
import dev.directrix.director.control.Operations;
import dev.directrix.director.health.Checks;
import dev.directrix.director.health.HealthChecker;
import dev.directrix.director.membership.ClusterOpening;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.reconcile.CpuTimes;
import dev.directrix.director.state.CommandStore;
import dev.directrix.director.state.StateFile;
import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.datapath.DatapathConfig;
import dev.directrix.linux.Capability;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.socket.SupervisorSocket;
import dev.directrix.maglev.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine that this process runs on. */
final class LinuxPlatform implements Platform {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxPlatform.class);
    private static final int FIRST_FREE_PORT = 1024;
    private static final Path PROC_STAT = Path.of("/proc/stat");

    private final Optional<SupervisorSocket> supervisor = SupervisorSocket.of(System.getenv());
    private final long epochMs = System.currentTimeMillis();
    private final long originNs = System.nanoTime();

    @Override
    public List<ConfigError> missing(final LoadedConfig loaded) {
        return new EnvironmentCheck().check(loaded);
    }

    @Override
    public String forbidden(final DirectorConfig config) {
        return forbidden(config, Capability.effective());
    }

    /** As {@link #forbidden(DirectorConfig)}, for a process with these capabilities. */
    static String forbidden(final DirectorConfig config, final Set<Capability> effective) {
        final Set<Capability> lacking = EnumSet.of(Capability.NET_ADMIN, Capability.NET_RAW, Capability.BPF);
        final boolean privilegedPort = config.bgp().flatMap(SpeakerConfig::listen)
            .filter(listen -> listen.getPort() > 0 && listen.getPort() < FIRST_FREE_PORT).isPresent();
        if (privilegedPort) {
            lacking.add(Capability.NET_BIND_SERVICE);
        }
        lacking.removeAll(effective);
        if (effective.contains(Capability.SYS_ADMIN)) {
            lacking.remove(Capability.BPF);
        }
        if (lacking.isEmpty()) {
            return "";
        }
        final String names = lacking.stream().map(Capability::kernelName).collect(Collectors.joining(" "));
        return "this process lacks " + names + ": run it as root, or give the service AmbientCapabilities=" + names;
    }

    @Override
    public LoadedConfig load(final Path file) {
        return new ConfigLoader().load(file);
    }

    @Override
    public AutoCloseable openControl(final Path socket, final Operations operations) {
        return ControlServer.open(socket, operations);
    }

    @Override
    public AutoCloseable openAdmin(final InetSocketAddress address, final Supplier<AdminView> view) {
        return AdminServer.open(address, view);
    }

    @Override
    public CommandStore commands(final NodeConfig node) {
        return new StateFile(node.stateFile(), node.name());
    }

    @Override
    public Datapath openDatapath(final DatapathConfig config) {
        return Datapath.open(config);
    }

    @Override
    public Routing startRouting(
        final SpeakerConfig config, final boolean resting, final SpeakerListener listener) {
        return Routing.Bgp.start(config, resting, listener);
    }

    @Override
    public Checks openChecks(final Checks.ResultListener listener) {
        return new HealthChecker(listener, new SplittableRandom());
    }

    @Override
    public Membership openMembership(
        final DirectorConfig config, final Datapath datapath, final Seed seed, final Runnable changed,
        final UnaryOperator<String> answering) {
        return ClusterOpening.open(config, datapath, seed, changed, answering, this::nowMs);
    }

    @Override
    public void tellSupervisor(final String assignments) {
        if (supervisor.isPresent()) {
            try {
                supervisor.get().tell(assignments);
            } catch (final LinuxException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    @Override
    public CpuTimes cpuTimes() {
        try (BufferedReader lines = Files.newBufferedReader(PROC_STAT)) {
            return CpuTimes.parse(Optional.ofNullable(lines.readLine()).orElse(""));
        } catch (final IOException | IllegalArgumentException e) {
            LOG.warn("how busy the CPUs are is not known: {}", e.getMessage());
            return CpuTimes.NONE;
        }
    }

    @Override
    public long nowMs() {
        return epochMs + (System.nanoTime() - originNs) / 1_000_000;
    }
}
