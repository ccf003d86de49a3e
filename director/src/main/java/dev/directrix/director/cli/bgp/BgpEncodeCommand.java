package dev.directrix.director.cli.bgp;

import com.google.gson.JsonObject;
import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.encode.CommandEncoder;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.director.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix bgp encode}. */
@Command(name = "encode", mixinStandardHelpOptions = true,
    description = "Print the BGP messages that an ExaBGP API command causes, in hexadecimal, with commas between.")
final class BgpEncodeCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    private final InputStream in;

    @Option(names = "--conf", paramLabel = "FILE",
        description = "ExaBGP configuration; the messages are those for the first neighbor that the command means."
            + " Without it they are for an internal session of AS 65533 on 127.0.0.1.")
    private Optional<Path> conf = Optional.empty();

    @Parameters(paramLabel = "COMMAND|-", arity = "1..*",
        description = "A command, as: announce route 192.0.2.1/32 next-hop self. '-': a command per line of standard"
            + " input, answered by a line each.")
    private List<String> command;

    @Spec
    private CommandSpec spec;

    BgpEncodeCommand(final InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() {
        final CommandEncoder encoder = conf.map(ExabgpConfiguration::read).map(CommandEncoder::of)
            .orElseGet(CommandEncoder::standard);
        final PrintWriter out = spec.commandLine().getOut();
        if (command.equals(List.of(STANDARD_INPUT))) {
            return lines(encoder, out);
        }
        try {
            out.println(encoded(encoder, String.join(" ", command)));
            return ExitCode.OK;
        } catch (final TextException e) {
            spec.commandLine().getErr().println("directrix: " + e.position() + ": " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private int lines(final CommandEncoder encoder, final PrintWriter out) {
        int exitCode = ExitCode.OK;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                try {
                    out.println(encoded(encoder, line));
                } catch (final TextException e) {
                    out.println(error(e, number));
                    exitCode = ExitCode.FAILED;
                }
                out.flush();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
        return exitCode;
    }

    private static String encoded(final CommandEncoder encoder, final String line) {
        return encoder.encode(line).stream().map(HexFormat.of().withUpperCase()::formatHex)
            .collect(Collectors.joining(","));
    }

    private static String error(final TextException problem, final int line) {
        final JsonObject error = new JsonObject();
        error.addProperty("error", problem.getMessage());
        error.addProperty("line", line);
        error.addProperty("column", problem.position().column());
        return error.toString();
    }
}
