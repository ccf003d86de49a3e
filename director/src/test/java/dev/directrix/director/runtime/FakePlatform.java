package dev.directrix.director.runtime;

import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.cluster.link.LinkException;
import dev.directrix.director.admin.AdminView;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.config.NodeConfig;
import dev.directrix.director.control.Operations;
import dev.directrix.director.health.CheckPlan;
import dev.directrix.director.health.CheckResult;
import dev.directrix.director.health.CheckTarget;
import dev.directrix.director.health.Checks;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.director.reconcile.CpuTimes;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.state.CommandStore;
import dev.directrix.director.state.StateException;
import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.datapath.DatapathConfig;
import dev.directrix.maglev.Seed;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A machine made of fakes: one journal of everything that is done to it, a clock that is driven, steps that fail. */
final class FakePlatform implements Platform {

    final List<String> journal = new CopyOnWriteArrayList<>();
    final List<String> supervisor = new CopyOnWriteArrayList<>();
    final AtomicLong clock = new AtomicLong(1_000_000);
    final FakeDatapath datapath = new FakeDatapath(journal);
    volatile FakeRouting routing;
    volatile Checks.ResultListener listener;
    volatile Map<CheckTarget, CheckPlan> plans = Map.of();
    volatile Optional<String> failing = Optional.empty();
    volatile Optional<String> unlinked = Optional.empty();
    volatile boolean checksPassAtOnce = true;
    volatile DirectorConfig file;
    volatile List<ConfigError> missing = List.of();
    volatile String forbidden = "";

    final AtomicLong busyTicks = new AtomicLong();
    volatile boolean cpuUnknown;
    Membership membership = Membership.NONE;
    final AtomicReference<Overrides> kept = new AtomicReference<>(Overrides.NONE);
    volatile Optional<String> storeFails = Optional.empty();

    @Override
    public CommandStore commands(final NodeConfig node) {
        return new CommandStore() {
            @Override
            public Overrides read() {
                fail();
                return kept.get();
            }

            @Override
            public void write(final Overrides commands) {
                fail();
                kept.set(commands);
            }

            private void fail() {
                storeFails.ifPresent(why -> {
                    throw new StateException(why, new IllegalStateException());
                });
            }
        };
    }

    @Override
    public List<ConfigError> missing(final LoadedConfig loaded) {
        return missing;
    }

    @Override
    public String forbidden(final DirectorConfig config) {
        return forbidden;
    }

    @Override
    public LoadedConfig load(final Path path) {
        if (file == null) {
            throw new ConfigException(List.of(Configs.source(path).error("bgp", "bgp: unknown key 'asnn'")));
        }
        return Configs.loaded(file, path);
    }

    private AutoCloseable opened(final String part) {
        step(part);
        return () -> journal.add("close " + part);
    }

    private void step(final String part) {
        if (failing.filter(part::equals).isPresent()) {
            throw new IllegalStateException(part + " refused");
        }
        journal.add("open " + part);
    }

    @Override
    public Membership openMembership(
            final DirectorConfig config, final Datapath datapath, final Seed seed, final Runnable changed,
            final UnaryOperator<String> answering) {
        unlinked.ifPresent(why -> {
            throw new LinkException(why, new IllegalStateException());
        });
        return membership;
    }

    @Override
    public AutoCloseable openControl(final Path socket, final Operations operations) {
        return opened("control");
    }

    @Override
    public AutoCloseable openAdmin(final InetSocketAddress address, final Supplier<AdminView> view) {
        return opened("admin");
    }

    @Override
    public Datapath openDatapath(final DatapathConfig config) {
        step("datapath");
        return datapath;
    }

    @Override
    public Routing startRouting(
        final SpeakerConfig config, final boolean resting, final SpeakerListener sessions) {
        step("routing" + (resting ? " at rest" : ""));
        routing = new FakeRouting(journal, config);
        return routing;
    }

    @Override
    public Checks openChecks(final Checks.ResultListener results) {
        step("checks");
        listener = results;
        return new Checks() {
            @Override
            public void configure(final Map<CheckTarget, CheckPlan> next) {
                if (failing.filter("first reconcile"::equals).isPresent()) {
                    throw new IllegalStateException("first reconcile refused");
                }
                plans = Map.copyOf(next);
                if (checksPassAtOnce) {
                    plans.keySet().forEach(t -> results.onResult(t, CheckResult.passed("connected", 1_000_000)));
                }
            }

            @Override
            public void close() {
                journal.add("close checks");
            }
        };
    }

    @Override
    public void tellSupervisor(final String assignments) {
        supervisor.add(assignments);
    }

    @Override
    public CpuTimes cpuTimes() {
        return cpuUnknown ? CpuTimes.NONE : new CpuTimes(busyTicks.get(), clock.get());
    }

    @Override
    public long nowMs() {
        return clock.get();
    }

    /** One check of a server ends. */
    void check(final String server, final boolean passes) {
        plans.keySet().stream().filter(t -> t.address().equals(Configs.server(server))).forEach(target ->
            listener.onResult(target, passes ? CheckResult.passed("connected", 1) : CheckResult.failed("no", 1)));
    }
}
