package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.config.ConnectionOptions.Algorithm;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.bgp.exabgp.text.Token;
import dev.directrix.bgp.exabgp.text.TokenReader;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Values of the keywords in a {@code tcp-ao} section. */
final class TcpAoGrammar {

    /** Every keyword, and how its value is read. */
    static final Map<String, Function<TokenReader, ?>> LEAVES = Map.of(
        "keyid", TcpAoGrammar::keyId,
        "algorithm", TcpAoGrammar::algorithm,
        "password", NeighborGrammar::word,
        "base64", NeighborGrammar::flag);

    private TcpAoGrammar() {
    }

    static int keyId(final TokenReader in) {
        return (int) in.number("keyid", 0, 255);
    }

    static Algorithm algorithm(final TokenReader in) {
        final Token token = in.next("algorithm");
        return Arrays.stream(Algorithm.values()).filter(known -> known.text().equals(token.text())).findFirst()
            .orElseThrow(() -> new TextException(token.position(), token.shown() + " is no algorithm: write "
                + Arrays.stream(Algorithm.values()).map(Algorithm::text).collect(Collectors.joining(", "))));
    }
}
