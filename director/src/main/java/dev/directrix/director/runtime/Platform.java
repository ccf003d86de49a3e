package dev.directrix.director.runtime;

import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.director.admin.AdminView;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.config.NodeConfig;
import dev.directrix.director.control.Operations;
import dev.directrix.director.health.Checks;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.reconcile.CpuTimes;
import dev.directrix.director.state.CommandStore;
import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.datapath.DatapathConfig;
import dev.directrix.maglev.Seed;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What a director needs of the machine that it runs on. Each part that opens leaves nothing behind when it fails. */
interface Platform {

    /** What the file asks for and the machine lacks. */
    List<ConfigError> missing(LoadedConfig loaded);

    /** What the process may not do but must, in one line that says how to get it; empty: nothing. */
    String forbidden(DirectorConfig config);

    /** Reads the file again. */
    LoadedConfig load(Path file);

    /** Opens the control socket. */
    AutoCloseable openControl(Path socket, Operations operations);

    /** Opens the admin address. */
    AutoCloseable openAdmin(InetSocketAddress address, Supplier<AdminView> view);

    /** Where commands outlive the process; nothing is touched yet. */
    CommandStore commands(NodeConfig node);

    /** Opens the datapath. */
    Datapath openDatapath(DatapathConfig config);

    /**
     * Starts the sessions to the routers.
     *
     * @param resting whether none comes up before {@link Routing#resume}
     */
    Routing startRouting(SpeakerConfig config, boolean resting, SpeakerListener listener);

    /** Makes the health checks; nothing is checked until they are configured. */
    Checks openChecks(Checks.ResultListener listener);

    /**
     * Prepares this director's part in its cluster, which the configuration names; nothing is asked of anybody yet.
     *
     * @param changed   runs when the standing has changed, on any thread
     * @param answering answers a line of the control protocol that came from another director
     */
    Membership openMembership(
        DirectorConfig config, Datapath datapath, Seed seed, Runnable changed, UnaryOperator<String> answering);

    /** Tells the service supervisor something, if there is one that listens. */
    void tellSupervisor(String assignments);

    /** What the CPUs of the machine have done since it was booted; {@link CpuTimes#NONE} if it does not say. */
    CpuTimes cpuTimes();

    /** Milliseconds since the epoch, never going back. */
    long nowMs();
}
