package dev.directrix.bgp.interop;

import dev.directrix.bgp.exabgp.ExabgpRunner;
import dev.directrix.bgp.exabgp.RunEnvironment;
import dev.directrix.bgp.exabgp.RunSettings;
import dev.directrix.bgp.exabgp.RunSignal;
import dev.directrix.bgp.exabgp.event.FormatVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Runs an ExaBGP configuration in a namespace, until its standard input ends. */
final class RunnerMain {

    private RunnerMain() {
    }

    public static void main(final String[] args) {
        final ExabgpRunner runner = ExabgpRunner.of(Path.of(args[0]), new RunSettings(
            RunEnvironment.of(System.getenv()), FormatVersion.V5_0_0, "test", "Directrix/test"));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (final IOException e) {
                System.err.println(e.getMessage());
            }
            runner.signal(RunSignal.TERMINATE);
        });
        runner.run();
    }
}
