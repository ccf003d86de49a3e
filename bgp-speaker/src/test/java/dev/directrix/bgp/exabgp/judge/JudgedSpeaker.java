package dev.directrix.bgp.exabgp.judge;

import dev.directrix.bgp.exabgp.ExabgpRunner;
import dev.directrix.bgp.exabgp.RunEnvironment;
import dev.directrix.bgp.exabgp.RunSettings;
import dev.directrix.bgp.exabgp.RunSignal;
import dev.directrix.bgp.exabgp.event.FormatVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A speaker under judgement: in this process, or as a program of its own. */
interface JudgedSpeaker {

    /** What the suite expects where a configuration offers a software version. */
    String SOFTWARE_VERSION = "ExaBGP/5.0.0-0+test";

    void signal(String name);

    void end() throws InterruptedException;

    /** Starts on a configuration; neighbours without a port of their own are at this one. */
    static JudgedSpeaker start(final Path conf, final int port) throws IOException {
        final String command = System.getProperty("directrix.command", "");
        return command.isEmpty() ? new Inside(conf, port) : new Program(command, conf, port);
    }

    /** In this process. */
    final class Inside implements JudgedSpeaker {

        private final ExabgpRunner runner;
        private final Thread thread;

        private Inside(final Path conf, final int port) {
            runner = ExabgpRunner.of(conf, new RunSettings(
                RunEnvironment.of(Map.of("exabgp_tcp_port", Integer.toString(port))), FormatVersion.V5_0_0, "test",
                SOFTWARE_VERSION));
            thread = Thread.ofPlatform().start(runner::run);
        }

        @Override
        public void signal(final String name) {
            runner.signal(Arrays.stream(RunSignal.values())
                .filter(signal -> signal.signalName().equals(name)).findFirst().orElseThrow());
        }

        @Override
        public void end() throws InterruptedException {
            runner.signal(RunSignal.TERMINATE);
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
    }

    /** As a program. */
    final class Program implements JudgedSpeaker {

        private final Process process;

        private Program(final String command, final Path conf, final int port) throws IOException {
            final ProcessBuilder builder =
                new ProcessBuilder(command, "bgp", "run", conf.toString(), "--software-version", SOFTWARE_VERSION);
            builder.environment().put("exabgp_tcp_port", Integer.toString(port));
            process = builder.inheritIO().start();
        }

        @Override
        public void signal(final String name) {
            try {
                new ProcessBuilder(List.of("kill", "-" + name, Long.toString(process.pid()))).start();
            } catch (final IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void end() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
