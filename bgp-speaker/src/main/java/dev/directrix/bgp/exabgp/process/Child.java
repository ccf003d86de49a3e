package dev.directrix.bgp.exabgp.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One program under supervision: started, read, written to, logged, started again when it ends. Each run has threads of
 * its own for its three pipes, so a child that stands still stops nobody else. Thread-safe.
 */
final class Child {

    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final int OUTBOX_LINES = 100_000;
    private static final long OUTBOX_CHARACTERS = 16L << 20;
    private static final int LINES_PER_WRITE = 256;
    private static final int MAX_LOGGED = 1_000;
    /** How long the rest of a dead child's output may take: a grandchild can hold the pipe for ever. */
    private static final long DRAIN_MS = 2_000;
    /** The same for one that was told to end. */
    private static final long LAST_WORDS_MS = 500;

    private final ChildSettings settings;
    private final ChildListener listener;
    private final RespawnLimit limit = new RespawnLimit();
    private final AtomicReference<Optional<Process>> run = new AtomicReference<>(Optional.empty());
    /** Where lines wait; of a child that has not run yet too, so that it hears what came before it. */
    private volatile Outbox outbox = new Outbox(OUTBOX_LINES, OUTBOX_CHARACTERS);
    private final Thread supervisor;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean over;

    Child(final ChildSettings settings, final ChildListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.supervisor = Thread.ofPlatform().daemon().name("process-" + settings.name()).unstarted(this::supervise);
    }

    ChildSettings settings() {
        return settings;
    }

    /** Starts the program, and again as often as it may. */
    void start() {
        supervisor.start();
    }

    /** Waits until it runs, or cannot. */
    void awaitStart(final long timeoutMs) throws InterruptedException {
        if (!begun.await(timeoutMs, TimeUnit.MILLISECONDS)) {
            LOG.warn("process {} takes long to start", settings.name());
        }
    }

    /** True once it ended for good. */
    boolean isOver() {
        return over;
    }

    /** Number and characters of the lines that it has not read yet. */
    long[] backlog() {
        final Outbox current = outbox;
        return new long[] {current.size(), current.characters()};
    }

    /** Writes a line to its standard input, as soon as it reads; never waits. */
    void write(final String line) {
        if (outbox.offer(line) == 1) {
            LOG.warn("process {} does not read its input: what comes is dropped until it does", settings.name());
        }
    }

    /** Ends it for good with SIGTERM; {@link #awaitEnd} sees to the rest. */
    void stop() {
        stopping = true;
        run.get().ifPresent(Process::destroy);
    }

    /** Waits for the end; what does not heed SIGTERM in time gets SIGKILL. */
    void awaitEnd(final long timeoutMs) throws InterruptedException {
        supervisor.join(Math.max(1, timeoutMs));
        if (supervisor.isAlive()) {
            LOG.warn("process {} does not end on SIGTERM, killing it", settings.name());
            run.get().ifPresent(Process::destroyForcibly);
            supervisor.join(TimeUnit.SECONDS.toMillis(1));
        }
    }

    private void supervise() {
        String cause = "stopped";
        try {
            while (!stopping) {
                if (!limit.start(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))) {
                    cause = "it ended " + RespawnLimit.STARTS + " times within "
                        + TimeUnit.MILLISECONDS.toSeconds(RespawnLimit.WINDOW_MS) + " s";
                    LOG.error("process {} is not started again: {}; correct it, then reload", settings.name(), cause);
                    break;
                }
                cause = live();
                if (!settings.respawn()) {
                    break;
                }
            }
        } catch (final IOException e) {
            cause = String.valueOf(e.getMessage());
            LOG.error("process {} cannot be started: {}", settings.name(), cause);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over = true;
            outbox.close();
            begun.countDown();
            listener.gone(settings.name(), cause);
        }
    }

    /** From start to end; returns how it ended. */
    private String live() throws IOException, InterruptedException {
        final Process process = builder().start();
        final Outbox input = outbox;
        LOG.info("Process {} runs as pid {}", settings.name(), process.pid());
        run.set(Optional.of(process));
        begun.countDown();
        if (stopping) {
            process.destroy(); // The stop came between the start and its being known.
        }
        listener.started(settings.name());
        final Thread reader = thread("out", () -> read(process));
        thread("in", () -> feed(process, input));
        thread("err", () -> log(process));
        try {
            final int code = process.waitFor();
            reader.join(stopping ? LAST_WORDS_MS : DRAIN_MS);
            final String end = code > 128 ? "ended by signal " + (code - 128) : "ended with code " + code;
            LOG.info("Process {} {}", settings.name(), end);
            return end;
        } finally {
            run.set(Optional.empty());
            input.close();
            outbox = new Outbox(OUTBOX_LINES, OUTBOX_CHARACTERS);
            reader.interrupt();
            process.destroyForcibly();
        }
    }

    private Thread thread(final String pipe, final Runnable work) {
        return Thread.ofPlatform().daemon().name("process-" + settings.name() + "-" + pipe).start(work);
    }

    private ProcessBuilder builder() {
        final ProcessBuilder builder = new ProcessBuilder(settings.command());
        final Map<String, String> environment = builder.environment();
        environment.put("TERM", "dumb"); // Else some libraries greet a terminal at the start of their output.
        environment.remove("exabgp_cli_pipe");
        environment.putAll(settings.environment());
        return builder;
    }

    private void read(final Process process) {
        final LineReader lines = new LineReader(process.getInputStream(), LineReader.MAX_LINE);
        try {
            while (true) {
                final List<String> read = lines.read();
                if (read.isEmpty()) {
                    return;
                }
                if (isCurrent(process)) {
                    listener.lines(settings.name(), read);
                }
            }
        } catch (final LineReader.OversizedLineException e) {
            LOG.error("process {} wrote {}: ending it", settings.name(), e.getMessage());
            process.destroyForcibly();
        } catch (final IOException e) {
            LOG.debug("Output of process {}: {}", settings.name(), e.getMessage());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void feed(final Process process, final Outbox input) {
        try (OutputStream out = process.getOutputStream()) {
            for (String text = input.take(LINES_PER_WRITE); !text.isEmpty(); text = input.take(LINES_PER_WRITE)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (final IOException e) {
            LOG.debug("Process {} closed its input: {}", settings.name(), e.getMessage());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            input.close();
        }
    }

    private void log(final Process process) {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            final char[] line = new char[MAX_LOGGED];
            int length = 0;
            for (int next = lines.read(); next >= 0; next = lines.read()) {
                if (next == '\n' || length == MAX_LOGGED) {
                    LOG.info("{}: {}", settings.name(), new String(line, 0, length));
                    length = 0;
                }
                if (next != '\n') {
                    line[length++] = (char) next;
                }
            }
        } catch (final IOException e) {
            LOG.debug("Errors of process {}: {}", settings.name(), e.getMessage());
        }
    }

    private boolean isCurrent(final Process process) {
        return run.get().filter(current -> current == process).isPresent();
    }
}
