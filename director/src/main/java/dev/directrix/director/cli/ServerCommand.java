package dev.directrix.director.cli;

import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.control.DrainCodecs;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.ServerName;
import dev.directrix.director.control.ServersReport;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix server}. */
@Command(name = "server", mixinStandardHelpOptions = true, description = "Real servers.",
    subcommands = {ServerCommand.Listing.class, ServerCommand.Weight.class, ServerCommand.Drain.class,
        ServerCommand.Enable.class})
final class ServerCommand extends GroupCommand {

    private static final String NAME = "NAME (in every pool that has it) or POOL/NAME.";

    /** {@code directrix server list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "All servers of all pools.")
    static final class Listing extends Action {

        @Override
        ServersReport carryOut(final Operations director) {
            return new ServersReport(director.servers(), Optional.empty());
        }
    }

    /** {@code directrix server weight}. */
    @Command(name = "weight", mixinStandardHelpOptions = true,
        description = "Give a server another weight, until 'server enable'.")
    static final class Weight extends Action {

        @Parameters(index = "0", paramLabel = "NAME", description = NAME, converter = NameConverter.class)
        private ServerName name;

        @Parameters(index = "1", paramLabel = "W", description = "0 (no new flows) to 65535.")
        private int weight;

        @Spec
        private CommandSpec spec;

        @Override
        ServersReport carryOut(final Operations director) {
            if (weight < 0 || weight > ServerConfig.MAX_WEIGHT) {
                throw new ParameterException(spec.commandLine(),
                    "weight " + weight + " is not within 0.." + ServerConfig.MAX_WEIGHT);
            }
            return director.setServerWeight(name, weight);
        }
    }

    /** {@code directrix server drain}. */
    @Command(name = "drain", mixinStandardHelpOptions = true,
        description = "Give a server no new flows; those that it has stay.")
    static final class Drain extends Action {

        @Parameters(paramLabel = "NAME", description = NAME, converter = NameConverter.class)
        private ServerName name;

        @Override
        ServersReport carryOut(final Operations director) {
            return director.drainServer(name);
        }
    }

    /** {@code directrix server enable}. */
    @Command(name = "enable", mixinStandardHelpOptions = true,
        description = "Give a server new flows again, by its configured weight.")
    static final class Enable extends Action {

        @Parameters(paramLabel = "NAME", description = NAME, converter = NameConverter.class)
        private ServerName name;

        @Override
        ServersReport carryOut(final Operations director) {
            return director.enableServer(name);
        }
    }

    /** Prints the servers that it hit. */
    abstract static class Action extends RelayedCommand {

        abstract ServersReport carryOut(Operations director);

        @Override
        final void act(final Operations director) {
            final ReportText text = new ReportText(paint());
            print(carryOut(director), DrainCodecs.SERVERS, it -> text.servers(it.servers()) + text.unkept(it.unkept()));
        }
    }

    /** Reads server names. */
    static final class NameConverter implements ITypeConverter<ServerName> {

        @Override
        public ServerName convert(final String text) {
            return ServerName.parse(text);
        }
    }
}
