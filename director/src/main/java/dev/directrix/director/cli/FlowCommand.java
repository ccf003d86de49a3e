package dev.directrix.director.cli;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.FlowQuery;
import dev.directrix.director.control.Operations;
import dev.directrix.forwarder.service.Protocol;
import java.net.InetSocketAddress;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code directrix flow}. */
@Command(name = "flow", mixinStandardHelpOptions = true, description = "Which server a flow goes to, and why.")
final class FlowCommand extends DirectorCommand {

    @Parameters(index = "0", paramLabel = "PROTO", description = "tcp or udp.", converter = ProtocolConverter.class)
    private Protocol protocol;

    @Parameters(index = "1", paramLabel = "SRC:PORT", description = "The client.", converter = EndpointConverter.class)
    private InetSocketAddress source;

    @Parameters(index = "2", paramLabel = "DST:PORT", description = "The VIP.", converter = EndpointConverter.class)
    private InetSocketAddress destination;

    @Override
    void act(final Operations director) {
        print(director.flow(new FlowQuery(protocol, source, destination)), Codecs.FLOW,
            new ReportText(paint())::flow);
    }

    /** Reads protocols. */
    static final class ProtocolConverter implements ITypeConverter<Protocol> {

        @Override
        public Protocol convert(final String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "tcp" -> Protocol.TCP;
                case "udp" -> Protocol.UDP;
                default -> throw new TypeConversionException("'" + text + "' is no protocol here; use tcp or udp");
            };
        }
    }

    /** Reads addresses with ports. */
    static final class EndpointConverter implements ITypeConverter<InetSocketAddress> {

        @Override
        public InetSocketAddress convert(final String text) {
            try {
                return AddressText.parseEndpoint(text);
            } catch (final IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
