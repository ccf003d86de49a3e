package dev.directrix.director.cli;

import dev.directrix.director.control.ClusterCodecs;
import dev.directrix.director.control.Operations;
import picocli.CommandLine.Command;

/** {@code directrix cluster}. */
@Command(name = "cluster", mixinStandardHelpOptions = true, description = "The cluster that a director is a member of.",
    subcommands = {ClusterCommand.Members.class, ClusterCommand.Epoch.class, ClusterCommand.Settle.class})
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
}
