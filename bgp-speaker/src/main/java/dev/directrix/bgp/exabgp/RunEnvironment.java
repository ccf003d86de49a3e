package dev.directrix.bgp.exabgp;

import dev.directrix.bgp.exabgp.api.ApiSettings;
import dev.directrix.bgp.exabgp.text.AddressText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What ExaBGP takes from environment variables: {@code exabgp.tcp.port}, or where a shell does not like dots
 * {@code exabgp_tcp_port}. What has no meaning here is taken and ignored, so that nobody needs to change a script.
 *
 * @param port      {@code tcp.port}: port to listen on, and to connect to unless a neighbour says otherwise
 * @param bind      {@code tcp.bind}: addresses to listen on; none: not listening
 * @param attempts  {@code tcp.attempts}: connections to each neighbour before it is given up; 0: without end
 * @param passive   {@code bgp.passive}: never connect
 * @param api       {@code api.ack} and {@code api.version}
 * @param respawn   {@code api.respawn}: start programs again that ended
 * @param terminate {@code api.terminate}: end when a program is gone for good
 * @param logLevel  {@code log.level}, {@code log.all} and {@code log.enable}
 */
public record RunEnvironment(
    int port, List<InetAddress> bind, int attempts, boolean passive, ApiSettings api, boolean respawn,
    boolean terminate, LogLevel logLevel) {

    /** Port 179, not listening, connecting without end, programs acknowledged and started again. */
    public static final RunEnvironment DEFAULT =
        new RunEnvironment(179, List.of(), 0, false, ApiSettings.DEFAULT, true, false, LogLevel.INFO);

    private static final String PREFIX = "exabgp";

    /** Freezes the list. */
    public RunEnvironment {
        bind = List.copyOf(bind);
    }

    /**
     * Reads variables.
     *
     * @param variables names and values, such as {@link System#getenv()}
     * @throws IllegalArgumentException if a value cannot be meant
     */
    public static RunEnvironment of(final Map<String, String> variables) {
        final Reader in = new Reader(variables);
        final int attempts = in.number("tcp.attempts", in.number("tcp.connections",
            in.flag("tcp.once", false) ? 1 : DEFAULT.attempts, Integer.MAX_VALUE), Integer.MAX_VALUE);
        final int version = in.number("api.version", DEFAULT.api.version(), Integer.MAX_VALUE);
        if (version != 4 && version != 5 && version != 6) {
            throw in.wrong("api.version", Integer.toString(version), "4, 5 or 6");
        }
        return new RunEnvironment(in.number("tcp.port", DEFAULT.port, 65_535), in.addresses("tcp.bind"), attempts,
            in.flag("bgp.passive", DEFAULT.passive),
            new ApiSettings(in.flag("api.ack", DEFAULT.api.acknowledge()), version == 6 ? 6 : 4),
            in.flag("api.respawn", DEFAULT.respawn), in.flag("api.terminate", DEFAULT.terminate), logLevel(in));
    }

    private static LogLevel logLevel(final Reader in) {
        if (!in.flag("log.enable", true)) {
            return LogLevel.ERROR; // Errors are told always.
        }
        if (in.flag("log.all", false)) {
            return LogLevel.DEBUG;
        }
        final String level = in.text("log.level").orElse("INFO");
        return switch (level.toUpperCase(Locale.ROOT)) {
            case "DEBUG" -> LogLevel.DEBUG;
            case "INFO", "NOTICE" -> LogLevel.INFO;
            case "WARNING" -> LogLevel.WARN;
            case "ERR", "ERROR", "CRITICAL", "ALERT", "EMERG" -> LogLevel.ERROR;
            default -> throw in.wrong("log.level", level, "DEBUG, INFO, NOTICE, WARNING, ERROR or CRITICAL");
        };
    }

    /** How much to log. */
    public enum LogLevel {
        /** Only errors. */
        ERROR,
        /** And warnings. */
        WARN,
        /** And what happens. */
        INFO,
        /** And how. */
        DEBUG
    }

    /**
     * Reads the text of an {@code exabgp.env}: sections {@code [exabgp.tcp]} with lines {@code port = 179}.
     *
     * @return names and values as {@link #of} takes them
     */
    public static Map<String, String> parse(final String text) {
        final Map<String, String> variables = new LinkedHashMap<>();
        String section = "";
        for (final String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1).strip() + ".";
            } else if (!line.startsWith("#") && !line.startsWith(";") && line.indexOf('=') > 0) {
                final int at = line.indexOf('=');
                variables.put(section + line.substring(0, at).strip(), line.substring(at + 1).strip());
            }
        }
        return variables;
    }

    /** Finds values under both spellings of a name. */
    private record Reader(Map<String, String> variables) {

        private Optional<String> text(final String name) {
            final String dotted = PREFIX + "." + name;
            return Optional.ofNullable(variables.get(dotted))
                .or(() -> Optional.ofNullable(variables.get(dotted.replace('.', '_'))))
                .map(value -> value.strip().replaceAll("^'(.*)'$|^\"(.*)\"$", "$1$2"))
                .filter(value -> !value.isEmpty());
        }

        private int number(final String name, final int absent, final int largest) {
            final Optional<String> text = text(name);
            if (text.isEmpty()) {
                return absent;
            }
            try {
                final int number = Integer.parseInt(text.get());
                if (number >= 0 && number <= largest) {
                    return number;
                }
            } catch (final NumberFormatException e) {
                throw wrong(name, text.get(), "a number");
            }
            throw wrong(name, text.get(), "a number within 0.." + largest);
        }

        private boolean flag(final String name, final boolean absent) {
            final Optional<String> text = text(name).map(value -> value.toLowerCase(Locale.ROOT));
            if (text.isEmpty()) {
                return absent;
            }
            return switch (text.get()) {
                case "1", "yes", "on", "enable", "true" -> true;
                case "0", "no", "off", "disable", "false" -> false;
                default -> throw wrong(name, text.get(), "true or false");
            };
        }

        private List<InetAddress> addresses(final String name) {
            final List<InetAddress> addresses = new ArrayList<>();
            for (final String word : text(name).orElse("").split("[ ,]+", -1)) {
                if (!word.isEmpty()) {
                    addresses.add(AddressText.parse(word).orElseThrow(() -> wrong(name, word, "IP addresses")));
                }
            }
            return addresses;
        }

        private IllegalArgumentException wrong(final String name, final String value, final String wanted) {
            return new IllegalArgumentException(
                "environment variable " + PREFIX + "." + name + " is '" + value + "': it takes " + wanted);
        }
    }
}
