package dev.directrix.director.cli;

import dev.directrix.director.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code directrix} without a command. */
@Command(name = "directrix", mixinStandardHelpOptions = true, versionProvider = RootCommand.BuildAndJava.class,
    description = "A routing-integrated layer-4 load balancer: announces VIPs by BGP, forwards by Maglev.",
    footer = {"", "Exit codes: 0 ok, 1 failed, 2 usage, 3 configuration invalid, 4 no director answers."})
final class RootCommand implements Runnable {

    @Option(names = {"-v", "--verbose"}, scope = ScopeType.INHERIT, description = "Show where an error came from.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** What {@code --version} prints. */
    static final class BuildAndJava implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"directrix " + Version.current() + ", Java " + Runtime.version()};
        }
    }
}
