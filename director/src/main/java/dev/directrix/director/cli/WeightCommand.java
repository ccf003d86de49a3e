package dev.directrix.director.cli;

import dev.directrix.director.config.RouterModel;
import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.RampRequest;
import dev.directrix.director.control.ShareCodecs;
import dev.directrix.director.control.SharesReport;
import dev.directrix.director.control.WeightOverview;
import dev.directrix.director.control.WeightReport;
import dev.directrix.ecmp.Announcement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix weight}. */
@Command(name = "weight", mixinStandardHelpOptions = true, description = "This director's ECMP weight.",
    subcommands = {WeightCommand.Show.class, WeightCommand.Set.class, WeightCommand.Reset.class,
        RouterConfigCommand.class})
final class WeightCommand extends GroupCommand {

    /** {@code directrix weight show}. */
    @Command(name = "show", mixinStandardHelpOptions = true,
        description = "The weights in force, and what share of the traffic they give.")
    static final class Show extends RelayedCommand {

        private static final Duration SHORTEST = Duration.ofMillis(100);

        @Option(names = "--receiver", paramLabel = "ROUTER",
            description = "What such a router makes of the announcements: frr-RELEASE (as frr-8 or frr-10.3.1), bird,"
                + " linux, linux-group, asic-ENTRIES; that of the file (router-model) unless given.")
        private Optional<String> receiver = Optional.empty();

        @Option(names = "--maximum-paths", paramLabel = "N", defaultValue = "" + RouterModel.DEFAULT_MAXIMUM_PATHS,
            description = "With --receiver: the most next hops that it is configured for; ${DEFAULT-VALUE} unless"
                + " given.")
        private int maximumPaths;

        @Option(names = "--measure", paramLabel = "TIME", converter = TimeConverter.class,
            description = "Measure shares over this time; over the last second or so unless given.")
        private Optional<Duration> measure = Optional.empty();

        @Spec
        private CommandSpec spec;

        @Override
        void act(final Operations director) {
            if (maximumPaths < 1) {
                throw new ParameterException(spec.commandLine(), "--maximum-paths is 1 or more");
            }
            if (measure.filter(time -> time.compareTo(SHORTEST) < 0).isPresent()) {
                throw new ParameterException(spec.commandLine(), "--measure takes 100ms or more");
            }
            final Optional<RouterModel> request = receiver.map(this::router);
            final SharesReport shares = measure.map(time -> measured(director, request, time))
                .orElseGet(() -> director.shares(request));
            print(new WeightOverview(director.weights(), shares), ShareCodecs.OVERVIEW,
                new WeightText(paint())::overview);
        }

        private RouterModel router(final String kind) {
            try {
                return new RouterModel(kind, maximumPaths);
            } catch (final IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage());
            }
        }

        private static SharesReport measured(
            final Operations director, final Optional<RouterModel> request, final Duration time) {
            final SharesReport before = director.shares(request);
            final long beganNs = System.nanoTime();
            try {
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            final SharesReport after = director.shares(request);
            return after.measuredSince(before, (System.nanoTime() - beganNs) / 1e9);
        }
    }

    /** {@code directrix weight set}. */
    @Command(name = "set", mixinStandardHelpOptions = true,
        description = "Announce another weight, until 'weight reset'.")
    static final class Set extends RelayedCommand {

        @Parameters(paramLabel = "W", description = "1 to 65535, relative to the other directors.")
        private int weight;

        @Mixin
        private VipOption vip = new VipOption();

        @Option(names = "--over", paramLabel = "TIME", converter = TimeConverter.class,
            description = "Step by step over this time, as 90s, 10m or 1h; at most 7d.")
        private Optional<Duration> over = Optional.empty();

        @Option(names = "--step", paramLabel = "N", description = "With --over: how much the weight changes at a time;"
            + " as little as leaves a second between two changes unless given.")
        private Optional<Integer> step = Optional.empty();

        @Spec
        private CommandSpec spec;

        @Override
        void act(final Operations director) {
            if (weight < 1 || weight > Announcement.MAX_WEIGHT) {
                throw new ParameterException(spec.commandLine(), "weight " + weight + " is not within 1.."
                    + Announcement.MAX_WEIGHT + (weight == 0 ? "; to take traffic away use 'directrix drain'" : ""));
            }
            if (over.isEmpty() && step.isPresent()) {
                throw new ParameterException(spec.commandLine(), "--step needs --over: the time that the steps take");
            }
            final WeightReport report = over.isEmpty() ? director.setWeight(weight, vip.vip())
                : director.rampWeight(weight, new RampRequest(
                    over.get(), step.map(OptionalInt::of).orElse(OptionalInt.empty())), vip.vip());
            print(report, Codecs.WEIGHTS, new WeightText(paint())::weights);
        }
    }

    /** {@code directrix weight reset}. */
    @Command(name = "reset", mixinStandardHelpOptions = true, description = "Back to the configured weight.")
    static final class Reset extends RelayedCommand {

        @Mixin
        private VipOption vip = new VipOption();

        @Override
        void act(final Operations director) {
            print(director.resetWeight(vip.vip()), Codecs.WEIGHTS, new WeightText(paint())::weights);
        }
    }
}
