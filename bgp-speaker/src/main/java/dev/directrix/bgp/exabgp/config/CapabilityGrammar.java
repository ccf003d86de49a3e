package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.config.CapabilityOptions.AddPathMode;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.bgp.exabgp.text.Token;
import dev.directrix.bgp.exabgp.text.TokenReader;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** Values of the keywords in a {@code capability} section. */
final class CapabilityGrammar {

    /** The most seconds of a restart time (RFC 4724 §3: 12 bits). */
    static final int MAX_RESTART_TIME = 4_095;

    /** Every keyword, and how its value is read. */
    static final Map<String, Function<TokenReader, ?>> LEAVES = Map.ofEntries(
        Map.entry("nexthop", NeighborGrammar::flag),
        Map.entry("add-path", CapabilityGrammar::addPath),
        Map.entry("asn4", NeighborGrammar::flag),
        Map.entry("graceful-restart", CapabilityGrammar::gracefulRestart),
        Map.entry("multi-session", NeighborGrammar::flag),
        Map.entry("operational", NeighborGrammar::flag),
        Map.entry("refresh", NeighborGrammar::flag),
        Map.entry("route-refresh", NeighborGrammar::flag),
        Map.entry("aigp", NeighborGrammar::flag),
        Map.entry("extended-message", NeighborGrammar::flag),
        Map.entry("software-version", NeighborGrammar::flag),
        Map.entry("link-local-nexthop", NeighborGrammar::flag),
        Map.entry("link-local-prefer", NeighborGrammar::flag));

    private CapabilityGrammar() {
    }

    static AddPathMode addPath(final TokenReader in) {
        final Token token = in.next("send, receive, send/receive or disable");
        return switch (token.text().toLowerCase(Locale.ROOT)) {
            case "disable", "disabled" -> AddPathMode.DISABLED;
            case "receive" -> AddPathMode.RECEIVE;
            case "send" -> AddPathMode.SEND;
            case "send/receive" -> AddPathMode.SEND_RECEIVE;
            default -> throw new TextException(token.position(), token.shown()
                + " is no direction: write send, receive, send/receive or disable");
        };
    }

    /** Restart time in seconds, 0 for the hold time; nothing if it is disabled. */
    static OptionalInt gracefulRestart(final TokenReader in) {
        if (!in.hasNext()) {
            return OptionalInt.of(0);
        }
        return in.skip("disable") || in.skip("disabled") ? OptionalInt.empty()
            : OptionalInt.of((int) in.number("graceful-restart, unless disable,", 0, MAX_RESTART_TIME));
    }
}
