package dev.directrix.cluster.link;

import java.net.InetAddress;

/**
 * Where a member listens for datagrams of others. Immutable.
 *
 * @param host address, never a name: nobody waits here until one is looked up; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    private static final int MAX_PORT = 65_535;

    /** Checks the fields. */
    public Endpoint {
        if (!host.matches("[0-9A-Fa-f.:]+")) {
            throw new IllegalArgumentException("'" + host + "' is no IP address");
        }
        InetAddress.ofLiteral(host);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not 1 to " + MAX_PORT);
        }
    }

    /**
     * Reads {@code 10.0.1.11:7400} or {@code [2001:db8::11]:7400}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static Endpoint parse(final String text) {
        final int colon = text.lastIndexOf(':');
        final String host = colon < 0 ? "" : text.substring(0, colon);
        final boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || isBracketed != host.contains(":")) {
            throw new IllegalArgumentException("'" + text + "' is not ADDRESS:PORT or [IPV6]:PORT");
        }
        try {
            return new Endpoint(isBracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' has no port after its colon", e);
        }
    }

    /** Whether the host is an IPv6 address. */
    public boolean isIpv6() {
        return host.indexOf(':') >= 0;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return hostInUri() + ":" + port;
    }

    /** The host with brackets if it needs them. */
    public String hostInUri() {
        return isIpv6() ? "[" + host + "]" : host;
    }
}
