package dev.directrix.bgp.exabgp;

import dev.directrix.bgp.BgpException;
import dev.directrix.bgp.exabgp.api.CommandExecutor;
import dev.directrix.bgp.exabgp.api.Daemon;
import dev.directrix.bgp.exabgp.config.ConfigurationException;
import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.config.ExabgpProcess;
import dev.directrix.bgp.exabgp.event.Event;
import dev.directrix.bgp.exabgp.event.EventEncoder;
import dev.directrix.bgp.exabgp.event.NeighborIdentity;
import dev.directrix.bgp.exabgp.process.ChildListener;
import dev.directrix.bgp.exabgp.process.ChildProcesses;
import dev.directrix.bgp.exabgp.process.ChildSettings;
import dev.directrix.bgp.exabgp.process.ProgramPath;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a configuration of ExaBGP: its programs, its sessions, and what goes between them. One thread does everything
 * but the sessions and the pipes; {@link #signal} may be called from any thread.
 *
 * <p>What a program writes in one go is carried out in one go: its lines are gathered until none came for
 * {@value #QUIET_MS} ms, {@value #BURST_MS} ms at most, before the routes that changed go to the sessions.
 */
public final class ExabgpRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ExabgpRunner.class);
    private static final long QUIET_MS = 5;
    private static final long BURST_MS = 50;
    private static final long IDLE_MS = 1_000;
    private static final long SESSIONS_MS = 2_000;
    /** What programs may write ahead, in reads of their pipes; who writes more waits. */
    private static final int READS_AHEAD = 64;
    private static final long GOODBYE_MS = 100;

    private final Path file;
    private final RunSettings settings;
    private final ExabgpConfiguration first;
    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(READS_AHEAD);
    private final ChildProcesses children = new ChildProcesses(new Children());
    private final EventStamps stamps;
    private final EventReporter events;
    private final SpeakerSessions sessions;
    private final CommandExecutor executor;
    private Map<String, EventEncoder> encoders = Map.of();
    private int apiVersion;
    private boolean over;

    /** What the thread of the runner is told. */
    private sealed interface Input {

        /** Lines of a program. */
        record Lines(String program, List<String> lines) implements Input {
        }

        /** A program runs. */
        record Started(String program) implements Input {
        }

        /** A program is gone for good. */
        record Gone(String program) implements Input {
        }

        /** Something to do, from a signal or a command. */
        record Request(RunSignal signal, boolean tell) implements Input {
        }

        /** A neighbour had all its connections. */
        record Exhausted(String neighbor) implements Input {
        }
    }

    private ExabgpRunner(final Path file, final RunSettings settings, final ExabgpConfiguration first) {
        this.file = file;
        this.first = first;
        this.settings = settings;
        this.apiVersion = settings.environment().api().version();
        this.stamps = new EventStamps(Clock.systemUTC(), host());
        this.events = new EventReporter(stamps, children::write, new ConnectionAttempts(
            settings.environment().attempts(), neighbor -> inputs.add(new Input.Exhausted(neighbor))));
        this.sessions = new SpeakerSessions(new NeighborMapping(settings), events,
            neighbors -> events.configure(neighbors, encoders));
        this.executor = new CommandExecutor(sessions, new Self(), children::write, settings.environment().api(),
            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /**
     * Reads the configuration and gets ready; nothing runs yet.
     *
     * @throws ConfigurationException if the file cannot be used
     */
    public static ExabgpRunner of(final Path file, final RunSettings settings) {
        final ExabgpRunner runner = new ExabgpRunner(file, settings, ExabgpConfiguration.read(file));
        runner.inputs.add(new Input.Request(RunSignal.START, false));
        return runner;
    }

    /** Asks for something, as a signal does; programs that want to know of signals are told. */
    public void signal(final RunSignal signal) {
        inputs.add(new Input.Request(signal, true));
    }

    /**
     * Runs until the end is asked for.
     *
     * @throws ConfigurationException if the file cannot be used
     * @throws BgpException           if an address or port to listen on cannot be had
     */
    public void run() {
        try {
            while (!over) {
                final boolean waits = executor.flushAnswers();
                final Input input = inputs.poll(waits ? QUIET_MS : IDLE_MS, TimeUnit.MILLISECONDS);
                if (input != null) {
                    burst(input);
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** Takes what comes in one go, then lets the sessions have it. */
    private void burst(final Input first) throws InterruptedException {
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BURST_MS);
        Input input = first;
        while (input != null && !over) {
            handle(input);
            input = input instanceof Input.Lines && System.nanoTime() < end
                ? inputs.poll(QUIET_MS, TimeUnit.MILLISECONDS) : null;
        }
        executor.commit();
    }

    private void handle(final Input input) throws InterruptedException {
        switch (input) {
            case Input.Lines read -> {
                room.release();
                read.lines().forEach(line -> executor.execute(read.program(), line));
            }
            case Input.Started started -> executor.started(started.program());
            case Input.Gone gone -> {
                if (settings.environment().terminate()) {
                    LOG.error("Process {} is gone and exabgp.api.terminate is set: ending", gone.program());
                    over = true;
                }
            }
            case Input.Exhausted exhausted -> {
                sessions.delete(exhausted.neighbor());
                if (sessions.neighbors().isEmpty()) {
                    LOG.info("Every neighbor had its {} connections: ending", settings.environment().attempts());
                    over = true;
                }
            }
            case Input.Request request -> {
                executor.commit();
                if (request.tell()) {
                    events.signal(request.signal().number(), request.signal().text());
                }
                perform(request.signal());
            }
        }
    }

    private void perform(final RunSignal signal) throws InterruptedException {
        switch (signal) {
            case START -> begin();
            case RELOAD -> reload(false);
            case FULL_RELOAD -> reload(true);
            case RESTART -> {
                if (reload(true)) {
                    sessions.restart();
                }
            }
            default -> over = true;
        }
    }

    private boolean reload(final boolean restartPrograms) {
        try {
            configure(restartPrograms);
            LOG.info("Reloaded {}", file);
            return true;
        } catch (final ConfigurationException e) {
            e.problems().forEach(problem -> LOG.error("{}", problem));
        } catch (final IllegalArgumentException | BgpException e) {
            LOG.error("{}", e.getMessage());
        }
        LOG.error("The configuration stays as it was");
        return false;
    }

    /**
     * Programs hear of their neighbours from the beginning, but do not run before the sessions had a moment to come up:
     * what a program says one after the other is told so too.
     */
    private void begin() throws InterruptedException {
        first.warnings().forEach(warning -> LOG.warn("{}", warning));
        encoders = encoders(first.processes());
        children.prepare(children(first.processes()));
        sessions.configure(first.neighbors());
        sessions.awaitUp(SESSIONS_MS);
        children.start();
    }

    private void configure(final boolean restartPrograms) {
        final ExabgpConfiguration configuration = ExabgpConfiguration.read(file);
        configuration.warnings().forEach(warning -> LOG.warn("{}", warning));
        final Map<String, EventEncoder> before = encoders;
        encoders = encoders(configuration.processes());
        try {
            sessions.configure(configuration.neighbors());
        } catch (final IllegalArgumentException | BgpException e) {
            encoders = before;
            throw e;
        }
        children.configure(children(configuration.processes()), restartPrograms);
    }

    private List<ChildSettings> children(final List<ExabgpProcess> processes) {
        final ProgramPath path = ProgramPath.beside(file, System.getenv().getOrDefault("PATH", ""));
        return processes.stream().map(process -> new ChildSettings(process.name(), path.resolve(process.run()),
            Map.of(), process.respawn() && settings.environment().respawn())).toList();
    }

    private Map<String, EventEncoder> encoders(final List<ExabgpProcess> processes) {
        final Map<String, EventEncoder> all = new HashMap<>();
        processes.forEach(process -> all.put(process.name(),
            process.encoder() == ExabgpProcess.Encoder.JSON || apiVersion == 6
                ? EventEncoder.json(settings.format()) : EventEncoder.text(settings.format())));
        return all;
    }

    private void end() {
        LOG.info("Ending");
        final NeighborIdentity nobody =
            new NeighborIdentity(Optional.empty(), InetAddress.getLoopbackAddress(), 0, 0, Optional.empty());
        encoders.forEach((program, encoder) ->
            encoder.encode(new Event.Shutdown(), nobody, stamps.next(program, "")).ifPresent(line ->
                children.write(program, line)));
        try {
            sessions.close();
            Thread.sleep(GOODBYE_MS); // So that programs can read it before they are told to end.
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            children.close();
        }
    }

    private static String host() {
        final String name = System.getenv().getOrDefault("HOSTNAME", "");
        if (!name.isEmpty()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException e) {
            return "localhost";
        }
    }

    /** Hears the programs on their threads, and lets them wait where they run ahead. */
    private final class Children implements ChildListener {

        @Override
        public void lines(final String name, final List<String> lines) throws InterruptedException {
            room.acquire();
            inputs.add(new Input.Lines(name, lines));
        }

        @Override
        public void started(final String name) {
            inputs.add(new Input.Started(name));
        }

        @Override
        public void gone(final String name, final String cause) {
            inputs.add(new Input.Gone(name));
        }
    }

    /** The program as commands see it. */
    private final class Self implements Daemon {

        private final String uuid = UUID.randomUUID().toString();
        private final Instant started = Instant.now();

        @Override
        public void shutdown() {
            inputs.add(new Input.Request(RunSignal.TERMINATE, false));
        }

        @Override
        public void reload() {
            inputs.add(new Input.Request(RunSignal.RELOAD, false));
        }

        @Override
        public void restart() {
            inputs.add(new Input.Request(RunSignal.RESTART, false));
        }

        @Override
        public String uuid() {
            return uuid;
        }

        @Override
        public Instant started() {
            return started;
        }

        @Override
        public String version() {
            return settings.version();
        }

        @Override
        public Map<String, Backlog> backlogs() {
            final Map<String, Backlog> backlogs = new LinkedHashMap<>();
            children.backlogs().forEach((name, backlog) ->
                backlogs.put(name, new Backlog(backlog.lines(), backlog.characters())));
            return backlogs;
        }

        @Override
        public int apiVersion(final Optional<Integer> version) {
            apiVersion = version.orElse(apiVersion);
            return apiVersion;
        }
    }
}
