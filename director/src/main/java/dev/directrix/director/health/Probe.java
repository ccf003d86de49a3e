package dev.directrix.director.health;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/**
 * Runs one check over a real socket and blocks until it has a result; made for virtual threads. Stateless.
 */
final class Probe {

    private Probe() {
    }

    /** Checks once, within the plan's timeout; never throws for what the network does. */
    static CheckResult run(final CheckTarget target, final CheckPlan plan) {
        final long startNs = System.nanoTime();
        final Deadline deadline = new Deadline(startNs + plan.timeout().toNanos());
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            final InetSocketAddress address = target.socketAddress();
            socket.connect(address, deadline.remainingMs());
            final Answer verdict = switch (plan.kind()) {
                case ProbeKind.Tcp() -> new Answer(true, "connected");
                case ProbeKind.Http http -> HttpProbe.ask(socket, target, http, deadline);
            };
            return new CheckResult(verdict.passed(), verdict.reason(), System.nanoTime() - startNs);
        } catch (final IOException e) {
            return CheckResult.failed(reason(e, plan.timeout()), System.nanoTime() - startNs);
        }
    }

    /** An exception of the socket in the words of a network engineer. */
    static String reason(final IOException e, final Duration timeout) {
        final String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        final String lower = message.toLowerCase(Locale.ROOT);
        if (e instanceof SocketTimeoutException || lower.contains("timed out")) {
            return "timeout after " + timeout.toMillis() + " ms";
        }
        if (lower.contains("refused")) {
            return "connect refused";
        }
        if (lower.contains("reset")) {
            return "connection reset";
        }
        if (lower.contains("network is unreachable")) {
            return "network unreachable";
        }
        if (e instanceof NoRouteToHostException || lower.contains("host is unreachable")) {
            return "no route to host";
        }
        return (e instanceof ConnectException ? "connect failed: " : "") + message;
    }

    /** The end of a check, on the clock of {@link System#nanoTime()}. */
    record Deadline(long atNs) {

        /** Milliseconds left, at least 1. */
        int remainingMs() throws SocketTimeoutException {
            final long left = atNs - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("deadline");
            }
            return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000));
        }
    }

    /** What an answer means. */
    record Answer(boolean passed, String reason) {
    }
}
