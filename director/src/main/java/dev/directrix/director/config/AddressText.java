package dev.directrix.director.config;

import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/** IP addresses and ports as people write them. Literals only: no name is ever looked up. */
public final class AddressText {

    private static final Pattern IPV4 = Pattern.compile(
        "(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private AddressText() {
    }

    /**
     * Reads {@code 192.0.2.1} or {@code 2001:db8::1}.
     *
     * @throws IllegalArgumentException if the text is anything else, a host name or an IPv4-mapped address for example
     */
    public static InetAddress parse(final String text) {
        if (IPV4.matcher(text).matches()) {
            return Inet4Address.ofLiteral(text);
        }
        if (IPV6_CHARACTERS.matcher(text).matches()) {
            try {
                if (InetAddress.ofLiteral(text) instanceof Inet6Address address) {
                    return address;
                }
                throw new IllegalArgumentException(
                    "'" + text + "' is an IPv4 address in IPv6 form; write it as IPv4");
            } catch (final IllegalArgumentException e) {
                throw e.getMessage().startsWith("'") ? e : refused(text);
            }
        }
        throw refused(text);
    }

    /**
     * Reads {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static InetSocketAddress parseEndpoint(final String text) {
        final int colon = text.lastIndexOf(':');
        final String host = colon < 0 ? "" : text.substring(0, colon);
        final boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || (!bracketed && host.indexOf(':') >= 0)) {
            throw new IllegalArgumentException(
                "'" + text + "' is not an address and port; write it as 192.0.2.1:80 or [2001:db8::1]:80");
        }
        final InetAddress address = parse(bracketed ? host.substring(1, host.length() - 1) : host);
        return new InetSocketAddress(address, parsePort(text.substring(colon + 1)));
    }

    /**
     * Reads 1 to 65535.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static int parsePort(final String text) {
        if (text.matches("\\d{1,5}")) {
            final int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a port; write a number within 1..65535");
    }

    /**
     * Reads {@code 192.0.2.0/24} or {@code 2001:db8::/64}.
     *
     * @throws IllegalArgumentException if the text is anything else, or bits behind the length are set
     */
    public static Prefix parsePrefix(final String text) {
        final int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
            throw new IllegalArgumentException(
                "'" + text + "' is not a prefix; write it as 192.0.2.0/24 or 2001:db8::/64");
        }
        final InetAddress address = parse(text.substring(0, slash));
        final int length = Integer.parseInt(text.substring(slash + 1));
        final int bits = address.getAddress().length * 8;
        if (length > bits) {
            throw new IllegalArgumentException(
                "'" + text + "' is longer than an address; write a length of 0.." + bits);
        }
        final Prefix network = Prefix.of(address.getAddress(), length);
        if (!network.address().equals(address)) {
            throw new IllegalArgumentException(
                "'" + text + "' has bits set behind its length; write it as " + format(network));
        }
        return network;
    }

    /** A prefix with its address in canonical text. */
    public static String format(final Prefix prefix) {
        return format(prefix.address()) + "/" + prefix.length();
    }

    /** The canonical text: IPv6 as RFC 5952 writes it. */
    public static String format(final InetAddress address) {
        return address instanceof Inet6Address ? formatIpv6(address.getAddress()) : address.getHostAddress();
    }

    /** Address and port, an IPv6 address in brackets. */
    public static String format(final InetSocketAddress endpoint) {
        final String address = format(endpoint.getAddress());
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + endpoint.getPort();
    }

    /** RFC 5952 §4: lower case, no leading zeros, the longest run of at least two zero groups shortened. */
    private static String formatIpv6(final byte[] octets) {
        int runStart = 0;
        int runLength = 0;
        for (int start = 0; start < 8; start++) {
            int length = 0;
            while (start + length < 8 && group(octets, start + length) == 0) {
                length++;
            }
            if (length > runLength) {
                runStart = start;
                runLength = length;
            }
        }
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (runLength > 1 && i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                final boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(group(octets, i)));
            }
        }
        return text.toString();
    }

    private static int group(final byte[] octets, final int index) {
        return ((octets[2 * index] & 0xff) << 8) | (octets[2 * index + 1] & 0xff);
    }

    private static IllegalArgumentException refused(final String text) {
        return new IllegalArgumentException("'" + text
            + "' is not an IP address; write it as 192.0.2.1 or 2001:db8::1 (names are not looked up)");
    }
}
