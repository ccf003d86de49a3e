package dev.directrix.director.health;

import java.util.Objects;

/** What a check does. */
public sealed interface ProbeKind {

    /** Connects, and passes when the server accepts. */
    record Tcp() implements ProbeKind {
    }

    /**
     * Sends a GET, and passes when the status is 2xx or 3xx.
     *
     * @param path request target, starting with a slash
     * @param host the Host header; empty: the server's address and port
     */
    record Http(String path, String host) implements ProbeKind {

        /** Refuses what would break the request line. */
        public Http {
            Objects.requireNonNull(host, "host");
            if (!path.startsWith("/") || !printable(path) || !printable(host)) {
                throw new IllegalArgumentException("path '" + path + "' or host '" + host + "' cannot be sent");
            }
        }

        private static boolean printable(final String text) {
            return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        }
    }
}
