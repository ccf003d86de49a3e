package dev.directrix.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link SpeakerMain} at work in a namespace. */
final class SpeakerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    private SpeakerProcess(final Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    static SpeakerProcess start(
        final String space, final long asn, final String source, final String router, final String... options) {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", space,
            ProcessHandle.current().info().command().orElse("java"), "-XX:+UseSerialGC", "-Xshare:auto",
            "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), SpeakerMain.class.getName(),
            Long.toString(asn), source, router));
        command.addAll(List.of(options));
        try {
            return new SpeakerProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives an order and returns its answer. */
    String tell(final String order) {
        try {
            in.write(order + "\n");
            in.flush();
            return String.valueOf(out.readLine());
        } catch (final IOException e) {
            throw new UncheckedIOException("the speaker has ended", e);
        }
    }

    /** Sends a signal to the process. */
    void signal(final String name) {
        RouterLab.signal(process, name);
    }

    /** Waits until the status has this in it. */
    void awaitStatus(final String text) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() ->
            assertThat(tell("status")).contains(text));
    }

    @Override
    public void close() {
        signal("CONT");
        try {
            in.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (final IOException e) {
            process.destroyForcibly();
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
