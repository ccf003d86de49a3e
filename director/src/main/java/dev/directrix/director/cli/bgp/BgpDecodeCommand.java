package dev.directrix.director.cli.bgp;

import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.decode.DecodeSession;
import dev.directrix.bgp.exabgp.decode.HexDecoder;
import dev.directrix.bgp.exabgp.event.EventEncoder;
import dev.directrix.bgp.exabgp.event.EventSource;
import dev.directrix.bgp.exabgp.event.FormatVersion;
import dev.directrix.director.cli.ExitCode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code directrix bgp decode}. */
@Command(name = "decode", mixinStandardHelpOptions = true,
    description = "Print BGP messages as ExaBGP JSON, one line each; an error is a line of type \"error\".")
final class BgpDecodeCommand implements Callable<Integer> {

    private final InputStream in;

    @Option(names = "--conf", paramLabel = "FILE",
        description = "ExaBGP configuration; what its first neighbor would offer counts as agreed.")
    private Optional<Path> conf = Optional.empty();

    @Option(names = "--json-version", paramLabel = "VERSION", defaultValue = "5.0.0", converter = Version.class,
        description = "4.0.1, 5.0.0 or 6.0.0; ${DEFAULT-VALUE} unless given.")
    private FormatVersion version;

    @Parameters(paramLabel = "HEX|-", arity = "1..*",
        description = "A message in hexadecimal, or several one behind the other; without header it is the body of an"
            + " UPDATE. Spaces and colons do not count. '-': a message per line of standard input.")
    private List<String> hex;

    @Spec
    private CommandSpec spec;

    BgpDecodeCommand(final InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() {
        final DecodeSession session = conf.map(ExabgpConfiguration::read).map(DecodeSession::of)
            .orElseGet(DecodeSession::standard);
        final HexDecoder decoder = new HexDecoder(
            EventEncoder.json(version), session, EventSource.ofThisProcess(InstantSource.system()));
        final PrintWriter out = spec.commandLine().getOut();
        final boolean good = lines().map(decoder::decode).map(decoded -> {
            decoded.forEach(event -> out.println(event.text()));
            return decoded.stream().allMatch(HexDecoder.Decoded::good);
        }).reduce(true, Boolean::logicalAnd);
        return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private Stream<String> lines() {
        return hex.equals(List.of("-"))
            ? new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines()
                .filter(line -> !line.isBlank())
            : Stream.of(String.join(" ", hex));
    }

    /** Versions by their numbers. */
    static final class Version implements ITypeConverter<FormatVersion> {

        @Override
        public FormatVersion convert(final String text) {
            return FormatVersion.parse(text).orElseThrow(() -> new TypeConversionException("'" + text
                + "' is none of " + Arrays.stream(FormatVersion.values()).map(FormatVersion::text)
                    .collect(Collectors.joining(", "))));
        }
    }
}
