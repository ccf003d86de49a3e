package dev.directrix.director.cli;

import dev.directrix.director.control.Operations;
import dev.directrix.director.control.TraceCodecs;
import dev.directrix.director.control.TraceEntry;
import dev.directrix.director.control.TraceReport;
import dev.directrix.director.control.TraceRequest;
import dev.directrix.director.control.json.JsonText;
import dev.directrix.director.runtime.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix trace}. */
@Command(name = "trace", mixinStandardHelpOptions = true,
    description = {"Show packet by packet what the director decides and why, until SIGINT or SIGTERM.",
        "FILTER is pairs of words, all of which must hold: vip ADDRESS, client ADDRESS|PREFIX, server NAME|ADDRESS,"
            + " proto tcp|udp|icmp|icmpv6|NUMBER, port PORT, verdict sent|passed|held|dropped|REASON."})
final class TraceCommand extends DirectorCommand {

    private static final Set<String> WORDS = Set.of("vip", "client", "server", "proto", "port", "verdict");
    private static final int HEADERS = 128;
    private static final int WHOLE = 4096;
    private static final long PAUSE_MS = 100;

    @Parameters(paramLabel = "FILTER", arity = "0..*", description = "Every packet unless given.")
    private List<String> filter = new ArrayList<>();

    @Option(names = "--count", paramLabel = "N", description = "End after N packets.")
    private Optional<Long> count = Optional.empty();

    @Option(names = "--for", paramLabel = "TIME", converter = TimeConverter.class,
        description = "End after this time, such as 10s.")
    private Optional<Duration> time = Optional.empty();

    @Option(names = "--snap", paramLabel = "OCTETS",
        description = "Keep so many octets of each packet; " + HEADERS + ", or with captures " + WHOLE
            + ", unless given.")
    private Optional<Integer> snap = Optional.empty();

    @Option(names = "--in", paramLabel = "A.pcap", description = "Gets the packets as they came.")
    private Optional<Path> in = Optional.empty();

    @Option(names = "--out", paramLabel = "B.pcap", description = "Gets the packets as they were sent.")
    private Optional<Path> out = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    void act(final Operations director) {
        final TraceRequest request = request();
        final CountDownLatch stop = new CountDownLatch(1);
        try (TraceFiles files = new TraceFiles(in, out)) {
            final long trace = director.startTrace(request);
            for (final String signal : List.of("INT", "TERM")) {
                Signals.handle(signal, stop::countDown);
            }
            final long lost = follow(director, trace, stop, files);
            if (lost > 0) {
                spec.commandLine().getErr().println("directrix: " + lost
                    + " packets more were not shown: they came faster than they could be read; narrow the filter");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long follow(
        final Operations director, final long trace, final CountDownLatch stop, final TraceFiles files)
        throws InterruptedException {
        final long endNs = System.nanoTime() + time.orElse(Duration.ofDays(36_500)).toNanos();
        long left = count.orElse(Long.MAX_VALUE);
        while (left > 0 && System.nanoTime() - endNs < 0) {
            final TraceReport report = director.readTrace(trace);
            left -= show(report, left, files);
            if (stop.await(report.packets().isEmpty() ? PAUSE_MS : 0, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        final TraceReport rest = director.stopTrace(trace);
        show(rest, left, files);
        return rest.lost();
    }

    private long show(final TraceReport report, final long most, final TraceFiles files) {
        final TraceText text = new TraceText(paint(), ZoneId.systemDefault());
        final List<TraceEntry> shown = report.packets().stream().limit(most).toList();
        for (final TraceEntry entry : shown) {
            out().println(isText() ? text.text(entry) : JsonText.compact(TraceCodecs.ENTRY.write(entry)));
            files.write(entry);
        }
        out().flush();
        return shown.size();
    }

    private TraceRequest request() {
        if (filter.size() % 2 != 0) {
            throw wrong("'" + filter.getLast() + "' has no value; a filter is pairs of words such as 'port 80'");
        }
        final Map<String, String> words = new HashMap<>();
        for (int i = 0; i < filter.size(); i += 2) {
            final String word = filter.get(i);
            if (!WORDS.contains(word)) {
                throw wrong("'" + word + "' is no word of a filter; use "
                    + String.join(", ", WORDS.stream().sorted().toList()));
            }
            if (words.put(word, filter.get(i + 1)) != null) {
                throw wrong("'" + word + "' is there twice");
            }
        }
        return new TraceRequest(Optional.ofNullable(words.get("vip")), Optional.ofNullable(words.get("client")),
            Optional.ofNullable(words.get("server")), Optional.ofNullable(words.get("proto")),
            Optional.ofNullable(words.get("port")).map(this::port).orElseGet(OptionalInt::empty),
            Optional.ofNullable(words.get("verdict")),
            snap.orElse(in.isPresent() || out.isPresent() ? WHOLE : HEADERS));
    }

    private OptionalInt port(final String text) {
        if (!text.matches("\\d{1,5}")) {
            throw wrong("'" + text + "' is no port");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private ParameterException wrong(final String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
