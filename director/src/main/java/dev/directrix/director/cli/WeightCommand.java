package dev.directrix.director.cli;

import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.Operations;
import dev.directrix.ecmp.Announcement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix weight}. */
@Command(name = "weight", mixinStandardHelpOptions = true, description = "This director's ECMP weight.",
    subcommands = {WeightCommand.Show.class, WeightCommand.Set.class, WeightCommand.Reset.class})
final class WeightCommand extends GroupCommand {

    /** {@code directrix weight show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "The weights in force.")
    static final class Show extends RelayedCommand {

        @Override
        void act(final Operations director) {
            print(director.weights(), Codecs.WEIGHTS, new ReportText(paint())::weights);
        }
    }

    /** {@code directrix weight set}. */
    @Command(name = "set", mixinStandardHelpOptions = true,
        description = "Announce another weight, until 'weight reset' or a restart.")
    static final class Set extends RelayedCommand {

        @Parameters(paramLabel = "W", description = "1 to 65535, relative to the other directors.")
        private int weight;

        @Mixin
        private VipOption vip = new VipOption();

        @Spec
        private CommandSpec spec;

        @Override
        void act(final Operations director) {
            if (weight < 1 || weight > Announcement.MAX_WEIGHT) {
                throw new ParameterException(spec.commandLine(), "weight " + weight + " is not within 1.."
                    + Announcement.MAX_WEIGHT + (weight == 0 ? "; to take traffic away use 'directrix drain'" : ""));
            }
            print(director.setWeight(weight, vip.vip()), Codecs.WEIGHTS, new ReportText(paint())::weights);
        }
    }

    /** {@code directrix weight reset}. */
    @Command(name = "reset", mixinStandardHelpOptions = true, description = "Back to the configured weight.")
    static final class Reset extends RelayedCommand {

        @Mixin
        private VipOption vip = new VipOption();

        @Override
        void act(final Operations director) {
            print(director.resetWeight(vip.vip()), Codecs.WEIGHTS, new ReportText(paint())::weights);
        }
    }
}
