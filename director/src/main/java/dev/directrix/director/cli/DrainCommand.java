package dev.directrix.director.cli;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.DurationText;
import dev.directrix.director.control.DrainCodecs;
import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.DrainRequest;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.SessionsAfterDrain;
import dev.directrix.director.control.json.JsonText;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code directrix drain}. The director drains by itself: this only starts it and watches. */
@Command(name = "drain", mixinStandardHelpOptions = true,
    description = {"Leave the routers' ECMP set without losing a flow, and show how it goes until it is done.",
        "Interrupted, the drain goes on; 'undrain' takes it back at any moment."})
final class DrainCommand extends RelayedCommand {

    private final Watch watch;

    @Mixin
    private VipOption vip = new VipOption();

    @Option(names = "--timeout", paramLabel = "TIME", converter = TimeConverter.class, defaultValue = "30s",
        description = {"If packets still come then, withdraw if other directors of the cluster take them;"
            + " otherwise go no further. ${DEFAULT-VALUE} unless given."})
    private Duration timeout = DrainRequest.DEFAULT.timeout();

    @Option(names = "--force", description = "Withdraw then in any case: flows that nobody else takes break.")
    private boolean force;

    @Option(names = "--text", paramLabel = "WORDS", description = "What the routers' operators read when the sessions"
        + " end (RFC 9003); \"" + DrainRequest.FAREWELL + "\" unless given.")
    private Optional<String> text = Optional.empty();

    @Option(names = "--keep-sessions", description = "Leave the sessions to the routers up, so that 'undrain' announces"
        + " at once.")
    private boolean keepSessions;

    @Option(names = "--no-wait", description = "Begin the drain, and do not watch it.")
    private boolean noWait;

    @Spec
    private CommandSpec spec;

    DrainCommand(final Watch watch) {
        this.watch = watch;
    }

    @Override
    void act(final Operations director) {
        final boolean stay = vip.vip().isPresent() || keepSessions;
        if (stay && text.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--text is for the end of the sessions, and "
                + (keepSessions ? "--keep-sessions" : "--vip") + " leaves them up");
        }
        final Optional<String> farewell =
            stay ? Optional.empty() : text.or(() -> Optional.of(DrainRequest.FAREWELL));
        final DrainReport begun = director.drain(vip.vip(), new DrainRequest(timeout, force, farewell));
        final ReportText report = new ReportText(paint());
        if (noWait) {
            print(begun, DrainCodecs.DRAINS, it -> report.vips(it.vips()) + report.unkept(it.unkept()));
            return;
        }
        if (isText()) {
            out().print(report.unkept(begun.unkept()));
        }
        final DrainReport end = follow(director, begun);
        if (isText() && farewell.isPresent() && end.sessions() == SessionsAfterDrain.ENDED) {
            out().println("the sessions to the routers have ended with Cease; 'directrix undrain' opens them again");
        }
        if (end.held()) {
            throw new OperationException(DrainText.held(end, again()));
        }
    }

    /** The command as it was given, with the shortest bound. */
    private String again() {
        return "directrix drain --timeout " + DurationText.format(DrainRequest.SHORTEST)
            + vip.vip().map(address -> " --vip " + AddressText.format(address)).orElse("")
            + text.map(words -> " --text \"" + words.replaceAll("[\\\\\"$`]", "\\\\$0") + "\"").orElse("")
            + (keepSessions ? " --keep-sessions" : "");
    }

    private DrainReport follow(final Operations director, final DrainReport begun) {
        final DrainProgress progress = new DrainProgress(out(), paint());
        DrainReport report = begun;
        while (true) {
            if (isText()) {
                progress.show(report);
            } else {
                print(report, DrainCodecs.DRAINS, JsonText::compact, _ -> "");
            }
            if (report.drains().size() < begun.drains().size()) {
                throw new OperationException("the drain was taken back meanwhile");
            }
            if (report.complete() || report.held()) {
                return report;
            }
            if (!watch.again()) {
                throw new OperationException("interrupted; the drain goes on at the director: 'directrix drain' watches"
                    + " it again, 'directrix undrain' takes it back");
            }
            report = director.drains(vip.vip());
        }
    }
}
