package dev.directrix.lab.check;

import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.HostShell;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Runs checks against a lab, one after the other, and reports each with the time that it took. */
public final class CheckRunner {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Lab lab;
    private final Consumer<String> report;

    public CheckRunner(Lab lab, Consumer<String> report) {
        this.lab = lab;
        this.report = report;
    }

    /** Runs all of them and returns how many did not hold. */
    public int run(List<Check> checks) {
        int failed = 0;
        for (Check check : checks) {
            long startNs = System.nanoTime();
            Optional<String> problem = untilHolds(check);
            double seconds = (System.nanoTime() - startNs) / 1e9;
            report.accept(String.format(Locale.ROOT, "%-4s %6.1f s  %s%s", problem.isPresent() ? "FAIL" : "ok", seconds,
                check.name(), problem.map(text -> "\n     " + check.at() + ": " + text).orElse("")));
            failed += problem.isPresent() ? 1 : 0;
        }
        return failed;
    }

    private Optional<String> untilHolds(Check check) {
        Deadline deadline = Deadline.in(check.within());
        Optional<String> problem = once(check);
        while (problem.isPresent() && !deadline.passed()) {
            Deadline.pause(PAUSE);
            problem = once(check);
        }
        return problem;
    }

    private Optional<String> once(Check check) {
        CommandResult result;
        try {
            result = check.node().isPresent()
                ? lab.node(check.node().get()).shell(COMMAND_TIMEOUT, check.run())
                : HostShell.run(COMMAND_TIMEOUT, List.of("sh", "-c", check.run()));
        } catch (LabException e) {
            return Optional.of(e.getMessage());
        }
        return problem(check, result).map(text -> text + "; it printed:\n"
            + result.output().strip().indent(7).stripTrailing());
    }

    static Optional<String> problem(Check check, CommandResult result) {
        if (result.exitCode() != check.exitCode()) {
            return Optional.of("ended with " + result.exitCode() + ", not " + check.exitCode());
        }
        for (Pattern pattern : check.expect()) {
            if (!pattern.matcher(result.output()).find()) {
                return Optional.of("'" + pattern + "' is not found");
            }
        }
        for (Pattern pattern : check.reject()) {
            if (pattern.matcher(result.output()).find()) {
                return Optional.of("'" + pattern + "' is found");
            }
        }
        return Optional.empty();
    }
}
