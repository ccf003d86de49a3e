package dev.directrix.director.cli;

import com.google.gson.JsonElement;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.NodeConfig;
import dev.directrix.director.control.Codec;
import dev.directrix.director.control.ControlClient;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.json.JsonText;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** A command that asks or tells a running director. */
abstract class DirectorCommand implements Callable<Integer> {

    @Option(names = "--control", paramLabel = "SOCKET",
        description = "Control socket of the director; ${DEFAULT-VALUE} unless given.",
        defaultValue = "/run/directrix/control.sock")
    private Path control = NodeConfig.DEFAULT_CONTROL_SOCKET;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text",
        description = "text or json; ${DEFAULT-VALUE} unless given.")
    private OutputFormat output = OutputFormat.TEXT;

    @Spec
    private CommandSpec spec;

    /** What the command does with the director. */
    abstract void act(Operations director);

    @Override
    public Integer call() {
        act(client(director()));
        return ExitCode.OK;
    }

    /** The director at the socket, or another one that it passes requests on to. */
    final Operations client(final Optional<String> name) {
        return new ControlClient(control, ControlClient.DEFAULT_TIME, name);
    }

    /** Which director of the cluster is meant; empty: the one at the socket. */
    Optional<String> director() {
        return Optional.empty();
    }

    final <T> void print(final T report, final Codec<T> json, final Function<T, String> text) {
        print(report, json, JsonText::pretty, text);
    }

    final <T> void print(
        final T report, final Codec<T> json, final Function<JsonElement, String> layout,
        final Function<T, String> text) {
        out().println(output == OutputFormat.JSON
            ? layout.apply(json.write(report)) : text.apply(report).stripTrailing());
        out().flush();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final boolean isText() {
        return output == OutputFormat.TEXT;
    }

    final Paint paint() {
        return new Paint(spec.commandLine().getColorScheme().ansi().enabled());
    }

    /** Reads {@code --vip}. */
    static final class VipOption {

        @Option(names = "--vip", paramLabel = "ADDRESS", description = "Only this VIP.",
            converter = AddressConverter.class)
        private Optional<InetAddress> vip = Optional.empty();

        Optional<InetAddress> vip() {
            return vip;
        }
    }

    /** Reads IP addresses; names are not looked up. */
    static final class AddressConverter implements ITypeConverter<InetAddress> {

        @Override
        public InetAddress convert(final String text) {
            try {
                return AddressText.parse(text);
            } catch (final IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
