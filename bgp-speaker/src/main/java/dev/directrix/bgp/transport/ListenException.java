package dev.directrix.bgp.transport;

import java.net.InetSocketAddress;

/** The listening socket cannot be had. */
public final class ListenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ListenException(final InetSocketAddress address, final Throwable cause) {
        super("cannot listen for BGP on " + address.getAddress().getHostAddress() + " port " + address.getPort() + ": "
            + cause.getMessage() + advice(String.valueOf(cause.getMessage())), cause);
    }

    private static String advice(final String reason) {
        if (reason.contains("in use")) {
            return "; another BGP daemon runs here: stop it, or choose another listen address or port";
        }
        if (reason.contains("ermission")) {
            return "; ports below 1024 need CAP_NET_BIND_SERVICE";
        }
        return reason.contains("assign") ? "; this node does not have that address" : "";
    }
}
