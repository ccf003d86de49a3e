package dev.directrix.director.cli;

import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ControlException;
import dev.directrix.director.control.DrainRequest;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.RestartRequest;
import dev.directrix.director.control.json.JsonText;
import dev.directrix.director.rolling.RollingStep;
import dev.directrix.director.rolling.RollingStep.Stage;
import dev.directrix.director.rolling.Sight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix cluster restart}: looks, has {@link RollingStep} decide, and does what it says. */
@Command(name = "restart", mixinStandardHelpOptions = true,
    description = {"Restart the directors of the cluster, one after the other, without losing a flow.",
        "Each drains, ends, comes back as a member in sync, announces, and gets its share again before the next one"
            + " goes. The first failure ends the command, and leaves the rest alone.",
        "A director ends with exit status 75, and whatever runs it has to start it again (systemd:"
            + " RestartForceExitStatus=75, or Restart=on-failure), unless --exec says how it is restarted."})
final class ClusterRestartCommand extends DirectorCommand {

    /** A stage that lasts is shown again so often. */
    private static final long BETWEEN_MS = 5_000;

    private final Watch watch;

    @Parameters(arity = "0..*", paramLabel = "NAME",
        description = "These directors, in this order; all, the one at the control socket last, unless given.")
    private List<String> names = List.of();

    @Option(names = "--exec", paramLabel = "COMMAND",
        description = {"Restarts a director: run by sh here, with its name in $DIRECTOR, when it is drained. It stays"
            + " drained until it is back, a member in sync."})
    private Optional<String> exec = Optional.empty();

    @Option(names = "--timeout", paramLabel = "TIME", converter = TimeConverter.class, defaultValue = "30s",
        description = "Until the flows of a director have moved. ${DEFAULT-VALUE} unless given.")
    private Duration timeout = DrainRequest.DEFAULT.timeout();

    @Option(names = "--back", paramLabel = "TIME", converter = TimeConverter.class, defaultValue = "2m",
        description = "From then until all is as before. ${DEFAULT-VALUE} unless given.")
    private Duration back = Duration.ofMinutes(2);

    @Option(names = "--text", paramLabel = "WORDS",
        description = "For the routers' operators, with the end of the sessions (RFC 9003).")
    private Optional<String> text = Optional.empty();

    @Spec
    private CommandSpec spec;

    ClusterRestartCommand(final Watch watch) {
        this.watch = watch;
    }

    @Override
    void act(final Operations director) {
        if (exec.isPresent() && text.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--text is sent by a director that ends by itself; with"
                + " --exec the command ends it");
        }
        final List<String> targets = targets(director.cluster());
        final List<String> done = new ArrayList<>();
        for (final String name : targets) {
            final RollingStep end = restart(name);
            if (end.stage() == Stage.FAILED) {
                final List<String> rest = targets.subList(done.size() + 1, targets.size());
                throw new OperationException("director " + name + ": " + end.why().orElse("") + "; "
                    + (done.isEmpty() ? "" : String.join(", ", done) + " restarted, ")
                    + (rest.isEmpty() ? "none left" : String.join(", ", rest) + " untouched"));
            }
            done.add(name);
        }
    }

    private List<String> targets(final ClusterReport cluster) {
        final List<String> members = cluster.members().stream().map(ClusterReport.Member::name).toList();
        if (members.size() < 2) {
            throw new OperationException("the cluster has no other member that could take the flows: use 'directrix"
                + " drain', and restart this director by hand");
        }
        for (final String name : names) {
            if (!members.contains(name)) {
                throw new OperationException("there is no member " + name + "; there are "
                    + String.join(", ", members));
            }
        }
        if (!names.isEmpty()) {
            return names.stream().distinct().toList();
        }
        final String own = cluster.member().replaceFirst("/.*", "");
        final List<String> all = new ArrayList<>(members.stream().filter(name -> !name.equals(own)).sorted().toList());
        all.add(own);
        return all;
    }

    private RollingStep restart(final String name) {
        final Operations director = client(Optional.of(name));
        final RollingStep.Limits limits = new RollingStep.Limits(timeout, back);
        final Sight before = awaitReady(director);
        RollingStep step = RollingStep.begun(limits, exec.isPresent(), before, nowMs());
        final Optional<String> obstacle = RollingStep.obstacle(before);
        if (obstacle.isPresent()) {
            return show(name, step.failed(obstacle.get() + "; nothing was done to it", nowMs()), before);
        }
        if (exec.isPresent()) {
            director.drain(Optional.empty(), DrainRequest.of(timeout));
        } else {
            director.restart(new RestartRequest(timeout, text));
        }
        return follow(name, director, step);
    }

    private RollingStep follow(final String name, final Operations director, final RollingStep begun) {
        RollingStep step = show(name, begun, begun.before());
        long shownMs = nowMs();
        while (!step.stage().over()) {
            if (!watch.again()) {
                return show(name, step.failed("interrupted while it was " + step.stage().name().toLowerCase(
                    Locale.ROOT) + left(name, step), nowMs()), Sight.NONE);
            }
            final Sight seen = look(director);
            final RollingStep next = step.on(seen, nowMs());
            if (next.stage() != step.stage() || nowMs() - shownMs >= BETWEEN_MS) {
                show(name, next, seen);
                shownMs = nowMs();
            }
            step = next.stage() == step.stage() ? next : act(name, director, step, next);
        }
        return step;
    }

    /** Does what a new stage asks for. */
    private RollingStep act(
        final String name, final Operations director, final RollingStep before, final RollingStep now) {
        if (now.hooked() && now.stage() == Stage.RESTARTING) {
            return new RestartHook(exec.orElseThrow(), watch).run(name, back)
                .map(why -> show(name, now.failed(why + left(name, now), nowMs()), Sight.NONE)).orElse(now);
        }
        if (now.hooked() && now.stage() == Stage.RETURNING) {
            director.undrain(Optional.empty());
        }
        if (now.stage() == Stage.FAILED && before.stage() == Stage.DRAINING) {
            tryToUndrain(director);
            return now;
        }
        return now.stage() == Stage.FAILED ? now.failed(now.why().orElse("") + left(name, before), nowMs()) : now;
    }

    /** What is left of a restart that is not watched any more. */
    private static String left(final String name, final RollingStep step) {
        if (!step.hooked()) {
            return "; it goes on by itself";
        }
        return step.stage() == Stage.DRAINING || step.stage() == Stage.RESTARTING
            ? "; it stays drained: 'directrix undrain --director " + name + "' brings it back" : "";
    }

    private static void tryToUndrain(final Operations director) {
        try {
            director.undrain(Optional.empty());
        } catch (final OperationException | ControlException e) {
            // It has gone meanwhile: nothing is drained there by us.
            return;
        }
    }

    /** The cluster may be settling still after the director before. */
    private Sight awaitReady(final Operations director) {
        final long endMs = nowMs() + back.toMillis();
        Sight seen = look(director);
        while (seen.lacks().isPresent() && nowMs() < endMs && watch.again()) {
            seen = look(director);
        }
        return seen;
    }

    private static Sight look(final Operations director) {
        try {
            return Sight.of(director.status(), director.drains(Optional.empty()), director.shares(Optional.empty()));
        } catch (final OperationException | ControlException e) {
            return Sight.NONE;
        }
    }

    private RollingStep show(final String name, final RollingStep step, final Sight seen) {
        final RollingText lines = new RollingText(paint());
        out().println(isText() ? lines.text(name, step, seen, nowMs())
            : JsonText.compact(lines.json(name, step, seen, nowMs())));
        out().flush();
        return step;
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
