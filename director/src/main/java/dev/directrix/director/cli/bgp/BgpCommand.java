package dev.directrix.director.cli.bgp;

import dev.directrix.director.cli.GroupCommand;
import java.io.InputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code directrix bgp}. */
@Command(name = "bgp", mixinStandardHelpOptions = true,
    description = "The BGP speaker by itself, in the words of ExaBGP.")
public final class BgpCommand extends GroupCommand {

    /**
     * The command with those under it.
     *
     * @param in what a command reads that is told to read {@code -}
     */
    public static CommandLine withSubcommands(final InputStream in) {
        return new CommandLine(new BgpCommand())
            .addSubcommand(new BgpRunCommand(System.getenv()))
            .addSubcommand(new BgpCheckCommand())
            .addSubcommand(new BgpDecodeCommand(in))
            .addSubcommand(new BgpEncodeCommand(in));
    }
}
