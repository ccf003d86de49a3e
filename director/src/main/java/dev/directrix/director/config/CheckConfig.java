package dev.directrix.director.config;

import java.time.Duration;
import java.util.Optional;

/** How the health of a pool's servers is found out. */
public sealed interface CheckConfig {

    /** Time between two checks when the file names none. */
    Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    /** Time that a server has to answer when the file names none. */
    Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);

    /** Good checks in a row that bring a server up when the file names none. */
    int DEFAULT_RISE = 2;

    /** Bad checks in a row that take a server down when the file names none. */
    int DEFAULT_FALL = 3;

    /** TCP port of the server that is checked. */
    int port();

    /** When and how often. */
    CheckTiming timing();

    /**
     * A TCP connection that is accepted.
     *
     * @param port   where
     * @param timing when
     */
    record Tcp(int port, CheckTiming timing) implements CheckConfig {
    }

    /**
     * An HTTP/1.1 GET that is answered with a status of 200 to 399.
     *
     * @param port   where
     * @param path   request target, begins with a slash
     * @param host   the Host header; empty: the server's address
     * @param timing when
     */
    record Http(int port, String path, Optional<String> host, CheckTiming timing) implements CheckConfig {
    }
}
