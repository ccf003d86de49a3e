package dev.directrix.director.runtime;

import dev.directrix.bgp.BgpException;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.cluster.link.LinkException;
import dev.directrix.director.admin.AdminView;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.control.ControlException;
import dev.directrix.director.control.ControlServer;
import dev.directrix.director.health.Checks;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.TableFactory;
import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.datapath.DatapathConfig;
import dev.directrix.forwarder.datapath.DatapathException;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.linux.LinuxException;
import dev.directrix.maglev.Seed;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a director, opened in order and closed the other way round: control socket and admin address first, as
 * they tell soonest that another director is here; then the datapath, the sessions to the routers, the checks.
 */
final class Assembly implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final ClosingStack parts;
    private final ControlThread control;
    private final DirectorOperations operations;
    private final Wiring wiring;
    private final Reconciler reconciler;

    private Assembly(
        final ClosingStack parts, final ControlThread control, final DirectorOperations operations,
        final Wiring wiring, final Reconciler reconciler) {
        this.parts = parts;
        this.control = control;
        this.operations = operations;
        this.wiring = wiring;
        this.reconciler = reconciler;
    }

    /** Opens everything, or nothing. */
    static Assembly open(final LoadedConfig loaded, final Platform platform) {
        final List<ConfigError> missing = platform.missing(loaded);
        if (!missing.isEmpty()) {
            throw new ConfigException(missing);
        }
        final String forbidden = platform.forbidden(loaded.config());
        if (!forbidden.isEmpty()) {
            throw new StartException(forbidden, null);
        }
        final ClosingStack parts = new ClosingStack();
        try {
            return open(loaded, platform, parts);
        } catch (final RuntimeException e) {
            parts.close();
            throw explained(e);
        } catch (final Error e) {
            parts.close();
            throw e;
        }
    }

    private static Assembly open(final LoadedConfig loaded, final Platform platform, final ClosingStack parts) {
        final DirectorConfig config = loaded.config();
        final ControlThread control = parts.add(new ControlThread("control"));
        final DirectorOperations operations =
            new DirectorOperations(loaded.source().file(), control, platform.nowMs());
        parts.add(platform.openControl(config.node().controlSocket(), operations));
        config.node().admin().ifPresent(address -> parts.add(
            platform.openAdmin(address, () -> view(operations))));
        final Seed seed = config.maglev().seed().orElseGet(Assembly::newSeed);
        final Datapath datapath = parts.add(platform.openDatapath(new DatapathConfig(
            config.datapath().mode(), config.node().interfaces(), config.datapath().flowCapacity(),
            config.flows().idle(), seed, config.datapath().neighbors())));
        final ExecutorService builds = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("tables").daemon(true).factory());
        parts.add(() -> {
            builds.shutdownNow();
            Threads.awaitEnd(builds);
        });
        final Keeper keeper = new Keeper(platform.commands(config.node()), config.cluster().isPresent());
        final Overrides recalled = keeper.recall(config);
        final Routing routing = config.bgp().isEmpty() ? Routing.NONE
            : parts.add(platform.startRouting(
                config.bgp().get(), recalled.farewell().isPresent(), SpeakerListener.NONE));
        final AtomicReference<Reconciler> hearing = new AtomicReference<>();
        final Checks checks = parts.add(platform.openChecks((target, result) ->
            control.post(() -> hearing.get().onCheck(target, result))));
        final Membership membership = config.cluster().isEmpty() ? Membership.NONE
            : parts.add(platform.openMembership(config, datapath, seed,
                () -> control.post(() -> hearing.get().onMembership()), ControlServer.answering(operations)));
        final Wiring wiring = new Wiring(
            datapath, routing, membership, checks, new TableFactory(seed), builds,
            task -> Thread.ofVirtual().name("asking").start(task), control::post,
            text -> platform.tellSupervisor("STATUS=" + text), platform::cpuTimes, platform::nowMs);
        final Reconciler reconciler = new Reconciler(config, recalled, wiring);
        if (keeper.lost()) {
            reconciler.doubt();
        }
        hearing.set(reconciler);
        parts.add(() -> {
            operations.close();
            control.close();
        });
        control.call(() -> {
            reconciler.start();
            return true;
        });
        final BmpListening bmp = parts.add(BmpListening.open(config.guard()));
        final GuardWatch guard = new GuardWatch(reconciler::snapshot, wiring, bmp);
        parts.add(new ControlThread("guard")).every(GuardWatch.PERIOD, guard::look);
        final Reloader reloader = new Reloader(loaded.source().file(), platform, control, reconciler,
            new Reloader.Listeners(routing, bmp), keeper);
        operations.open(new DirectorOperations.Desk(reconciler, wiring, reloader, keeper, guard));
        return new Assembly(parts, control, operations, wiring, reconciler);
    }

    private static Seed newSeed() {
        LOG.info("no maglev.seed-file: this director made a seed of its own, and no other director agrees with it");
        final byte[] secret = new byte[Seed.BYTES];
        new SecureRandom().nextBytes(secret);
        return Seed.of(secret);
    }

    /** Parts explain themselves; what does not is a defect and keeps its trace. */
    private static RuntimeException explained(final RuntimeException failure) {
        return switch (failure) {
            case ConfigException config -> config;
            case StartException start -> start;
            case ControlException control -> new StartException(control.getMessage(), control);
            case DatapathException datapath -> new StartException(datapath.getMessage(), datapath);
            case LinuxException linux -> new StartException(linux.getMessage(), linux);
            case LinkException link -> new StartException(link.getMessage(), link);
            case BgpException bgp -> new StartException(bgp.getMessage(), bgp);
            case UncheckedIOException admin -> new StartException(admin.getMessage(), admin);
            default -> new StartException("the director cannot start: " + failure.getMessage(), failure);
        };
    }

    private static AdminView view(final DirectorOperations operations) {
        final Wiring wiring = operations.wiring();
        final Map<ServerKey, Long> checkNanos = new HashMap<>();
        operations.snapshot().health().forEach((key, health) -> {
            if (health.lastCheckMs() != 0) {
                checkNanos.put(key, health.lastTookNs());
            }
        });
        return new AdminView(operations.status(), wiring.datapath().counters(), checkNanos);
    }

    ControlThread control() {
        return control;
    }

    DirectorOperations operations() {
        return operations;
    }

    AdminView view() {
        return view(operations);
    }

    Reconciler reconciler() {
        return reconciler;
    }

    Membership membership() {
        return wiring.membership();
    }

    Routing routing() {
        return wiring.routing();
    }

    @Override
    public void close() {
        parts.close();
    }
}
