package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.service.Protocol;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a flow as people write it: {@code tcp 198.51.100.7:40000 192.0.2.10:80}, IPv6 addresses in brackets. */
final class FlowText {
    private static final Pattern ENDPOINT = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([0-9.]+)):([0-9]{1,5})");

    private FlowText() {
    }

    /**
     * The flow.
     *
     * @throws IllegalArgumentException if a part is not what it should be; the message quotes it
     */
    static FlowKey parse(final String protocol, final String source, final String destination) {
        final Matcher from = match(source);
        final Matcher to = match(destination);
        return new FlowKey(protocol(protocol), address(from), port(from), address(to), port(to));
    }

    private static Protocol protocol(final String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "tcp" -> Protocol.TCP;
            case "udp" -> Protocol.UDP;
            default -> throw new IllegalArgumentException("protocol '" + text + "' is neither tcp nor udp");
        };
    }

    private static Matcher match(final String text) {
        final Matcher matcher = ENDPOINT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not ADDRESS:PORT");
        }
        return matcher;
    }

    private static InetAddress address(final Matcher endpoint) {
        final String v6 = endpoint.group(1);
        return InetAddress.ofLiteral(v6 == null ? endpoint.group(2) : v6);
    }

    private static int port(final Matcher endpoint) {
        return Integer.parseInt(endpoint.group(3));
    }
}
