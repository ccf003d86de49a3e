package dev.directrix.director.cli;

import dev.directrix.director.control.ClusterCodecs;
import dev.directrix.director.control.Operations;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix cluster}. */
@Command(name = "cluster", mixinStandardHelpOptions = true, description = "The cluster that a director is a member of.",
    subcommands = {ClusterCommand.Members.class, ClusterCommand.Epoch.class, ClusterCommand.Settle.class,
        ClusterCommand.Off.class})
final class ClusterCommand extends GroupCommand {

    /** {@code directrix cluster members}. */
    @Command(name = "members", mixinStandardHelpOptions = true, description = "The members, and the links to them.")
    static final class Members extends DirectorCommand {

        @Override
        void act(final Operations director) {
            print(director.cluster(), ClusterCodecs.CLUSTER, new ClusterText(paint())::members);
        }
    }

    /** {@code directrix cluster epoch}. */
    @Command(name = "epoch", mixinStandardHelpOptions = true,
        description = "What the members have agreed on, and whether this one may forward.")
    static final class Epoch extends DirectorCommand {

        @Override
        void act(final Operations director) {
            print(director.cluster(), ClusterCodecs.CLUSTER, new ClusterText(paint())::epoch);
        }
    }

    /** {@code directrix cluster settle}. */
    @Command(name = "settle", mixinStandardHelpOptions = true,
        description = "The change of the tables that is under way, and what it waits for.")
    static final class Settle extends DirectorCommand {

        @Override
        void act(final Operations director) {
            print(director.cluster(), ClusterCodecs.CLUSTER, new ClusterText(paint())::settle);
        }
    }

    /** {@code directrix cluster off}. */
    @Command(name = "off", mixinStandardHelpOptions = true,
        description = {"Say that members which are gone are switched off, so that changes need not wait for them.",
            "If one of them still forwards, connections that reach it may go to other servers, and break."})
    static final class Off extends DirectorCommand {

        @Parameters(arity = "1..*", paramLabel = "NAME",
            description = "A member that is gone, by the name of its node.")
        private List<String> names = List.of();

        @Option(names = "--yes", description = "You have seen to it that they are off.")
        private boolean yes;

        @Spec
        private CommandSpec spec;

        @Override
        void act(final Operations director) {
            if (!yes) {
                throw new ParameterException(spec.commandLine(), "nothing was done: if " + String.join(" or ", names)
                    + " still forwards, cut off from here, connections that reach it may go to other servers and"
                    + " break; switch off or unplug what you name, then say so with --yes");
            }
            print(director.membersOff(names), ClusterCodecs.CLUSTER, new ClusterText(paint())::epoch);
        }
    }
}
